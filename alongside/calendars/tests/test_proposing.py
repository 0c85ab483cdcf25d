"""Times that suit several people, by arithmetic: working days and hours of each, what is busy, and clocks that change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from alongside.calendars.free_busy.busy import Busy
from alongside.calendars.proposing import FIRST, LAST, Availability, free_starts, spread

AMSTERDAM, NEW_YORK, AUCKLAND = (
    ZoneInfo(key) for key in ("Europe/Amsterdam", "America/New_York", "Pacific/Auckland")
)
MONDAY = date(2026, 3, 23)  # clocks change in Europe on the 29th
WEEK = [MONDAY + timedelta(days=n) for n in range(5)]


def at(day: date, hour: int, minute: int = 0, zone: ZoneInfo = AMSTERDAM) -> datetime:
    return datetime.combine(day, time(hour, minute), zone).astimezone(UTC)


def between(day: date, starts: int, ends: int, zone: ZoneInfo = AMSTERDAM) -> Busy:
    return Busy(at(day, starts, zone=zone), at(day, ends, zone=zone))


def found(people, *, days: int = 1, minutes: int = 30) -> list[datetime]:
    return free_starts(
        people, since=at(MONDAY, 0), until=at(MONDAY, 0) + timedelta(days=days), minutes=minutes
    )


def test_an_empty_day_is_free_from_eight_to_six():
    starts = found([Availability(AMSTERDAM, WEEK)])
    assert starts[0] == at(MONDAY, 8) and starts[-1] == at(MONDAY, 17, 30)
    assert len(starts) == 39


def test_what_is_busy_is_left_out_to_the_minute():
    starts = found([Availability(AMSTERDAM, WEEK, [between(MONDAY, 8, 12), between(MONDAY, 13, 18)])])
    assert starts == [at(MONDAY, 12), at(MONDAY, 12, 15), at(MONDAY, 12, 30)]


def test_both_have_to_be_free():
    eve = Availability(AMSTERDAM, WEEK, [between(MONDAY, 8, 12)])
    max_ = Availability(AMSTERDAM, WEEK, [between(MONDAY, 13, 18)])
    assert found([eve, max_]) == [at(MONDAY, 12), at(MONDAY, 12, 15), at(MONDAY, 12, 30)]


def test_hours_are_those_of_each_of_them():
    starts = found([Availability(AMSTERDAM, WEEK), Availability(NEW_YORK, WEEK)])
    # New York is five hours behind Amsterdam that week: eight o'clock there is one o'clock here.
    assert (starts[0], starts[-1]) == (at(MONDAY, 13), at(MONDAY, 17, 30))
    assert found([Availability(AMSTERDAM, WEEK), Availability(AUCKLAND, WEEK)], days=5) == []


def test_days_off_of_one_of_them_are_left_out():
    part_time = Availability(AMSTERDAM, [WEEK[2]])
    starts = found([Availability(AMSTERDAM, WEEK), part_time], days=5)
    assert {start.date() for start in starts} == {WEEK[2]}


def test_the_day_is_that_of_each_person():
    """Eight in the morning on Tuesday in Auckland is Monday evening in UTC."""
    tuesday = MONDAY + timedelta(days=1)
    starts = found([Availability(AUCKLAND, [tuesday])], days=3)
    assert starts[0] == at(tuesday, 8, zone=AUCKLAND) and starts[0].date() == MONDAY


def test_three_near_the_moment_an_hour_apart_and_two_a_day_by_the_clock_of_the_person():
    # Around midnight of UTC it is one day in Auckland: three there are one too many.
    zone, evening = AUCKLAND, datetime(2026, 3, 23, 22, 0, tzinfo=UTC)
    starts = [evening + timedelta(minutes=30 * n) for n in range(12)]
    chosen = spread(starts, around=evening, most=3, zone=zone)
    assert chosen == [evening, evening + timedelta(hours=1)]
    assert {one.astimezone(zone).date() for one in chosen} == {date(2026, 3, 24)}
    assert {one.astimezone(UTC).date() for one in chosen} == {date(2026, 3, 23)}


def test_the_few_are_always_the_same():
    starts = found([Availability(AMSTERDAM, WEEK)], days=5)
    chosen = [
        spread(order, around=at(MONDAY, 11), most=3, zone=AMSTERDAM) for order in (starts, starts[::-1])
    ]
    assert chosen[0] == chosen[1] and len(chosen[0]) == 3


@given(
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 600)), max_size=8),
    st.integers(10, 120),
    st.sampled_from(["Europe/Amsterdam", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]),
)
def test_nothing_proposed_is_busy_or_out_of_hours(stretches, minutes, key):
    """Over the change of clocks in Europe, and in zones that differ from UTC by half hours."""
    zone, begins = ZoneInfo(key), datetime(2026, 3, 27, tzinfo=UTC)
    busy = [Busy(begins + timedelta(minutes=a), begins + timedelta(minutes=a + b)) for a, b in stretches]
    days = [begins.date() + timedelta(days=n) for n in range(-1, 9)]
    starts = free_starts(
        [Availability(zone, days, busy)], since=begins, until=begins + timedelta(days=7), minutes=minutes
    )
    for start in starts:
        ends = start + timedelta(minutes=minutes)
        local, end = start.astimezone(zone), ends.astimezone(zone)
        assert local.date() == end.date() and FIRST <= local.time() <= end.time() <= LAST
        assert all(ends <= one.starts or one.ends <= start for one in busy)
