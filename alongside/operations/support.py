"""What a supporter sees of the machine: states, counts, kinds of errors, settings without secrets. No person, no word."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.metadata import version

import django
from django.conf import settings

from alongside.core.actor import Actor
from alongside.identity.policies import can_look_as_supporter
from alongside.notifications.models import Message
from alongside.operations import queries
from alongside.operations.checks import run_checks
from alongside.operations.checks.finding import Finding

# Those that call nobody outside: a supporter's look sends nothing.
CHECKED = (
    "settings", "database", "migrations", "rights", "keys", "clock", "disk", "worker", "jobs", "audit", "chart",
    "backup",
)  # fmt: skip
MOST_JOBS = 50


@dataclass(frozen=True)
class Machine:
    """Everything on the supporter's page."""

    findings: list[Finding]
    counts: dict[str, int]
    failed: list[queries.Job]
    mails: list[tuple[str, str, int]]  # state, kind of problem, how many
    settings: dict[str, str]


def machine_as_seen_by(actor: Actor) -> Machine:
    """Read afresh on every look. Raises Refused for everybody else."""
    can_look_as_supporter(actor).enforce()
    jobs = queries.all_jobs()
    return Machine(
        findings=run_checks(CHECKED),
        counts=queries.counts_by_state(jobs),
        failed=queries.jobs_page(jobs, states=queries.FAILED, after="", most=MOST_JOBS)[:MOST_JOBS],
        mails=_mails(),
        settings=_settings(),
    )


def _mails() -> list[tuple[str, str, int]]:
    """By state and kind of problem; to whom is nobody's business here."""
    found = queries.mails_by_problem(most=MOST_JOBS)
    return [(str(Message.State(state).label), problem, count) for state, problem, count in found]


def _settings() -> dict[str, str]:
    """Named one by one: what is not named here is not shown, so no secret is by accident."""
    return {
        "Alongside": version("alongside"),
        "Python": platform.python_version(),
        "Django": django.get_version(),
        "Address": settings.BASE_URL,
        "Language": settings.LANGUAGE_CODE,
        "Time zone": settings.TIME_ZONE,
        "Demo": str(settings.DEMO),
        "Mail server": settings.MAIL_URL.hostname or "",
    }
