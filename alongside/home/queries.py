"""What the Today page reads: it composes what features offer and stores nothing."""

from __future__ import annotations

from dataclasses import dataclass

from alongside.core.actor import Actor
from alongside.core.today import TeamLine, TodayItem, team_lines, today_items
from alongside.people import queries as people

MOST = 5
ALL_COUNTED = (
    1_000  # who supports more people reads that it is more: counting a company of 100,000 takes its time
)


@dataclass(frozen=True)
class Day:
    """One person's day: at most five things, and how many more there are."""

    items: list[TodayItem]
    more: int

    @property
    def count(self) -> int:
        return len(self.items)


def day_of(actor: Actor) -> Day:
    """The nearest five things that need this person."""
    items = today_items(actor)
    return Day(items=items[:MOST], more=max(0, len(items) - MOST))


def team_of_the_day(actor: Actor) -> list[TeamLine]:
    """A manager's team, one line each; empty for everybody else."""
    return team_lines(actor)


def people_supported(actor: Actor) -> int:
    """How many people an HR partner supports, as far as they are counted; 0 for everybody else."""
    return people.people_covered_by(actor)[: ALL_COUNTED + 1].count()
