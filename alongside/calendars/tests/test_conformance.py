"""Calendar programs of other people: vdirsyncer subscribes, Radicale and Xandikos take the events and expand them."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar

from alongside.calendars import services
from alongside.calendars.clocks import zone_of
from alongside.calendars.free_busy.busy import NoAnswer, Why
from alongside.calendars.free_busy.caldav import CalDavCalendar
from alongside.calendars.tests.makers import tell
from alongside.calendars.tests.servers import SERVERS, call, put, tool
from alongside.one_on_ones import services as one_on_ones
from alongside.one_on_ones.models import Meeting
from alongside.people.calendar import today

pytestmark = [pytest.mark.conformance, pytest.mark.xdist_group("conformance")]
ZONE = ZoneInfo("Europe/Amsterdam")
EXPAND = """<?xml version="1.0"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><C:calendar-data>
<C:expand start="{since}" end="{until}"/></C:calendar-data></D:prop><C:filter><C:comp-filter name="VCALENDAR">
<C:comp-filter name="VEVENT"><C:time-range start="{since}" end="{until}"/></C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>"""


@pytest.fixture
def series(cast):
    """Weekly at 14:00 in Amsterdam from tomorrow on; the second one moved by two hours, the third left out."""
    series = one_on_ones.start_series(actor=cast.acts(cast.max), employee=cast.eve)
    series.time_zone = ZONE.key
    series.save()
    one_on_ones.set_rhythm(
        actor=cast.acts(cast.max), series=series, cadence="weekly", first_on=today() + timedelta(days=1),
        starts_at=time(14, 0), minutes=25, version=1,
    )  # fmt: skip
    first, second = Meeting.objects.filter(series=series).order_by("starts_at")
    one_on_ones.reschedule_meeting(
        actor=cast.acts(cast.eve), meeting=second, starts_at=second.starts_at + timedelta(hours=2), version=1
    )
    third = Meeting.objects.create(
        series=series, slot_on=first.slot_on + timedelta(days=14), starts_at=_slot(first, 2), minutes=25
    )
    one_on_ones.skip_meeting(actor=cast.acts(cast.max), meeting=third)
    tell(series)
    return series


def _slot(first: Meeting, weeks: int) -> datetime:
    """The same time of day, so many weeks later, by the clocks of the zone."""
    local = datetime.combine(first.slot_on + timedelta(weeks=weeks), time(14, 0), ZONE)
    return local.astimezone(UTC)


def expected(series) -> list[datetime]:
    """The next forty weeks: over both changes of clocks, wherever in the year this runs."""
    first = Meeting.objects.filter(series=series).order_by("starts_at")[0]
    rest = [_slot(first, week) for week in range(3, 40)]
    return [_slot(first, 0), _slot(first, 1) + timedelta(hours=2), *rest]


def address_of(cast) -> str:
    _feed, secret = services.open_feed(actor=cast.acts(cast.eve))
    return reverse("calendars:feed_detail", args=[secret])


@pytest.mark.parametrize("server", SERVERS)
def test_a_calendar_server_takes_the_events_and_expands_them(cast, series, client, tmp_path, server):
    feed = Calendar.from_ical(client.get(address_of(cast)).content)
    last = expected(series)[-1]
    span = {"since": _stamp(today()), "until": _stamp((last + timedelta(days=1)).date())}
    with SERVERS[server](tmp_path) as calendar:
        assert put(calendar, "talk", feed.to_ical().decode()).status_code == 201
        answer = call("REPORT", calendar, EXPAND.format(**span), depth="1", content_type="application/xml")
    assert answer.status_code == 207, answer.text
    found = []
    for words in re.findall(r"BEGIN:VCALENDAR.*?END:VCALENDAR", answer.text, re.DOTALL):
        expanded = Calendar.from_ical(words.replace("&#13;", ""))
        found += [event["DTSTART"].dt.astimezone(UTC) for event in expanded.walk("VEVENT")]
    assert sorted(found) == expected(series)


@pytest.mark.django_db(transaction=True)
def test_vdirsyncer_subscribes_and_learns_of_changes(cast, series, live_server, tmp_path):
    (tmp_path / "config").write_text(
        f'[general]\nstatus_path = "{tmp_path}/status"\n'
        '[pair talks]\na = "mine"\nb = "theirs"\ncollections = null\nconflict_resolution = "b wins"\n'
        f'[storage mine]\ntype = "filesystem"\npath = "{tmp_path}/mine"\nfileext = ".ics"\n'
        f'[storage theirs]\ntype = "http"\nurl = "{live_server.url}{address_of(cast)}"\n'
    )
    _sync(tmp_path, "discover")
    _sync(tmp_path, "sync")
    kept = _kept(tmp_path)
    assert len(set(_names(kept))) == 1
    assert [event["DTSTART"].dt.astimezone(UTC) for event in kept] == expected(series)[:2]
    assert [str(event["SUMMARY"]) for event in kept] == ["1:1 with Max"] * 2
    Meeting.objects.create(series=series, starts_at=datetime.now(UTC) + timedelta(days=3), minutes=15)
    _sync(tmp_path, "sync")
    assert len(set(_names(_kept(tmp_path)))) == 2


def _sync(folder, what: str) -> None:
    command = [tool("vdirsyncer"), "-c", str(folder / "config"), what]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, input="y\ny\n")
    assert done.returncode == 0, done.stdout + done.stderr


def _kept(folder) -> list:
    paths = sorted((folder / "mine").glob("*.ics"))
    return [event for path in paths for event in Calendar.from_ical(path.read_bytes()).walk("VEVENT")]


def _names(events) -> list[str]:
    """vdirsyncer trusts no UID of a subscription and names each event by its contents."""
    return [str(event["UID"]) for event in events]


def _stamp(day) -> str:
    return f"{day:%Y%m%d}T000000Z"


@pytest.mark.parametrize("server", SERVERS)
def test_a_calendar_server_is_asked_when_somebody_is_busy(tmp_path, server, settings):
    """A real server expands a rhythm, an event of a whole zone and a free one; we read stretches and nothing else."""
    monday = datetime(2026, 3, 23, tzinfo=UTC)  # clocks change in Europe on the 29th
    with SERVERS[server](tmp_path) as calendar:
        settings.OUTBOUND_ALLOWED = frozenset({calendar.split("/", 3)[0] + "//" + calendar.split("/", 3)[2]})
        for name, words in EVENTS.items():
            assert put(calendar, name, words).status_code == 201
        mine = CalDavCalendar(calendar, "eve", "secret")
        found = sorted(mine.busy(monday, monday + timedelta(days=14), seconds=20), key=lambda one: one.starts)
        wrong = CalDavCalendar(calendar, "eve", "wrong")
        if server == "radicale":  # the other one asks for no password
            with pytest.raises(NoAnswer) as refused:
                wrong.busy(monday, monday + timedelta(days=1), seconds=20)
            assert refused.value.why is Why.REFUSED
    assert [f"{one.starts:%d %H:%M}-{one.ends:%H:%M}" for one in found] == [
        "24 13:00-13:25", "25 09:00-10:30", "31 12:00-12:25",
    ]  # fmt: skip
    assert "Dentist" not in repr(found)


def _event(uid: str, *lines: str) -> str:
    whole = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:tests",
        *ZONE_WORDS,
        "BEGIN:VEVENT",
        f"UID:{uid}@tests",
    ]
    whole += ["DTSTAMP:20260301T000000Z", "SUMMARY:Dentist", *lines, "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(whole)


ZONE_WORDS = (
    zone_of(ZONE.key, datetime(2026, 1, 1, tzinfo=UTC).date()).to_ical().decode().strip().split("\r\n")
)
EVENTS = {
    "rhythm": _event(
        "rhythm", f"DTSTART;TZID={ZONE.key}:20260303T140000", f"DTEND;TZID={ZONE.key}:20260303T142500",
        "RRULE:FREQ=WEEKLY",
    ),
    "one": _event("one", "DTSTART:20260325T090000Z", "DURATION:PT1H30M"),
    "free": _event("free", "DTSTART:20260326T090000Z", "DTEND:20260326T100000Z", "TRANSP:TRANSPARENT"),
    "off": _event("off", "DTSTART:20260327T090000Z", "DTEND:20260327T100000Z", "STATUS:CANCELLED"),
}  # fmt: skip
