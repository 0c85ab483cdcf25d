"""What holds for every calendar, also against a reference that counts minute by minute."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from alongside.working_time import Calendar, CalendarHistory, Hours, NeverDue, add, elapsed

ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "UTC",
]
# Around changes of offset in those zones, so that most examples cross one.
NEAR = [datetime(2026, 3, 27), datetime(2026, 10, 23), datetime(2026, 3, 6), datetime(2026, 4, 3)]


def _after(opens: int, length: int) -> time:
    return time((opens + length) // 60 % 24, (opens + length) % 60)


minutes_of_day = st.integers(0, 1439).map(lambda minute: time(minute // 60, minute % 60))
hours = st.builds(Hours, st.integers(0, 6), minutes_of_day, minutes_of_day)
# At least one stretch of an hour or more, or a promise of many days might not fall due within the horizon.
long_hours = st.builds(
    lambda weekday, opens, length: Hours(weekday, time(opens // 60, opens % 60), _after(opens, length)),
    st.integers(0, 6),
    st.integers(0, 1439),
    st.integers(60, 1440),
)
instants = st.builds(
    lambda near, offset: near.replace(tzinfo=UTC) + timedelta(seconds=offset),
    st.sampled_from(NEAR),
    st.integers(0, 6 * 86_400),
)
days = st.builds(
    lambda near, offset: near.date() + timedelta(days=offset), st.sampled_from(NEAR), st.integers(0, 6)
)
calendars = st.builds(
    Calendar,
    st.just("1"),
    st.sampled_from(ZONES).map(ZoneInfo),
    st.tuples(long_hours, st.lists(hours, max_size=7)).map(lambda both: (both[0], *both[1])),
    st.frozensets(days, max_size=3),
)


@st.composite
def histories(draw: st.DrawFn) -> CalendarHistory:
    changes = sorted(draw(st.lists(days, max_size=2, unique=True)))
    assume(all((b - a).days > 1 for a, b in pairwise(changes)))
    return CalendarHistory(draw(calendars), tuple((day, draw(calendars)) for day in changes))


spans = st.tuples(instants, instants).map(lambda pair: (min(pair), max(pair)))
pauses = st.lists(spans, max_size=3).map(tuple)


@settings(max_examples=200, deadline=None)
@given(instants, st.integers(0, 20_000), histories(), pauses)
def test_elapsed_is_the_inverse_of_add(start, minutes, history, still) -> None:
    assert elapsed(start, add(start, minutes, history, still), history, still) == minutes


@settings(max_examples=200, deadline=None)
@given(instants, st.integers(1, 5_000), histories(), pauses)
def test_add_gives_the_earliest_such_instant(start, minutes, history, still) -> None:
    due = add(start, minutes, history, still)
    assert elapsed(start, max(start, due - timedelta(minutes=1)), history, still) < minutes


@settings(max_examples=200, deadline=None)
@given(instants, st.integers(0, 5_000), st.integers(0, 5_000), histories(), pauses)
def test_a_promise_may_be_split(start, first, second, history, still) -> None:
    whole = add(start, first + second, history, still)
    assume(first or second)
    assert add(add(start, first, history, still), second, history, still) == whole


@settings(max_examples=200, deadline=None)
@given(st.lists(instants, min_size=3, max_size=3).map(sorted), histories(), pauses)
def test_time_may_be_split_and_never_runs_backwards(moments, history, still) -> None:
    first, middle, last = moments
    whole = elapsed(first, last, history, still)
    assert whole == elapsed(first, middle, history, still) + elapsed(middle, last, history, still)
    assert elapsed(first, middle, history, still) <= whole <= (last - first) // timedelta(minutes=1) + 1


@settings(max_examples=200, deadline=None)
@given(spans.filter(lambda span: span[1] - span[0] < timedelta(days=2)), calendars, pauses)
def test_a_count_minute_by_minute_agrees(span, calendar, still) -> None:
    """Away from changes of offset, a minute counts exactly when its reading lies within the hours."""
    start, end = (moment.replace(second=0) for moment in span)
    zone = calendar.zone
    assume(
        (start - timedelta(days=2)).astimezone(zone).utcoffset()
        == (end + timedelta(days=2)).astimezone(zone).utcoffset()
    )
    still = tuple((since.replace(second=0), to.replace(second=0)) for since, to in still)
    count, moment = 0, start
    while moment < end:
        reading = moment.astimezone(zone)
        counts = _is_open(calendar, reading) and not any(since <= moment < to for since, to in still)
        count += counts
        moment += timedelta(minutes=1)
    assert elapsed(*span, calendar, still) == count


def _is_open(calendar: Calendar, reading: datetime) -> bool:
    if reading.date() in calendar.holidays:
        return False
    return any(_covers(shift, reading) for shift in calendar.weekly)


def _covers(shift: Hours, reading: datetime) -> bool:
    now, weekday = reading.time(), reading.weekday()
    if shift.closes > shift.opens:
        return weekday == shift.weekday and shift.opens <= now < shift.closes
    yesterday = (weekday - 1) % 7
    return (weekday == shift.weekday and now >= shift.opens) or (
        yesterday == shift.weekday and now < shift.closes
    )


@settings(max_examples=5, deadline=None)
@given(instants, calendars)
def test_a_calendar_of_holidays_alone_is_never_due(start, calendar) -> None:
    closed = replace(
        calendar, holidays=frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(37_000))
    )
    with pytest.raises(NeverDue):
        add(start, 1, closed)
