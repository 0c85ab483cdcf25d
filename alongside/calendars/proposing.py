"""Times that suit several people: pure arithmetic over busy stretches, working days and clocks. Nothing is asked here.

The answer is always the same few times, so that nobody can feel their way through another's calendar with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from alongside.calendars.free_busy.busy import Busy

STEP = timedelta(minutes=15)
FIRST, LAST = time(8), time(18)  # by the clocks of each of them
APART = timedelta(hours=1)
MOST_A_DAY = 2


@dataclass(frozen=True)
class Availability:
    """When one person could meet: the local days on which they work and are there, and when they are busy."""

    zone: ZoneInfo
    days: Collection[date]
    busy: Sequence[Busy] = ()

    def suits(self, starts: datetime, ends: datetime) -> bool:
        """Whole within one working day of theirs and its hours, and nothing else there."""
        local, end = starts.astimezone(self.zone), ends.astimezone(self.zone)
        in_hours = local.date() == end.date() and local.time() >= FIRST and end.time() <= LAST
        return (
            in_hours and local.date() in self.days and not any(_meet(one, starts, ends) for one in self.busy)
        )


def free_starts(
    people: Sequence[Availability], *, since: datetime, until: datetime, minutes: int
) -> list[datetime]:
    """Every quarter of an hour in [since, until) at which a talk of so many minutes suits everybody."""
    length, found = timedelta(minutes=minutes), []
    start = _next_quarter(since)
    while start + length <= until:
        if all(person.suits(start, start + length) for person in people):
            found.append(start)
        start += STEP
    return found


def spread(starts: Iterable[datetime], *, around: datetime, most: int, zone: tzinfo) -> list[datetime]:
    """A few to choose from, in order: the nearest to a moment, an hour apart, at most two on a day of this zone."""
    chosen: list[datetime] = []
    for start in sorted(starts, key=lambda one: (abs(one - around), one)):
        day = start.astimezone(zone).date()
        on_day = sum(one.astimezone(zone).date() == day for one in chosen)
        if on_day < MOST_A_DAY and all(abs(one - start) >= APART for one in chosen):
            chosen.append(start)
        if len(chosen) == most:
            break
    return sorted(chosen)


def _meet(busy: Busy, starts: datetime, ends: datetime) -> bool:
    return busy.starts < ends and starts < busy.ends


def _next_quarter(moment: datetime) -> datetime:
    """Quarters by the clock of UTC are quarters everywhere: all zones differ from it by whole quarters."""
    hour = moment.replace(minute=0, second=0, microsecond=0)
    return moment + (STEP - (moment - hour) % STEP) % STEP
