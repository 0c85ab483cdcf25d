"""Invitations by mail: sent once per change, taken back, without a word of what two people talk about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core import mail
from icalendar import Calendar, Event

from alongside.calendars import services
from alongside.calendars.models import Booking, Edition
from alongside.calendars.tests.makers import TUESDAY, a_rhythm, slot, starts, tell
from alongside.calendars.tests.servers import free_port
from alongside.core import calendar_offers
from alongside.core.errors import Refused
from alongside.notifications.models import Message
from alongside.notifications.tasks import send
from alongside.one_on_ones import services as one_on_ones
from alongside.one_on_ones.models import Meeting
from alongside.one_on_ones.tests.makers import a_topic

KIND = "one_on_ones.series"


@pytest.fixture(autouse=True)
def replies(settings):
    settings.MAIL_REPLIES = "replies@alongside.example"


@pytest.fixture
def on_tuesday():
    with time_machine.travel(TUESDAY, tick=False):
        yield


@pytest.fixture
def series(cast, on_tuesday):
    return a_rhythm(cast)


def choose(cast, series, way: str, *, by=None) -> Booking:
    talk = calendar_offers.talk(KIND, series.pk)
    booking = services.choose_way(actor=cast.acts(by or cast.eve), talk=talk, way=way)
    tell(series)
    return booking


def sent_to(person) -> list[tuple[str, Calendar]]:
    """(method, calendar) of every invitation for a person, in the order in which they were queued."""
    rows = Message.objects.filter(person=person, context__has_key="calendar").order_by("pk")
    found = [row.context["calendar"] for row in rows]
    return [(one["method"], Calendar.from_ical(one["body"])) for one in found]


def event(calendar: Calendar) -> Event:
    return calendar.walk("VEVENT")[0]


def test_choosing_invitations_sends_each_of_the_two_one(cast, series):
    choose(cast, series, "mail")
    for person, other in ((cast.eve, cast.max), (cast.max, cast.eve)):
        [(method, calendar)] = sent_to(person)
        assert (method, str(calendar["METHOD"])) == ("REQUEST", "REQUEST")
        found = event(calendar)
        assert str(found["SUMMARY"]) == f"1:1 with {other.first_name}"
        assert found["RRULE"].to_ical().decode() == "FREQ=WEEKLY"
        asked = {str(one): one.params["RSVP"] for one in found["ATTENDEE"]}
        assert asked == {f"mailto:{person.email}": "TRUE", f"mailto:{other.email}": "FALSE"}
        assert str(found["ORGANIZER"]).startswith("mailto:replies+talk-")
        assert "DESCRIPTION" not in found
    assert str(event(sent_to(cast.eve)[0][1])["ORGANIZER"]) != str(
        event(sent_to(cast.max)[0][1])["ORGANIZER"]
    )


def test_saying_it_twice_sends_it_once(cast, series):
    choose(cast, series, "mail")
    choose(cast, series, "mail", by=cast.max)
    tell(series)
    assert len(sent_to(cast.eve)) == 1


def test_without_the_choice_nothing_is_sent(cast, series):
    tell(series)
    one_on_ones.skip_meeting(actor=cast.acts(cast.eve), meeting=slot(series, 1))
    tell(series)
    assert sent_to(cast.eve) == []


def test_a_move_is_an_update_with_a_higher_sequence_and_the_same_name(cast, series):
    choose(cast, series, "mail")
    moved = slot(series, 1)
    one_on_ones.reschedule_meeting(
        actor=cast.acts(cast.max), meeting=moved, starts_at=moved.starts_at + timedelta(hours=3), version=1
    )
    tell(series)
    first, second = (calendar for _method, calendar in sent_to(cast.eve))
    assert [int(event(one)["SEQUENCE"]) for one in (first, second)] == [0, 1]
    assert event(first)["UID"] == event(second)["UID"]
    assert starts(second.to_ical(), days=10) == ["03-17 13:00", "03-24 16:00"]


def test_a_called_off_meeting_leaves_the_invitation(cast, series):
    choose(cast, series, "mail")
    one_on_ones.cancel_meeting(actor=cast.acts(cast.max), meeting=slot(series, 1))
    tell(series)
    method, calendar = sent_to(cast.eve)[-1]
    assert method == "REQUEST"
    assert {str(one["STATUS"]) for one in calendar.walk("VEVENT")} == {"CONFIRMED"}
    assert starts(calendar.to_ical(), days=15) == ["03-17 13:00", "03-31 12:00"]


def test_a_meeting_in_between_is_an_event_of_its_own_and_is_taken_back_when_called_off(cast, series):
    choose(cast, series, "mail")
    extra = Meeting.objects.create(series=series, starts_at=TUESDAY + timedelta(days=2), minutes=15)
    tell(series)
    one_on_ones.cancel_meeting(actor=cast.acts(cast.max), meeting=extra)
    tell(series)
    one_on_ones.restore_meeting(actor=cast.acts(cast.max), meeting=extra)
    tell(series)
    told = [(method, int(event(one)["SEQUENCE"])) for method, one in sent_to(cast.eve)[1:]]
    assert told == [("REQUEST", 0), ("CANCEL", 1), ("REQUEST", 2)]
    assert str(event(sent_to(cast.eve)[2][1])["STATUS"]) == "CANCELLED"


def test_choosing_otherwise_takes_invitations_back_and_again_sends_newer_ones(cast, series):
    for way in ("mail", "own", "mail"):
        choose(cast, series, way)
    told = [(method, int(event(one)["SEQUENCE"])) for method, one in sent_to(cast.max)]
    assert told == [("REQUEST", 0), ("CANCEL", 1), ("REQUEST", 2)]


def test_the_end_of_a_series_takes_it_out_of_both_calendars(cast, series):
    choose(cast, series, "mail")
    one_on_ones.end_series(actor=cast.acts(cast.eve), series=series)
    tell(series)
    assert [method for method, _calendar in sent_to(cast.max)] == ["REQUEST", "CANCEL"]
    assert not Edition.objects.get().is_invited


def test_what_is_over_is_not_announced(cast, series):
    Meeting.objects.create(series=series, starts_at=TUESDAY - timedelta(days=2), minutes=15, state="held")
    choose(cast, series, "mail")
    assert len(sent_to(cast.eve)) == 1


def test_words_of_the_two_are_in_no_invitation(cast, series):
    a_topic(cast, series, "canary-about-pay")
    choose(cast, series, "mail")
    for _method, calendar in sent_to(cast.max):
        assert b"canary" not in calendar.to_ical()


@pytest.mark.parametrize("who", ["dora", "hana", "ada", "omar"])
def test_nobody_else_chooses(cast, series, who):
    with pytest.raises(Refused):
        choose(cast, series, "mail", by=getattr(cast, who))
    assert not Booking.objects.exists()
    assert sent_to(cast.eve) == []


def test_somebody_who_was_not_let_in_yet_gets_none(cast, series, run_tasks):
    cast.max.invited_at = None
    cast.max.save()
    choose(cast, series, "mail")
    assert set(
        Message.objects.filter(person=cast.max, context__has_key="calendar").values_list("state", flat=True)
    ) == {"held"}


class Sink:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, EmailMessage]] = []

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        parsed = message_from_bytes(envelope.content, policy=policy.default)  # type: ignore[attr-defined]
        self.taken.append((envelope.rcpt_tos[0], parsed))  # type: ignore[attr-defined]
        return "250 OK"


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    keeping = Sink()
    port = free_port()
    controller = Controller(keeping, hostname="127.0.0.1", port=port)
    controller.start()
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 10},
        }
    }
    yield keeping
    controller.stop()


@pytest.mark.django_db(transaction=True)
def test_a_real_mail_server_gets_each_invitation_once_in_the_form_mail_programs_expect(
    cast, run_tasks, sink, settings
):
    series = a_rhythm(cast)
    talk = calendar_offers.talk(KIND, series.pk)
    services.choose_way(actor=cast.acts(cast.eve), talk=talk, way="mail")
    run_tasks()
    for message in Message.objects.all():
        send.call(message_id=message.pk)  # a second worker comes too late
    assert sorted(to for to, _mail in sink.taken) == sorted([cast.eve.email, cast.max.email])
    to_eve = next(one for to, one in sink.taken if to == cast.eve.email)
    assert to_eve.get_content_type() == "multipart/alternative"
    last = list(to_eve.iter_parts())[-1]
    assert (last.get_content_type(), last.get_param("method")) == ("text/calendar", "REQUEST")
    assert event(Calendar.from_ical(last.get_content()))["UID"] == f"one-on-ones-series-{series.pk}@localhost"
    assert str(to_eve["Reply-To"]).startswith("replies+talk-")
    assert not mail.outbox
