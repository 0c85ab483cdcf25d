"""What the field knows about good actions (R1.5): verb first, near, few words, carried at most twice."""

from __future__ import annotations

from datetime import date, timedelta

FURTHEST = timedelta(days=28)
USUAL = timedelta(days=7)
ASK_AFTER_CARRIED = 2


def latest_due(day: date) -> date:
    """The last day that a 1:1 action agreed on this day may be due."""
    return day + FURTHEST


def proposed_due(day: date) -> date:
    """A week from now, moved off the weekend."""
    due = day + USUAL
    return due + timedelta(days=max(0, 7 - due.weekday()) if due.weekday() > 4 else 0)


def asks_what_now(times_carried: int) -> bool:
    """Carried twice: time to choose a new date, drop it, or ask HR to remove the obstacle."""
    return times_carried >= ASK_AFTER_CARRIED
