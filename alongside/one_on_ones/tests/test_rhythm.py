"""Series of 1:1s: wall-clock time is kept, borders of months and of daylight saving included."""

import json
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.one_on_ones.rhythm import (
    MONTHLY_FLOOR,
    USUAL_FLOOR,
    Cadence,
    Rule,
    WhyProposed,
    custom_rule,
    floor_of,
    keeps_floor,
    occurrences,
    propose,
    rule_for,
)

BERLIN = ZoneInfo("Europe/Berlin")
SHARED = Path(os.environ.get("ALONGSIDE_SHARED", Path(__file__).parents[3].parent / "shared"))
VECTORS = SHARED / "data" / "calendar" / "rfc5545_rrule_vectors.json"
ALWAYS = (datetime(1990, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC))


def in_year(rule: Rule, year: int) -> list[str]:
    between = (datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC))
    return [meeting.isoformat() for meeting in occurrences(rule, between)]


def test_the_published_vectors_of_rfc_5545_hold() -> None:
    if not VECTORS.exists():
        pytest.skip(f"no vectors at {VECTORS}; name their folder in ALONGSIDE_SHARED")
    vectors = json.loads(VECTORS.read_text())
    assert len(vectors) >= 26
    for vector in vectors:
        starts = datetime.fromisoformat(vector["dtstart"])
        found = occurrences(custom_rule(vector["rrule"], starts, ZoneInfo(vector["tz"])), ALWAYS)
        assert len(found) == vector["count"], vector["name"]
        assert [meeting.isoformat() for meeting in found] == vector["all"], vector["name"]
        if "utc" in vector:
            assert [meeting.astimezone(UTC).isoformat() for meeting in found] == vector["utc"], vector["name"]


def test_weekly_keeps_its_time_of_day_over_both_changes_of_clock() -> None:
    meetings = occurrences(rule_for(Cadence.WEEKLY, datetime(2026, 1, 6, 10), BERLIN), ALWAYS)[:52]
    assert {(meeting.hour, meeting.minute, meeting.weekday()) for meeting in meetings} == {(10, 0, 1)}
    assert {meeting.utcoffset() for meeting in meetings} == {timedelta(hours=1), timedelta(hours=2)}


def test_a_time_the_clocks_skip_is_read_with_the_offset_before_and_later_meetings_return_to_it() -> None:
    rule = rule_for(Cadence.WEEKLY, datetime(2026, 3, 22, 2, 30), BERLIN)
    assert in_year(rule, 2026)[:3] == [
        "2026-03-22T02:30:00+01:00",
        "2026-03-29T03:30:00+02:00",
        "2026-04-05T02:30:00+02:00",
    ]


def test_a_time_the_clocks_show_twice_means_the_first_and_is_met_once() -> None:
    rule = rule_for(Cadence.WEEKLY, datetime(2026, 10, 18, 2, 30), BERLIN)
    assert in_year(rule, 2026)[1:3] == ["2026-10-25T02:30:00+02:00", "2026-11-01T02:30:00+01:00"]


def test_fortnightly_counts_weeks_from_the_start_over_a_year_of_53_weeks() -> None:
    rule = rule_for(Cadence.FORTNIGHTLY, datetime(2026, 12, 21, 9), BERLIN)
    meetings = occurrences(rule, ALWAYS)[:3]
    assert [meeting.date() for meeting in meetings] == [
        date(2026, 12, 21),
        date(2027, 1, 4),
        date(2027, 1, 18),
    ]


def test_monthly_keeps_the_place_of_the_weekday() -> None:
    rule = rule_for(Cadence.MONTHLY, datetime(2026, 1, 13, 9), BERLIN)
    assert rule.recurrence == "FREQ=MONTHLY;BYDAY=2TU"
    assert [text[:10] for text in in_year(rule, 2026)[:3]] == ["2026-01-13", "2026-02-10", "2026-03-10"]


@pytest.mark.parametrize("day", [29, 30, 31])
def test_monthly_from_the_end_of_a_month_means_the_last_such_weekday_and_skips_no_month(day: int) -> None:
    meetings = occurrences(rule_for(Cadence.MONTHLY, datetime(2026, 1, day, 9), BERLIN), ALWAYS)[:24]
    assert [(meeting.year, meeting.month) for meeting in meetings] == [
        (year, month) for year in (2026, 2027) for month in range(1, 13)
    ]
    assert all((meeting + timedelta(days=7)).month != meeting.month for meeting in meetings)


def test_the_window_is_half_open_and_compares_instants_not_readings() -> None:
    rule = rule_for(Cadence.WEEKLY, datetime(2026, 3, 3, 0, 30), ZoneInfo("Pacific/Auckland"))
    first = datetime(2026, 3, 2, 11, 30, tzinfo=UTC)
    assert occurrences(rule, (first, first + timedelta(days=7))) == [first]
    assert occurrences(rule, (first + timedelta(seconds=1), first + timedelta(days=7))) == []


def test_a_window_without_zone_and_a_start_with_one_are_refused() -> None:
    rule = rule_for(Cadence.WEEKLY, datetime(2026, 3, 3, 9), BERLIN)
    with pytest.raises(ValueError, match="zone"):
        occurrences(rule, (datetime(2026, 3, 1), datetime(2026, 4, 1)))
    with pytest.raises(ValueError, match="zone"):
        rule_for(Cadence.WEEKLY, datetime(2026, 3, 3, 9, tzinfo=UTC), BERLIN)


starts = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0)
)
zones = st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]).map(
    ZoneInfo
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(Cadence), starts, zones, st.integers(0, 700), st.integers(1, 700), st.integers(1, 700))
def test_windows_side_by_side_hold_each_meeting_once_and_in_order(
    cadence, start, zone, before, first, second
) -> None:
    rule = rule_for(cadence, start, zone)
    a = start.replace(tzinfo=zone).astimezone(UTC) + timedelta(days=before)
    b, c = a + timedelta(days=first), a + timedelta(days=first + second)
    whole = [meeting.astimezone(UTC) for meeting in occurrences(rule, (a, c))]
    parts = [meeting.astimezone(UTC) for meeting in occurrences(rule, (a, b)) + occurrences(rule, (b, c))]
    assert whole == parts == sorted(set(whole))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([Cadence.WEEKLY, Cadence.FORTNIGHTLY]), starts, zones)
def test_meetings_are_whole_weeks_apart_on_the_calendar(cadence, start, zone) -> None:
    rule, days = rule_for(cadence, start, zone), 7 if cadence is Cadence.WEEKLY else 14
    since = start.replace(tzinfo=zone)
    meetings = occurrences(rule, (since - timedelta(days=1), since + timedelta(days=400)))
    assert meetings[0].date() == start.date()
    assert all((meeting.date() - start.date()).days % days == 0 for meeting in meetings)


@pytest.mark.parametrize(
    ("reports", "age", "cadence", "minutes", "why"),
    [
        (1, 90, Cadence.WEEKLY, 25, WhyProposed.USUAL),
        (4, 90, Cadence.WEEKLY, 25, WhyProposed.USUAL),
        (5, 90, Cadence.FORTNIGHTLY, 45, WhyProposed.FROM_FIVE_REPORTS),
        (10, 400, Cadence.FORTNIGHTLY, 45, WhyProposed.FROM_FIVE_REPORTS),
        (11, 400, Cadence.FORTNIGHTLY, 30, WhyProposed.MANY_REPORTS),
        (4, 89, Cadence.WEEKLY, 25, WhyProposed.NEW_PAIR),
        (5, 0, Cadence.FORTNIGHTLY, 45, WhyProposed.FROM_FIVE_REPORTS),
        (12, 0, Cadence.FORTNIGHTLY, 30, WhyProposed.MANY_REPORTS),
    ],
)
def test_the_proposed_cadence_depends_on_reports_and_on_how_new_the_pair_is(
    reports, age, cadence, minutes, why
):
    today = date(2026, 3, 3)
    proposal = propose(reports=reports, paired_on=today - timedelta(days=age), today=today)
    assert (proposal.cadence, proposal.minutes, proposal.why) == (cadence, minutes, why)
    assert (proposal.team_talk_minutes == 10) == (why is WhyProposed.MANY_REPORTS)


def test_the_floor_is_two_in_thirty_days_and_for_monthly_series_one_in_forty_five() -> None:
    start = datetime(2026, 1, 6, 10)
    assert floor_of(rule_for(Cadence.WEEKLY, start, BERLIN)) == USUAL_FLOOR
    assert floor_of(rule_for(Cadence.FORTNIGHTLY, start, BERLIN)) == USUAL_FLOOR
    assert floor_of(rule_for(Cadence.MONTHLY, start, BERLIN)) == MONTHLY_FLOOR
    assert floor_of(custom_rule("FREQ=WEEKLY;INTERVAL=3", start, BERLIN)) == MONTHLY_FLOOR


def test_who_keeps_the_proposed_cadence_never_falls_below_its_floor() -> None:
    for cadence in Cadence:
        rule = rule_for(cadence, datetime(2026, 1, 6, 10), BERLIN)
        held = [meeting.date() for meeting in occurrences(rule, ALWAYS)]
        for age in range(600):
            today = date(2026, 1, 6) + timedelta(days=age)
            assert keeps_floor(held, floor_of(rule), paired_on=date(2026, 1, 6), today=today)


def test_below_the_floor_there_is_no_rhythm_except_for_a_pair_younger_than_the_window() -> None:
    today = date(2026, 3, 31)
    old, young = date(2025, 1, 1), date(2026, 3, 2)
    assert keeps_floor([date(2026, 3, 2), today], USUAL_FLOOR, paired_on=old, today=today)
    assert not keeps_floor([date(2026, 3, 1), today], USUAL_FLOOR, paired_on=old, today=today)
    assert not keeps_floor([date(2026, 2, 14)], MONTHLY_FLOOR, paired_on=old, today=today)
    assert keeps_floor([date(2026, 2, 15)], MONTHLY_FLOOR, paired_on=old, today=today)
    assert keeps_floor([], USUAL_FLOOR, paired_on=young, today=today)
