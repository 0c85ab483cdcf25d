"""Nobody is written to at night or at the weekend, where they are."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from alongside.notifications import services
from alongside.notifications.quiet_hours import last_open, next_digest, next_open

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = st.sampled_from([BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata"), ZoneInfo("UTC")])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-24 14:00", "2026-11-24 14:00"),
        ("2026-11-24 07:00", "2026-11-24 07:00"),
        ("2026-11-24 06:59", "2026-11-24 07:00"),
        ("2026-11-24 18:59", "2026-11-24 18:59"),
        ("2026-11-24 19:00", "2026-11-25 07:00"),
        ("2026-11-27 19:00", "2026-11-30 07:00"),
        ("2026-11-28 12:00", "2026-11-30 07:00"),
        ("2026-11-30 03:00", "2026-11-30 07:00"),
        ("2026-10-24 22:00", "2026-10-26 07:00"),  # over the end of summer time
    ],
)
def test_mail_waits_for_the_next_morning_of_a_weekday(moment, opens):
    assert next_open(at(moment), BERLIN) == at(opens)


def test_a_reminder_may_come_early_never_late():
    assert last_open(at("2026-11-29 14:00"), BERLIN) == at("2026-11-27 18:55")
    assert last_open(at("2026-11-24 06:00"), BERLIN) == at("2026-11-23 18:55")
    assert last_open(at("2026-11-24 20:00"), BERLIN) == at("2026-11-24 18:55")
    assert last_open(at("2026-11-24 12:00"), BERLIN) == at("2026-11-24 12:00")


@given(MOMENTS, ZONES)
def test_what_comes_out_is_open_and_on_the_right_side(moment, zone):
    for shifted, is_right in (
        (next_open(moment, zone), next_open(moment, zone) >= moment),
        (last_open(moment, zone), last_open(moment, zone) <= moment),
        (next_digest(moment, zone), moment < next_digest(moment, zone) <= moment + timedelta(days=4)),
    ):
        local = shifted.astimezone(zone)
        assert is_right
        assert local.weekday() < 5 and time(7) <= local.time() < time(19)


def test_telling_waits_for_the_readers_morning_unless_somebody_waits_for_it(cast, settings):
    settings.QUIET_HOURS = True
    cast.eve.time_zone = "America/New_York"
    with time_machine.travel(datetime(2026, 11, 24, 10, 0, tzinfo=UTC), tick=False):  # 05:00 there
        late = services.tell(person=cast.eve, template="x", key="a")
        code = services.tell(person=cast.eve, template="x", key="b", urgent=True)
    assert late.not_before == datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    assert code.not_before == datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
