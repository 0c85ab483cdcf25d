"""What may be wrong with an installation, asked one question at a time and answered in words.

A check returns findings: a problem (something does not work, or will be lost), a warning (look at it), or that all is
well. Each says what to do. A check that can't be made is a finding itself and never stops the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from alongside.operations.checks import access, database, keys, machine, work
from alongside.operations.checks.finding import Finding, Grade, problem

type Check = Callable[[], Iterable[Finding]]

# In this order: what comes later mostly needs what comes first.
CHECKS: dict[str, Check] = {
    "settings": machine.settings_findings,
    "database": database.findings,
    "migrations": database.migration_findings,
    "rights": database.rights_findings,
    "keys": keys.findings,
    "clock": database.clock_findings,
    "disk": machine.disk_findings,
    "worker": work.worker_findings,
    "jobs": work.job_findings,
    "audit": work.audit_findings,
    "chart": work.chart_findings,
    "mail": access.mail_findings,
    "address": access.address_findings,
    "sign-in": access.provider_findings,
    "backup": work.backup_findings,
}


def also_ask(questions: dict[str, Check]) -> None:
    """Packages above ask their own questions, after these (config/wiring.py)."""
    CHECKS.update(questions)


def run_checks(names: Iterable[str] = ()) -> list[Finding]:
    """Ask these questions, or all; every question gives at least one finding."""
    found: list[Finding] = []
    for name in names or CHECKS:
        found += _answers(name)
    return found


def is_well(found: Iterable[Finding]) -> bool:
    return not any(one.grade is Grade.PROBLEM for one in found)


def _answers(name: str) -> list[Finding]:
    try:
        return list(CHECKS[name]())
    except Exception as failed:  # whatever it is, the other questions still deserve an answer
        kind = type(failed).__name__
        return [
            problem(
                name, f"This could not be checked: {kind}.", "See the log, or mend what comes first here."
            )
        ]
