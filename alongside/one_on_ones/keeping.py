"""How much of what two people agreed was done by the day that holds now (R1.5, ADR 0152): plain values in, a share out.

Seven to nine in ten is healthy. Everything in time for eight weeks may mean that nothing hard was agreed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

WINDOW = timedelta(weeks=8)
FEWEST_FOR_HINT = 3
HEALTHY_FROM, HEALTHY_TO = 70, 90  # per cent


@dataclass(frozen=True)
class Agreement:
    """Something agreed, by the day it is due now; `kept_on` is None while it is open."""

    due_on: date
    kept_on: date | None


@dataclass(frozen=True)
class Closure:
    """So many were due in the window, so many of these were done by their day."""

    due: int
    in_time: int

    @property
    def per_cent(self) -> int | None:
        """Rounded half up; None where nothing was due."""
        return (200 * self.in_time + self.due) // (2 * self.due) if self.due else None

    @property
    def may_be_too_easy(self) -> bool:
        return self.due >= FEWEST_FOR_HINT and self.in_time == self.due

    @property
    def is_healthy(self) -> bool:
        return self.per_cent is not None and HEALTHY_FROM <= self.per_cent <= HEALTHY_TO


def closure(agreements: Iterable[Agreement], *, today: date) -> Closure:
    """Of what was due in the eight weeks before today. What was dropped by both is not among the agreements."""
    due = [one for one in agreements if today - WINDOW <= one.due_on < today]
    return Closure(len(due), sum(one.kept_on is not None and one.kept_on <= one.due_on for one in due))
