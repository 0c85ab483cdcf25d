"""When people work: weekly hours in a zone, holidays, and how a calendar changes over time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

DAY = 24 * 60

type MinuteSpan = tuple[int, int]
"""Minutes since local midnight, half-open, 0 <= start < end <= 1440."""


@dataclass(frozen=True, order=True)
class Hours:
    """One stretch of work that begins on a weekday (0 = Monday) at `opens`, local wall-clock time.

    `closes` at or before `opens` means the next day: 22:00 to 06:00 is a night shift, 00:00 to 00:00 a whole
    day. Raises ValueError for an unknown weekday, for seconds, and for times that carry a zone of their own.
    """

    weekday: int
    opens: time
    closes: time

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise ValueError(f"weekday must be 0 (Monday) to 6 (Sunday), not {self.weekday}")
        for moment in (self.opens, self.closes):
            if moment.second or moment.microsecond or moment.tzinfo is not None:
                raise ValueError(f"hours are whole minutes of local time, not {moment.isoformat()}")


def same_hours(weekdays: Iterable[int], opens: time, closes: time) -> tuple[Hours, ...]:
    """The same hours on several weekdays (0 = Monday)."""
    return tuple(Hours(weekday, opens, closes) for weekday in weekdays)


@dataclass(frozen=True)
class Calendar:
    """Weekly hours in a zone, with holidays (local dates on which nobody works) and a version to cite.

    Hours may overlap; a minute counts once. No hours at all is a valid calendar in which nothing falls due.
    """

    version: str
    zone: ZoneInfo
    weekly: tuple[Hours, ...]
    holidays: frozenset[date] = field(default_factory=frozenset)

    def spans_of(self, day: date) -> tuple[MinuteSpan, ...]:
        """Working spans of one local day in wall-clock minutes, in order and apart from each other."""
        return () if day in self.holidays else _week(self.weekly)[day.weekday()]


@dataclass(frozen=True)
class CalendarHistory:
    """A first calendar and its successors, each in force from 00:00 of a date in its own zone.

    The first one also holds for all the time before. Raises ValueError unless the changes ascend as instants.
    """

    first: Calendar
    changes: tuple[tuple[date, Calendar], ...] = ()

    def __post_init__(self) -> None:
        starts = [(datetime.combine(day, time(), new.zone)).timestamp() for day, new in self.changes]
        if any(later <= earlier for earlier, later in pairwise(starts)):
            raise ValueError("changes of calendar must be in ascending order of date")


@lru_cache(maxsize=512)
def _week(weekly: tuple[Hours, ...]) -> tuple[tuple[MinuteSpan, ...], ...]:
    """Weekly hours cut at midnights, per weekday."""
    days: list[list[MinuteSpan]] = [[] for _ in range(7)]
    for hours in weekly:
        opens, closes = _minutes(hours.opens), _minutes(hours.closes)
        if closes > opens:
            days[hours.weekday].append((opens, closes))
            continue
        days[hours.weekday].append((opens, DAY))
        if closes:
            days[(hours.weekday + 1) % 7].append((0, closes))
    return tuple(_joined(spans) for spans in days)


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _joined(spans: list[MinuteSpan]) -> tuple[MinuteSpan, ...]:
    joined: list[MinuteSpan] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
