"""The two clocks: when is it due, and how much working time has passed.

They are each other's inverse: `elapsed(start, add(start, m)) == m`. The deadline is the earliest such
instant, so a promise that fills the day falls due at closing time, not at the next opening.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from alongside.working_time.calendars import Calendar, CalendarHistory
from alongside.working_time.spans import Span, whole_minute, working_spans

type Pause = tuple[datetime, datetime | None]
"""The clock stands still from the first instant to the second; None: until further notice."""

MINUTE = timedelta(minutes=1)
HORIZON = timedelta(days=36_525)
_FAR = datetime.max.replace(tzinfo=UTC) - timedelta(days=2)


class NeverDue(ValueError):
    """The working minutes asked for never come: no hours, a pause without end, or more than 100 years."""


def add(
    start: datetime, minutes: int, calendar: Calendar | CalendarHistory, pauses: Iterable[Pause] = ()
) -> datetime:
    """The earliest instant (UTC, whole minute) by which `minutes` of working time have passed since `start`.

    0 minutes give `start` itself. Raises ValueError for naive instants, negative minutes and a pause that
    ends before it begins; NeverDue where no such instant lies within 100 years.
    """
    if minutes < 0:
        raise ValueError(f"minutes must not be negative, not {minutes}")
    begins = _aware(start)
    if minutes == 0:
        return start.astimezone(UTC)
    pauses = tuple(pauses)
    left = min(minutes, HORIZON // MINUTE + 1) * MINUTE
    for opens, closes in _worked(begins, _search_end(begins, pauses), calendar, pauses):
        if left <= closes - opens:
            return opens + left
        left -= closes - opens
    raise NeverDue(f"{minutes} working minutes do not pass within 100 years of {start.isoformat()}")


def elapsed(
    start: datetime, end: datetime, calendar: Calendar | CalendarHistory, pauses: Iterable[Pause] = ()
) -> int:
    """Working minutes between two instants, without the pauses.

    Raises ValueError for naive instants, an end before the start and a pause that ends before it begins.
    """
    begins, ends = _aware(start), _aware(end)
    if end.astimezone(UTC) < start.astimezone(UTC):
        raise ValueError(f"the end {end.isoformat()} lies before the start {start.isoformat()}")
    worked = sum((to - since for since, to in _worked(begins, ends, calendar, pauses)), timedelta())
    return worked // MINUTE


def _search_end(begins: datetime, pauses: tuple[Pause, ...]) -> datetime:
    """Nothing falls due after this: a pause until further notice, else the horizon."""
    horizon = begins + min(HORIZON, _FAR - begins)
    return min([horizon, *(_aware(since) for since, to in pauses if to is None)])


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError(f"an instant needs a zone: {moment.isoformat()}")
    return whole_minute(moment)


def _worked(
    begins: datetime, ends: datetime, calendar: Calendar | CalendarHistory, pauses: Iterable[Pause]
) -> Iterator[Span]:
    """Working spans in [begins, ends) with the pauses cut out."""
    history = calendar if isinstance(calendar, CalendarHistory) else CalendarHistory(calendar)
    still = _joined_pauses(pauses, ends)
    for opens, closes in working_spans(history, begins, ends):
        for since, to in still:
            if to <= opens or since >= closes:
                continue
            if since > opens:
                yield opens, since
            opens = min(to, closes)
        if opens < closes:
            yield opens, closes


def _joined_pauses(pauses: Iterable[Pause], ends: datetime) -> list[Span]:
    """Pauses in order, in whole minutes, an open one lasting to the end of what is asked."""
    spans: list[Span] = []
    for since, to in pauses:
        begin = _aware(since)
        end = max(begin, ends) if to is None else _aware(to)
        if end < begin:
            raise ValueError(f"a pause ends before it begins: {since.isoformat()}")
        spans.append((begin, end))
    return sorted(spans)
