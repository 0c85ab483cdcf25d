"""Rules that people bring along: what is taken, what is refused, and that the refusal says why."""

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.one_on_ones.recurrence import RuleRefused, WhyRefused
from alongside.one_on_ones.rhythm import custom_rule, occurrences

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 1, 6, 10)
ALWAYS = (datetime(2025, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC))


def dates(rule: str, start: datetime = START) -> list[str]:
    return [meeting.isoformat()[:10] for meeting in occurrences(custom_rule(rule, start, BERLIN), ALWAYS)]


def test_prefix_small_letters_and_a_last_semicolon_are_taken() -> None:
    assert dates(" rrule:freq=weekly;count=2; ") == ["2026-01-06", "2026-01-13"]


def test_a_start_that_does_not_match_is_not_a_meeting() -> None:
    assert dates("FREQ=WEEKLY;BYDAY=TH;COUNT=2") == ["2026-01-08", "2026-01-15"]


@pytest.mark.parametrize(
    ("until", "meetings"),
    [
        ("20260113", 2),
        ("20260113T090000Z", 2),
        ("20260113T085959Z", 1),
        ("20260113T100000", 2),
        ("20260113T095959", 1),
    ],
)
def test_an_end_is_included_as_date_as_instant_and_as_local_time(until: str, meetings: int) -> None:
    assert len(dates(f"FREQ=WEEKLY;UNTIL={until}")) == meetings


def test_an_end_in_utc_holds_after_a_change_of_clock() -> None:
    rule = custom_rule("FREQ=WEEKLY;UNTIL=20260331T080000Z", datetime(2026, 3, 24, 10), BERLIN)
    assert len(occurrences(rule, ALWAYS)) == 2


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", WhyRefused.NOT_A_RULE),
        ("every Tuesday", WhyRefused.NOT_A_RULE),
        ("FREQ=WEEKLY\nEXDATE:20260101", WhyRefused.NOT_A_RULE),
        ("FREQ=WEEKLY;;COUNT=2", WhyRefused.NOT_A_RULE),
        ("FREQ=WEEKLY;BYDAY=", WhyRefused.NOT_A_RULE),
        ("FREQ=WEEKLY;BYDAY=" + "MO," * 200 + "MO", WhyRefused.NOT_A_RULE),
        ("BYDAY=TU", WhyRefused.NO_FREQUENCY),
        ("FREQ=HOURLY", WhyRefused.TOO_OFTEN),
        ("FREQ=DAILY;BYHOUR=9,10", WhyRefused.TOO_OFTEN),
        ("FREQ=OFTEN", WhyRefused.BAD_VALUE),
        ("FREQ=WEEKLY;BYEASTER=1", WhyRefused.UNKNOWN_PART),
        ("FREQ=WEEKLY;COUNT=2;COUNT=3", WhyRefused.TWICE),
        ("FREQ=WEEKLY;INTERVAL=0", WhyRefused.BAD_VALUE),
        ("FREQ=WEEKLY;INTERVAL=-1", WhyRefused.BAD_VALUE),
        ("FREQ=WEEKLY;INTERVAL=1,2", WhyRefused.BAD_VALUE),
        ("FREQ=WEEKLY;COUNT=0", WhyRefused.BAD_VALUE),
        ("FREQ=WEEKLY;BYDAY=XX", WhyRefused.BAD_VALUE),
        ("FREQ=MONTHLY;BYDAY=0TU", WhyRefused.BAD_VALUE),
        ("FREQ=MONTHLY;BYMONTHDAY=32", WhyRefused.BAD_VALUE),
        ("FREQ=WEEKLY;WKST=1MO", WhyRefused.BAD_VALUE),
        ("FREQ=WEEKLY;UNTIL=20260230", WhyRefused.BAD_VALUE),
        ("FREQ=WEEKLY;UNTIL=2026", WhyRefused.BAD_VALUE),
        ("FREQ=MONTHLY;BYSETPOS=1", WhyRefused.BAD_VALUE),
        ("FREQ=WEEKLY;BYDAY=2TU", WhyRefused.NOT_TOGETHER),
        ("FREQ=WEEKLY;BYMONTHDAY=3", WhyRefused.NOT_TOGETHER),
        ("FREQ=MONTHLY;BYWEEKNO=3", WhyRefused.NOT_TOGETHER),
        ("FREQ=YEARLY;BYWEEKNO=3;BYDAY=1MO", WhyRefused.NOT_TOGETHER),
        ("FREQ=WEEKLY;COUNT=2;UNTIL=20270101", WhyRefused.NOT_TOGETHER),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", WhyRefused.NO_MEETING),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", WhyRefused.NO_MEETING),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=WE", WhyRefused.NO_MEETING),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", WhyRefused.NO_MEETING),
        ("FREQ=WEEKLY;UNTIL=20260105", WhyRefused.NO_MEETING),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_with_its_reason(text: str, why: WhyRefused) -> None:
    with pytest.raises(RuleRefused) as refusal:
        custom_rule(text, START, BERLIN)
    assert refusal.value.why is why
    assert "%(" not in str(refusal.value)


def test_the_reason_names_part_and_value() -> None:
    with pytest.raises(RuleRefused, match=r"^32 is not a value that BYMONTHDAY can have\.$"):
        custom_rule("FREQ=MONTHLY;BYMONTHDAY=32", START, BERLIN)


def test_a_rule_that_never_matches_is_found_out_quickly() -> None:
    begun = time.process_time()
    for text in ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=7"):
        with pytest.raises(RuleRefused):
            custom_rule(text, START, BERLIN)
    assert time.process_time() - begun < 5


pieces = st.lists(
    st.one_of(
        st.sampled_from(
            ["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY", "WKST=SU", "UNTIL=20260401"]
        ),
        st.builds("INTERVAL={}".format, st.integers(-1, 20)),
        st.builds("BYDAY={}{}".format, st.sampled_from(["", "1", "-1"]), st.sampled_from(["MO", "FR", "ZZ"])),
        st.builds("BYMONTHDAY={}".format, st.integers(-32, 32)),
        st.builds("COUNT={}".format, st.integers(-1, 20)),
        st.text("FREQ=DAILY;,0123456789TZ", max_size=12),
    ),
    max_size=5,
)


@settings(max_examples=150, deadline=None)
@given(pieces.map(";".join))
def test_whatever_is_typed_gives_a_series_in_order_or_a_reason(text: str) -> None:
    try:
        rule = custom_rule(text, START, BERLIN)
    except RuleRefused as refusal:
        assert refusal.why in WhyRefused
        return
    meetings = occurrences(rule, (ALWAYS[0], datetime(2027, 2, 1, tzinfo=UTC)))
    assert meetings
    assert meetings == sorted(set(meetings))
