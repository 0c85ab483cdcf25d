"""Where a new rhythm could begin: on a working day of both, at a time that is free week after week. Plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from alongside.one_on_ones.rhythm import Rule, occurrences

OPENS, CLOSES = time(9), time(17)
STEP = timedelta(minutes=30)
WEEKS = 4  # looked through: whoever meets every second week keeps both weeks free
DAYS_AHEAD = 28

type Stretch = tuple[datetime, datetime]


@dataclass(frozen=True)
class First:
    """The first talk of a rhythm, by the clock of its zone."""

    day: date
    at: time


def busy_with(rules: Iterable[tuple[Rule, int]], since: datetime) -> list[Stretch]:
    """The talks of these rhythms (with minutes each) as far as they matter for a new one."""
    until = since + timedelta(days=DAYS_AHEAD + 7 * WEEKS)
    return [
        (start, start + timedelta(minutes=minutes))
        for rule, minutes in rules
        for start in occurrences(rule, (since, until))
    ]


def first_free(
    since: First, works_on: Callable[[date], bool], busy: Sequence[Stretch], minutes: int, zone: ZoneInfo
) -> First | None:
    """The first time from `since` on, on a day that both work, inside working hours; None within four weeks."""
    earliest = since.at
    for day in filter(works_on, days_from(since.day)):
        for at in _times(earliest, minutes):
            if not _meets_any(datetime.combine(day, at), busy, minutes, zone):
                return First(day, at)
        earliest = OPENS
    return None


def days_from(day: date) -> list[date]:
    """The days that are looked through for a first talk."""
    return [day + timedelta(days=n) for n in range(DAYS_AHEAD)]


def stretches(first: First, minutes: int, zone: ZoneInfo) -> list[Stretch]:
    """The talks of a rhythm that begins there, week after week."""
    start = datetime.combine(first.day, first.at)
    return [_stretch(start + timedelta(weeks=n), minutes, zone) for n in range(2 * WEEKS)]


def _times(earliest: time, minutes: int) -> list[time]:
    """Starts on a day: from the wanted one on in steps, the last so that it ends with the day."""
    start = datetime.combine(date.min, earliest)
    last = datetime.combine(date.min, CLOSES) - timedelta(minutes=minutes)
    return [(start + n * STEP).time() for n in range(max(0, (last - start) // STEP + 1))]


def _meets_any(start: datetime, busy: Sequence[Stretch], minutes: int, zone: ZoneInfo) -> bool:
    wanted = [_stretch(start + timedelta(weeks=n), minutes, zone) for n in range(WEEKS)]
    return any(one < until and since < end for one, end in wanted for since, until in busy)


def _stretch(local: datetime, minutes: int, zone: ZoneInfo) -> Stretch:
    start = local.replace(tzinfo=zone)
    return start, start + timedelta(minutes=minutes)
