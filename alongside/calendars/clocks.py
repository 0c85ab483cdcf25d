"""A zone's changes of clocks as a VTIMEZONE (RFC 5545, 3.6.5).

Written here, because the library says the onset in the new time; the standard wants it in the old one (a change
at 01:00 UTC in Amsterdam is 02:00, not 03:00), and programs that read it strictly are an hour wrong that day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

YEARS_AHEAD = 8
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
A_DAY, A_MINUTE, NOTHING = timedelta(days=1), timedelta(minutes=1), timedelta()


@dataclass(frozen=True)
class Change:
    """From this instant (UTC) on, clocks show another offset."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @property
    def onset(self) -> datetime:
        """What clocks show when it happens, before they are changed."""
        return (self.at + self.before).replace(tzinfo=None)


def zone_of(key: str, first: date) -> Timezone:
    """A VTIMEZONE from the year before `first` until YEARS_AHEAD years after it or today, whichever is later."""
    zone = ZoneInfo(key)
    begins = datetime(first.year - 1, 1, 1, tzinfo=UTC)
    ends = datetime(max(first.year, datetime.now(UTC).year) + YEARS_AHEAD, 1, 1, tzinfo=UTC)
    found = Timezone()
    found.add("TZID", key)
    groups: dict[tuple[object, ...], list[Change]] = {}
    for change in (_as_it_is(zone, begins), *changes(zone, begins, ends)):
        kind = (change.before, change.after, change.name, change.is_summer)
        groups.setdefault(kind, []).append(change)
    for group in groups.values():
        found.add_component(_observance(group))
    return found


def changes(zone: ZoneInfo, begins: datetime, ends: datetime) -> Iterator[Change]:
    """Every change of a zone's clocks between two instants, to the minute."""
    moment = begins
    while moment < ends:
        if _offset(zone, moment) != _offset(zone, moment + A_DAY):
            at = _exactly(zone, moment, moment + A_DAY)
            yield _change(zone, at, _offset(zone, at - A_MINUTE))
        moment += A_DAY


def _exactly(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first minute with the new offset, by halving."""
    old = _offset(zone, before)
    while after - before > A_MINUTE:
        middle = before + timedelta(minutes=(after - before) // A_MINUTE // 2)
        before, after = (middle, after) if _offset(zone, middle) == old else (before, middle)
    return after


def _as_it_is(zone: ZoneInfo, at: datetime) -> Change:
    return _change(zone, at, _offset(zone, at))


def _change(zone: ZoneInfo, at: datetime, before: timedelta) -> Change:
    local = at.astimezone(zone)
    return Change(at, before, _offset(zone, at), local.tzname() or "", bool(local.dst()))


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or NOTHING


def _observance(group: list[Change]) -> TimezoneDaylight | TimezoneStandard:
    first, *others = group
    part = TimezoneDaylight() if first.is_summer else TimezoneStandard()
    part.add("DTSTART", first.onset)
    part.add("TZOFFSETFROM", first.before)
    part.add("TZOFFSETTO", first.after)
    part.add("TZNAME", first.name)
    rule = _yearly([one.onset for one in group])
    if rule is not None:
        part.add("RRULE", rule)
        return part
    for one in others:
        part.add("RDATE", one.onset)  # a line each: readers exist that see the first of a list only
    return part


def _yearly(onsets: list[datetime]) -> dict[str, object] | None:
    """ "The last Sunday of March" as a rule, where every year of the window has exactly that; None where not."""
    first = onsets[0]
    same = {(one.month, one.weekday(), one.time()) for one in onsets}
    years = [one.year for one in onsets]
    if len(onsets) < YEARS_AHEAD or len(same) != 1 or years != list(range(years[0], years[0] + len(years))):
        return None
    places = {(one.day + 6) // 7 for one in onsets}
    if all((one + timedelta(days=7)).month != one.month for one in onsets):
        place = -1
    elif len(places) == 1:
        place = places.pop()
    else:
        return None
    return {"FREQ": "YEARLY", "BYMONTH": first.month, "BYDAY": f"{place}{WEEKDAYS[first.weekday()]}"}
