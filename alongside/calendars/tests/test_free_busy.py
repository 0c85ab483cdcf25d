"""Asking calendars: what is sent, what is understood, and every way in which they can fail."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from alongside.calendars.free_busy import asking, caldav, providers
from alongside.calendars.free_busy.busy import Busy, NoAnswer, Why
from alongside.calendars.free_busy.caldav import CalDavCalendar
from alongside.calendars.tests.recorded import recorded

SINCE = datetime(2026, 3, 17, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=7)
NINE_TO_TEN = Busy(SINCE + timedelta(hours=9), SINCE + timedelta(hours=10))


@pytest.fixture
def server(settings):
    with recorded(settings) as server:
        server.busy = [("2026-03-17T09:00:00Z", "2026-03-17T10:00:00Z")]
        yield server


def calendar(name: str):
    return providers.calendar_at(providers.app_named(name), "lasting")


@pytest.mark.parametrize("name", ["google", "microsoft"])
def test_a_provider_is_asked_for_busy_times_and_nothing_else(server, name):
    assert calendar(name).busy(SINCE, UNTIL, seconds=4) == [NINE_TO_TEN]
    (_, _, token), (method, path, sent) = server.asked
    assert token["grant_type"] == "refresh_token" and token["refresh_token"] == "lasting"
    assert sent["bearer"] == "Bearer for-minutes"
    if name == "google":
        assert (method, path) == ("POST", "/calendar/v3/freeBusy")
        assert (sent["timeMin"], sent["timeMax"]) == ("2026-03-17T00:00:00Z", "2026-03-24T00:00:00Z")
    else:
        assert (method, path) == ("GET", "/v1.0/me/calendarView")
        assert sent["$select"] == "start,end,showAs,isCancelled"


@pytest.mark.parametrize("shown_as", ["free", "workingElsewhere"])
def test_what_microsoft_shows_as_free_is_not_busy(server, shown_as):
    server.shown_as = shown_as
    assert calendar("microsoft").busy(SINCE, UNTIL, seconds=4) == []


@pytest.mark.parametrize("name", ["google", "microsoft"])
@pytest.mark.parametrize(
    ("status", "why"), [(400, Why.REFUSED), (401, Why.REFUSED), (500, Why.STRANGE), (302, Why.STRANGE)]
)
def test_a_permission_that_was_taken_back_is_said(server, name, status, why):
    server.status = status
    with pytest.raises(NoAnswer) as refused:
        calendar(name).busy(SINCE, UNTIL, seconds=4)
    assert refused.value.why is why


def test_half_an_answer_is_none(server):
    """Events on a second page would look like free time."""
    server.extra = {"@odata.nextLink": f"{server.url}/more"}
    with pytest.raises(NoAnswer) as refused:
        calendar("microsoft").busy(SINCE, UNTIL, seconds=4)
    assert refused.value.why is Why.STRANGE


def test_a_calendar_that_google_may_not_read_is_refused(server):
    server.extra = {"calendars": {"primary": {"errors": [{"reason": "notFound"}], "busy": []}}}
    with pytest.raises(NoAnswer) as refused:
        calendar("google").busy(SINCE, UNTIL, seconds=4)
    assert refused.value.why is Why.REFUSED


def test_a_slow_provider_costs_the_deadline_and_no_more(server):
    server.delay = 3
    began = time.monotonic()
    answers = asking.ask_all({1: calendar("google"), 2: calendar("microsoft")}, SINCE, UNTIL, seconds=0.6)
    assert time.monotonic() - began < 2
    assert answers == {1: Why.SILENT, 2: Why.SILENT}


class Slow:
    def busy(self, since, until, *, seconds):
        time.sleep(5)  # a driver that knows no deadline
        return []


class Quick:
    def busy(self, since, until, *, seconds):
        return [NINE_TO_TEN]


class Broken:
    def busy(self, since, until, *, seconds):
        raise RuntimeError("words of the other side")


def test_one_slow_calendar_does_not_hide_what_the_other_says():
    began = time.monotonic()
    answers = asking.ask_all({1: Slow(), 2: Quick(), 3: Broken()}, SINCE, UNTIL, seconds=0.5)
    assert time.monotonic() - began < 2
    assert answers == {1: Why.SILENT, 2: [NINE_TO_TEN], 3: Why.STRANGE}


@pytest.mark.parametrize(
    "address",
    [
        "http://calendar.example.com/eve/", "https://127.0.0.1/eve/", "https://10.0.0.7/eve/", "https://[::1]/eve/",
        "https://169.254.169.254/latest/", "https://localhost/eve/", "https://eve:secret@calendar.example.com/",
        "https://calendar.internal/eve/", "https://[::ffff:127.0.0.1]/", "https://0x7f.1/eve/",
    ],
)  # fmt: skip
def test_addresses_inside_are_not_called(address, settings):
    settings.OUTBOUND_ALLOWED = frozenset()
    with pytest.raises(NoAnswer) as refused:
        CalDavCalendar(address, "eve", "secret").busy(SINCE, UNTIL, seconds=2)
    assert refused.value.why is Why.FORBIDDEN


def test_nobody_there_is_silence(settings):
    settings.OUTBOUND_ALLOWED = frozenset({"http://127.0.0.1:9"})
    with pytest.raises(NoAnswer) as refused:
        CalDavCalendar("http://127.0.0.1:9/eve/", "eve", "secret").busy(SINCE, UNTIL, seconds=2)
    assert refused.value.why is Why.SILENT


def vfreebusy(*lines: str) -> bytes:
    whole = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:x",
        "BEGIN:VFREEBUSY",
        *lines,
        "END:VFREEBUSY",
        "END:VCALENDAR",
    )
    return "".join(f"{line}\r\n" for line in whole).encode()


def test_every_way_to_write_a_stretch_is_read():
    two = Busy(SINCE + timedelta(hours=12), SINCE + timedelta(hours=13, minutes=30))
    words = vfreebusy(
        "FREEBUSY:20260317T090000Z/20260317T100000Z,20260317T120000Z/PT1H30M",
        "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260318T090000Z/20260318T100000Z",
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260319T090000Z/20260319T100000Z",
        "FREEBUSY;FBTYPE=FREE:20260320T090000Z/20260320T100000Z",
    )
    later = [
        Busy(NINE_TO_TEN.starts + timedelta(days=n), NINE_TO_TEN.ends + timedelta(days=n)) for n in (1, 2)
    ]
    assert caldav.stretches(words) == [NINE_TO_TEN, two, *later]
    assert caldav.stretches(vfreebusy("DTSTART:20260317T000000Z")) == []


@pytest.mark.parametrize(
    "words",
    [
        b"", b"<html>Sign in</html>", b"\xff\xfe", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        vfreebusy("FREEBUSY:20260317T090000/20260317T100000"), vfreebusy("FREEBUSY:yesterday"),
    ],
)  # fmt: skip
def test_anything_else_is_no_answer(words):
    with pytest.raises((ValueError, LookupError, TypeError, AttributeError)):
        caldav.stretches(words)
