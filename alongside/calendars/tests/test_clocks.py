"""Changes of clocks as calendars read them: dateutil, which shares no code with ours, must agree with the tables."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from alongside.calendars.clocks import zone_of
from alongside.calendars.ical import calendar_of

ZONES = [
    "Europe/Amsterdam",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Africa/Casablanca",
    "Europe/Dublin",
]


@pytest.mark.parametrize("key", ZONES)
def test_every_hour_of_two_years_has_the_offset_of_the_zone(key):
    calendar = calendar_of([])
    calendar.add_component(zone_of(key, date(2026, 3, 17)))
    read, zone = tzical(StringIO(calendar.to_ical().decode().replace("\r\n", "\n"))).get(key), ZoneInfo(key)
    hour, wrong = datetime(2025, 12, 1), []
    while hour.year < 2028:
        twice = zone.utcoffset(hour) != zone.utcoffset(hour.replace(fold=1))
        if not twice and read.utcoffset(hour) != zone.utcoffset(hour):
            wrong.append(hour)
        hour += timedelta(minutes=30)
    assert wrong == []


def test_the_onset_is_what_clocks_show_before_they_are_changed():
    words = zone_of("Europe/Amsterdam", date(2026, 3, 17)).to_ical().decode()
    assert "DTSTART:20250330T020000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in words
    assert "DTSTART:20251026T030000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10" in words
