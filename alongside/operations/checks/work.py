"""Does somebody do the work in the background, and is what it should have done, done?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils import timezone

from alongside.audit.queries import months_forgotten, months_unrecorded, old_months
from alongside.audit.queries.verification import broken_seals
from alongside.operations import queries
from alongside.operations.checks.finding import Finding, in_words, problem, warning, well

SILENT_SECONDS = 180  # some schedule is due every minute
GRACE_SECONDS = 300
UNSEALED_SECONDS = 600
WAITING_SECONDS = 600
MOST_NAMED = 6
BACKUP_SECONDS = 26 * 3600


def worker_findings() -> Iterator[Finding]:
    """A worker takes up what is due every minute: when nobody has lately, there is none."""
    ticks, now = queries.last_ticks(), timezone.now()
    ages = {name: (now - moment).total_seconds() for name, moment in ticks.items()}
    if not ages or min(ages.values()) > SILENT_SECONDS:
        since = f"for {in_words(min(ages.values()))}" if ages else "yet"
        words = f"No worker has taken up anything {since}."
        yield problem("worker", words, "Start one: alongside worker (docs/operations.md, Processes).")
        return
    late = _late(ages)
    for name in late:
        yield warning("worker", f"“{name}” is late.", "See its last runs on the page Administration, Jobs.")
    if not late:
        yield well("worker", "A worker is at work and everything recurring is on time.")


def _late(ages: dict[str, float]) -> list[str]:
    tasks: Any = settings.TASKS
    schedules = tasks["default"]["OPTIONS"]["SCHEDULES"]
    return sorted(
        name
        for name, entry in schedules.items()
        if name in ages and "every" in entry and ages[name] > 2 * float(entry["every"]) + GRACE_SECONDS
    )


def job_findings() -> Iterator[Finding]:
    """Jobs and mails that were given up, and a queue that grows."""
    figures = queries.figures()
    failed = sum(figures.jobs.get(state, 0) for state in queries.FAILED)
    parked = sum(figures.mails.get(state, 0) for state in queries.PARKED)
    if failed:
        yield warning("jobs", f"{failed} jobs were given up.", "Look at Administration, Jobs.")
    if parked:
        yield warning("jobs", f"{parked} mails could not be sent.", "Look at Administration, Jobs, Mails.")
    if (figures.oldest_due_seconds or 0) > WAITING_SECONDS:
        words = (
            f"The oldest of {figures.jobs_due} jobs waits for {in_words(figures.oldest_due_seconds or 0)}."
        )
        yield problem("jobs", words, "Start more workers, or find out why they stand still.")
    elif not failed and not parked:
        yield well("jobs", f"{figures.jobs_due} jobs are due, none was given up.")


def audit_findings() -> Iterator[Finding]:
    """Was history changed, and is the newest part sealed?"""
    broken = broken_seals()
    for seal in broken:
        words = f"The audit log was changed between entries {seal.first_id} and {seal.last_id}."
        yield problem(
            "audit", words, "Keep the machine as it is and find out who could. Compare with a backup."
        )
    for month in months_unrecorded():
        words = f"The audit log says nothing of why the entries of {month.month:%Y-%m} are gone."
        yield problem("audit", words, "Somebody with the owner's rights removed them. Compare with a backup.")
    age = queries.unsealed_seconds()
    if age > UNSEALED_SECONDS:
        words = f"The audit log has entries that nobody sealed for {in_words(age)}."
        yield problem("audit", words, "A worker seals every minute: is one running?")
    elif not broken:
        yield well("audit", " ".join(["The audit log is sealed and unchanged.", *_what_goes()]))


def _what_goes() -> Iterator[str]:
    """What retention did, would do at its next run, and leaves for now."""
    if gone := months_forgotten():
        yield f"{gone} of its months were forgotten in time; their seals are here."
    old_ones = old_months()
    if months := [old for old in old_ones if not old.stays]:
        entries = sum(old.entries for old in months)
        names = ", ".join(f"{old.month:%Y-%m}" for old in months[:MOST_NAMED])
        yield f"The next run forgets {entries} entries of {len(months)} months: {names}."
    if held := [old for old in old_ones if old.stays == "held"]:
        names = ", ".join(f"{old.month:%Y-%m}" for old in held[:MOST_NAMED])
        yield f"A legal hold keeps {names}."


def chart_findings() -> Iterator[Finding]:
    """Who is above whom is derived anew at the first request of a day with a change."""
    behind = queries.chart_days_behind()
    if behind is not None and behind > 1:
        words = f"Who is above whom is that of {behind} days ago."
        yield warning("chart", words, "The next request derives it anew. Does anybody reach the pages?")
    else:
        yield well("chart", "Who is above whom is that of today.")


def backup_findings() -> Iterator[Finding]:
    """How old the newest backup is that somebody noted."""
    last = queries.last_backup()
    advice = "Run `alongside backup` every night, or `alongside backup --note` after another tool did it."
    grade = problem if settings.PRODUCTION else warning
    if last is None:
        yield grade("backup", "No backup was made yet.", advice)
        return
    age = (timezone.now() - last).total_seconds()
    if age > BACKUP_SECONDS:
        yield grade("backup", f"The newest backup is {in_words(age)} old.", advice)
    else:
        yield well("backup", f"The newest backup is {in_words(age)} old.")
