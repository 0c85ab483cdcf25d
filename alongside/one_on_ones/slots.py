"""Which meetings of a rhythm could have taken place, and which did (R1.2): plain values in, one outcome per period out.

A rhythm cuts the calendar into periods: weeks from Monday on, pairs of weeks, calendar months, or the time from
one date of a rule to the next. In each period one meeting is expected, unless one of the two was away for most
of it, they paused, or the employee called it off. Wherever a meeting moved inside its period, it counts; who
meets twice in a period met once. Nothing here knows why somebody was away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

from alongside.one_on_ones.rhythm import Cadence, custom_rule, occurrences

MOSTLY_AWAY = Fraction(60, 100)
DAYS_TO_CONTEST = 5  # working days
ONE_DAY = timedelta(days=1)
LONGEST_GAP = timedelta(days=366)  # between two dates of a rule that people bring along

type Span = tuple[date, date | None]
"""Half-open days; None means without an end."""


class What(StrEnum):
    """What became of a meeting."""

    HELD = "held"
    CONTESTED = "contested"  # one said that they met, the other that they did not
    OFF_BY_EMPLOYEE = "off_by_employee"
    OFF = "off"
    OPEN = "open"  # planned, and nobody has said anything


class Outcome(StrEnum):
    """What became of a period. The first three are expected meetings, the others do not count for anybody."""

    HELD = "held"
    NOT_HELD = "not_held"
    CONTESTED = "contested"
    AWAY = "away"
    PAUSED = "paused"
    OFF_BY_EMPLOYEE = "off_by_employee"

    @property
    def is_expected(self) -> bool:
        return self in (Outcome.HELD, Outcome.NOT_HELD, Outcome.CONTESTED)


@dataclass(frozen=True)
class Presence:
    """When somebody works: ISO weekdays (1 is Monday), public holidays of their site, days away."""

    weekdays: frozenset[int]
    holidays: frozenset[date] = frozenset()
    away: tuple[Span, ...] = ()

    def works_on(self, day: date) -> bool:
        """A working day of theirs, whether they are away or not."""
        return day.isoweekday() in self.weekdays and day not in self.holidays


@dataclass(frozen=True)
class Period:
    """Half-open days of one expected meeting."""

    starts: date
    ends: date

    def __contains__(self, day: date) -> bool:
        return self.starts <= day < self.ends

    @property
    def days(self) -> list[date]:
        return [self.starts + timedelta(days=n) for n in range((self.ends - self.starts).days)]


@dataclass(frozen=True)
class Talk:
    """A meeting: the local day it is on, the day of the rhythm it was planned for, what became of it.

    `left_by_employee` are the days from which the employee moved it away.
    """

    on: date
    what: What
    slot_on: date | None = None
    left_by_employee: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Slot:
    """One period with its outcome."""

    period: Period
    outcome: Outcome

    @property
    def last_day(self) -> date:
        """Periods are half-open; people speak of the last day."""
        return self.period.ends - ONE_DAY


@dataclass(frozen=True)
class Pattern:
    """A rhythm and the days on which it was in force. `recurrence` where the two brought their own rule."""

    cadence: Cadence | None
    first_on: date
    until: date | None = None
    recurrence: str = ""


@dataclass(frozen=True)
class Tally:
    """Expected and held meetings."""

    expected: int
    held: int


def slots_of(
    patterns: Iterable[Pattern],
    talks: Sequence[Talk],
    two: tuple[Presence, Presence],
    pauses: Sequence[Span],
    window: tuple[date, date],
) -> list[Slot]:
    """Every whole period in the half-open window, in order. `two` may stand in either order."""
    return [
        Slot(period, _outcome(period, talks, two, pauses))
        for pattern in sorted(patterns, key=lambda one: one.first_on)
        for period in periods_of(pattern, window)
    ]


def tally(slots: Iterable[Slot]) -> Tally:
    """How many meetings were expected, and how many of these took place."""
    expected = [slot.outcome for slot in slots if slot.outcome.is_expected]
    return Tally(len(expected), expected.count(Outcome.HELD))


def periods_of(pattern: Pattern, window: tuple[date, date]) -> list[Period]:
    """The whole periods of a rhythm that lie in the window and ended while the rhythm was in force."""
    since, until = window
    until = min(until, pattern.until) if pattern.until is not None else until
    if until <= since:
        return []
    return [one for one in _periods(pattern, since, until) if one.starts >= since and one.ends <= until]


def can_be_contested(closed_on: date, today: date, works_on: Callable[[date], bool]) -> bool:
    """Within five working days after the day on which somebody said that they met."""
    passed = sum(works_on(closed_on + timedelta(days=n)) for n in range(1, (today - closed_on).days))
    return passed < DAYS_TO_CONTEST


def _periods(pattern: Pattern, since: date, until: date) -> Iterator[Period]:
    if pattern.cadence is None:
        yield from _between_dates(pattern, since, until)
    elif pattern.cadence is Cadence.MONTHLY:
        start = pattern.first_on.replace(day=1)
        while start < until:
            following = (start + timedelta(days=32)).replace(day=1)
            yield Period(start, following)
            start = following
    else:
        step = timedelta(weeks=2 if pattern.cadence is Cadence.FORTNIGHTLY else 1)
        start = pattern.first_on - timedelta(days=pattern.first_on.weekday())
        start += max(0, (since - start) // step) * step
        while start < until:
            yield Period(start, start + step)
            start += step


def _between_dates(pattern: Pattern, since: date, until: date) -> Iterator[Period]:
    """From one date of the rule to the next."""
    start = datetime.combine(pattern.first_on, time())
    rule = custom_rule(pattern.recurrence, start, ZoneInfo("UTC"))
    first = max(since - LONGEST_GAP, pattern.first_on)
    window = (
        datetime.combine(first, time(), UTC),
        datetime.combine(until + LONGEST_GAP, time(), UTC),
    )
    days = [moment.date() for moment in occurrences(rule, window)]
    for one, following in pairwise(days):
        yield Period(one, following)


def _outcome(
    period: Period, talks: Sequence[Talk], two: tuple[Presence, Presence], pauses: Sequence[Span]
) -> Outcome:
    if any(_is_mostly(period, one, pauses) for one in two):
        return Outcome.PAUSED
    if any(_is_mostly(period, one, [*one.away, *pauses]) or not _works(period, one) for one in two):
        return Outcome.AWAY
    if any(talk.what is What.HELD and talk.on in period for talk in talks):
        return Outcome.HELD
    if any(_was_left_by_employee(period, talk) for talk in talks):
        return Outcome.OFF_BY_EMPLOYEE
    if any(talk.what is What.CONTESTED and talk.on in period for talk in talks):
        return Outcome.CONTESTED
    return Outcome.NOT_HELD


def _works(period: Period, person: Presence) -> bool:
    return any(person.works_on(day) for day in period.days)


def _is_mostly(period: Period, person: Presence, spans: Sequence[Span]) -> bool:
    """The spans cover at least 60 % of the working days that the person has in this period."""
    working = [day for day in period.days if person.works_on(day)]
    covered = sum(any(_holds(span, day) for span in spans) for day in working)
    return bool(working) and Fraction(covered, len(working)) >= MOSTLY_AWAY


def _was_left_by_employee(period: Period, talk: Talk) -> bool:
    if talk.what is What.OFF_BY_EMPLOYEE:
        return (talk.slot_on or talk.on) in period
    return talk.on not in period and any(day in period for day in talk.left_by_employee)


def _holds(span: Span, day: date) -> bool:
    return span[0] <= day and (span[1] is None or day < span[1])
