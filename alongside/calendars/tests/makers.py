"""Rhythms of the tests, at a fixed time, and their events as calendar programs expand them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace

import recurring_ical_events
from icalendar import Calendar

from alongside.calendars.models import Connection
from alongside.calendars.services import connect_calendar, refresh_plan
from alongside.core.actor import system
from alongside.one_on_ones import services
from alongside.one_on_ones.models import Meeting, Series
from alongside.people.calendar import today

TUESDAY = datetime(2026, 3, 17, 9, 0, tzinfo=UTC)  # the week before clocks change in Europe
HOST = "localhost"
SECRET = "app-password-of-eve"


def a_rhythm(cast: SimpleNamespace, *, cadence: str = "weekly") -> Series:
    """Max and Eve on Tuesdays at 14:00 in Amsterdam, from TUESDAY on. Call it while it is TUESDAY."""
    series = services.start_series(actor=cast.acts(cast.max), employee=cast.eve)
    series.time_zone = "Europe/Amsterdam"
    series.save()
    return services.set_rhythm(
        actor=cast.acts(cast.max), series=series, cadence=cadence, first_on=today(), starts_at=time(14, 0),
        minutes=25, version=1,
    )  # fmt: skip


def tell(series: Series) -> int:
    """What the worker does after a change. (The worker itself keeps time by the database's clock, which stands still
    for nobody; tests/test_invitations.py runs it once in real time.)"""
    return refresh_plan(actor=system("tests"), kind="one_on_ones.series", key=series.pk)


def slot(series: Series, place: int) -> Meeting:
    """The meeting in the first, second ... planned slot."""
    return Meeting.objects.filter(series=series).order_by("starts_at")[place]


def times(words: bytes, *, days: int = 60) -> list[tuple[datetime, str]]:
    """(start in UTC, title) of what a calendar program shows between TUESDAY and so many days later."""
    calendar = Calendar.from_ical(words)
    found = recurring_ical_events.of(calendar).between(
        TUESDAY - timedelta(days=1), TUESDAY + timedelta(days=days)
    )
    kept = [event for event in found if str(event.get("STATUS")) != "CANCELLED"]
    return sorted((event["DTSTART"].dt.astimezone(UTC), str(event["SUMMARY"])) for event in kept)


def starts(words: bytes, *, days: int = 60) -> list[str]:
    return [start.strftime("%m-%d %H:%M") for start, _title in times(words, days=days)]


def connected(cast, person, provider="google", **more) -> Connection:
    values = {"provider": provider, "secret": SECRET, **more}
    return connect_calendar(actor=cast.acts(person), **values)
