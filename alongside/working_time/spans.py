"""Working spans as instants in UTC: wall-clock hours laid over a zone's changes of offset."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from alongside.working_time.calendars import Calendar, CalendarHistory

type Span = tuple[datetime, datetime]
"""Two instants in UTC, half-open, the first before the second."""

ONE_DAY = timedelta(days=1)


def instant_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant in UTC at which clocks in `zone` show the naive time `wall`.

    A time shown twice (autumn) means its first showing; a time never shown (spring) means the moment of the
    jump. Both together keep the order of times, so two shifts that meet on paper meet in reality.
    """
    before = wall.replace(tzinfo=zone, fold=0)
    after = wall.replace(tzinfo=zone, fold=1)
    first, second = before.astimezone(UTC), after.astimezone(UTC)
    if before.utcoffset() == after.utcoffset() or first < second:
        return first
    return _jump_between(second, first, zone)


def _jump_between(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The second in (low, high] at which the offset of `zone` changes; low still has the old offset."""
    old = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return high


def working_spans(history: CalendarHistory, since: datetime, until: datetime) -> Iterator[Span]:
    """Working time between two instants, in order, apart from each other, seconds dropped."""
    for calendar, begins, ends in _eras(history, since, until):
        for start, end in _calendar_spans(calendar, begins, ends):
            start, end = max(start, begins), min(end, ends)
            if start < end:
                yield start, end


def _eras(
    history: CalendarHistory, since: datetime, until: datetime
) -> Iterator[tuple[Calendar, datetime, datetime]]:
    """Each calendar with the part of [since, until) in which it is in force."""
    calendar, begins = history.first, since
    for day, successor in history.changes:
        change = instant_of(datetime.combine(day, time()), successor.zone)
        if change >= until:
            break
        if change > begins:
            yield calendar, begins, change
            begins = change
        calendar = successor
    yield calendar, begins, until


def _calendar_spans(calendar: Calendar, begins: datetime, ends: datetime) -> Iterator[Span]:
    """All spans of one calendar that touch [begins, ends), not yet cut to it.

    A day more on either side: where clocks go back across midnight, a date is shown twice.
    """
    day: date = begins.astimezone(calendar.zone).date() - ONE_DAY
    last = ends.astimezone(calendar.zone).date() + ONE_DAY
    while day <= last:
        midnight = datetime.combine(day, time())
        for start, end in calendar.spans_of(day):
            yield (
                whole_minute(instant_of(midnight + timedelta(minutes=start), calendar.zone)),
                whole_minute(instant_of(midnight + timedelta(minutes=end), calendar.zone)),
            )
        day += ONE_DAY


def whole_minute(moment: datetime) -> datetime:
    """An instant in UTC with its seconds dropped."""
    return moment.astimezone(UTC).replace(second=0, microsecond=0)
