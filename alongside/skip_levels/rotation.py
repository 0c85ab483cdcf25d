"""Whose turn it is: never met first, then the longest ago. Plain values in, an order out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from alongside.people.calendar import next_working_day
from alongside.people.models import Site

ROUND = timedelta(days=182)  # everybody once in six months
MOST_SUGGESTED = 20
MORNING = time(8)


@dataclass(frozen=True)
class Turn:
    """One person and the day of their last talk with this leader; None: never."""

    person_id: int
    last_on: date | None

    def waits(self, today: date) -> bool:
        """Not met within six months."""
        return self.last_on is None or today - self.last_on > ROUND


def turns(person_ids: Iterable[int], last: Mapping[int, date]) -> list[Turn]:
    """In fair order. Ties go by number, which says nothing about anybody."""
    found = [Turn(one, last.get(one)) for one in person_ids]
    return sorted(found, key=lambda turn: (turn.last_on or date.min, turn.person_id))


def first_day(site: Site | None, today: date) -> date:
    """The first day for a talk: one whole working day lies between it and the day the manager is told."""
    return next_working_day(site, today) + timedelta(days=1)


def first_start(site: Site | None, today: date) -> datetime:
    """The local time from which on starts are proposed."""
    return datetime.combine(first_day(site, today), MORNING)


def working_days_after(site: Site | None, day: date, count: int) -> date:
    """The day that is so many working days later."""
    for _step in range(count):
        day = next_working_day(site, day)
    return day


@dataclass(frozen=True)
class GroupTurn:
    """One person: how often they sat in a group of this leader, when last, and whose team they are in."""

    person_id: int
    manager_id: int
    times: int = 0
    last_on: date | None = None


def group_order(turns_of_all: Iterable[GroupTurn]) -> list[GroupTurn]:
    """In fair order: nobody twice before everybody once. Among equals, teams stay together, so that themes of a team
    can be heard from several; then the number decides, which says nothing about anybody."""
    return sorted(
        turns_of_all,
        key=lambda turn: (turn.times, turn.last_on or date.min, turn.manager_id, turn.person_id),
    )
