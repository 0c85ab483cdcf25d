"""Answers from calendars, as mail: who may answer, what is kept, and everything that is left aside."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from alongside.calendars import services
from alongside.calendars.addresses import ReplyTo, read
from alongside.calendars.models import Answer, Edition
from alongside.calendars.tasks import announce_answer
from alongside.calendars.tests.makers import TUESDAY, a_rhythm, slot, tell
from alongside.core import calendar_offers
from alongside.core.errors import Refused
from alongside.notifications import incoming
from alongside.notifications.incoming import Outcome
from alongside.notifications.models import Message
from alongside.one_on_ones import services as one_on_ones

KIND = "one_on_ones.series"


@pytest.fixture(autouse=True)
def on_tuesday(settings):
    settings.MAIL_REPLIES = "replies@alongside.example"
    with time_machine.travel(TUESDAY, tick=False):
        yield


@pytest.fixture
def series(cast):
    return a_rhythm(cast)


@pytest.fixture
def booking(cast, series):
    booking = services.choose_way(
        actor=cast.acts(cast.eve), talk=calendar_offers.talk(KIND, series.pk), way="mail"
    )
    tell(series)
    return booking


def a_reply(person, *, uid: str, partstat: str = "ACCEPTED", method: str = "REPLY", sender: str = "", more: str = "",
            sequence: int = 0, stamp: str = "20260317T090000Z") -> bytes:  # fmt: skip
    """As calendar programs write them."""
    letter = EmailMessage()
    letter["From"], letter["To"] = sender or f"Somebody <{person.email}>", "whoever@alongside.example"
    letter["Subject"] = "Accepted: 1:1"
    letter.set_content("canary-private-remark")
    words = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Other//EN\r\n"
        f"METHOD:{method}\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:{stamp}\r\nSEQUENCE:{sequence}\r\n"
        f"ATTENDEE;PARTSTAT={partstat}:mailto:{person.email}\r\n{more}COMMENT:canary-private-remark\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    letter.add_alternative(words, subtype="calendar", params={"method": method})
    return letter.as_bytes()


def receive(raw: bytes, booking, person) -> Outcome:
    return incoming.receive(raw, recipients=[ReplyTo(booking.pk, person.pk).address])


@pytest.fixture
def uid(booking) -> str:
    return Edition.objects.get().uid


@pytest.mark.parametrize(
    ("partstat", "shown"),
    [("ACCEPTED", "Eve comes."), ("DECLINED", "Eve can&#x27;t come."), ("TENTATIVE", "perhaps")],
)
def test_an_answer_is_shown_to_the_two(cast, web, series, booking, uid, partstat, shown):
    assert receive(a_reply(cast.eve, uid=uid, partstat=partstat), booking, cast.eve) is Outcome.TAKEN
    for person in (cast.max, cast.eve):
        assert (
            shown in web(person).get(reverse("one_on_ones:series_detail", args=[series.pk])).content.decode()
        )
    page = web(cast.max).get(reverse("calendars:way_detail", args=[KIND, series.pk])).content.decode()
    assert shown in page
    assert "canary" not in page


def test_words_beside_an_answer_are_kept_nowhere(cast, booking, uid):
    receive(a_reply(cast.eve, uid=uid), booking, cast.eve)
    assert "canary" not in repr([vars(row) for row in Answer.objects.all()])
    assert "canary" not in repr(list(Message.objects.values()))


def test_a_proposal_moves_nothing_and_the_other_is_told(cast, series, booking, uid):
    more = (
        "RECURRENCE-ID;TZID=Europe/Amsterdam:20260324T140000\r\nDTSTART:20260324T150000Z\r\n"
        "DTEND:20260324T153000Z\r\n"
    )
    before = slot(series, 1).starts_at
    assert (
        receive(a_reply(cast.eve, uid=uid, method="COUNTER", more=more), booking, cast.eve) is Outcome.TAKEN
    )
    answer = Answer.objects.get()
    assert (answer.status, answer.slot_at, answer.proposed_at) == (
        "counter",
        datetime(2026, 3, 24, 13, 0, tzinfo=UTC),
        datetime(2026, 3, 24, 15, 0, tzinfo=UTC),
    )
    assert slot(series, 1).starts_at == before
    announce_answer.call(answer_id=answer.pk)
    told = Message.objects.get(template="calendars/email/answer")
    assert told.person == cast.max


def test_the_newest_answer_counts_whatever_order_they_come_in(cast, booking, uid):
    newer = a_reply(cast.eve, uid=uid, partstat="DECLINED", stamp="20260317T080000Z")
    older = a_reply(cast.eve, uid=uid, partstat="ACCEPTED", stamp="20260317T070000Z")
    for raw in (newer, older, newer):
        receive(raw, booking, cast.eve)
    assert [one.status for one in Answer.objects.all()] == ["declined"]


def test_an_answer_to_an_earlier_time_is_not_shown_for_the_new_one(cast, series, booking, uid):
    receive(a_reply(cast.eve, uid=uid), booking, cast.eve)
    moved = slot(series, 1)
    one_on_ones.reschedule_meeting(
        actor=cast.acts(cast.max), meeting=moved, starts_at=moved.starts_at + timedelta(hours=3), version=1
    )
    tell(series)
    note = calendar_offers.calendar_note(cast.acts(cast.max), KIND, series.pk)
    assert note is not None
    assert note.lines == ()


def left_aside(raw: bytes, booking, person) -> Outcome:
    outcome = receive(raw, booking, person)
    assert not Answer.objects.exists()
    return outcome


def test_mail_from_somebody_else_is_left_aside_even_with_the_right_address(cast, booking, uid):
    raw = a_reply(cast.eve, uid=uid, sender="Eve <mallory@elsewhere.example>")
    assert left_aside(raw, booking, cast.eve) is Outcome.WRONG_SENDER


def test_the_right_sender_alone_is_not_enough(cast, booking, uid):
    raw = a_reply(cast.eve, uid=uid)
    for recipient in (
        "replies@alongside.example",
        f"replies+talk-{booking.pk}-{cast.eve.pk}-{'0' * 32}@alongside.example",
        ReplyTo(booking.pk, cast.eve.pk).address.replace("alongside.example", "elsewhere.example"),
    ):
        assert incoming.receive(raw, recipients=[recipient]) is Outcome.NOT_OURS
    assert not Answer.objects.exists()


def test_nobody_answers_for_the_other(cast, booking, uid):
    """Max has his own address, not Eve's; his own mail can't answer for her."""
    assert left_aside(a_reply(cast.max, uid=uid), booking, cast.eve) is Outcome.WRONG_SENDER
    forged = a_reply(cast.max, uid=uid).replace(
        f"mailto:{cast.max.email}".encode(), f"mailto:{cast.eve.email}".encode()
    )
    assert left_aside(forged, booking, cast.max) is Outcome.NOTHING_IN_IT


def test_two_senders_are_none(cast, booking, uid):
    raw = a_reply(cast.eve, uid=uid, sender=f"{cast.eve.email}, {cast.max.email}")
    assert left_aside(raw, booking, cast.eve) is Outcome.WRONG_SENDER


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("mx.alongside.example; spf=pass; dmarc=pass header.from=example.test", Outcome.TAKEN),
        ("mx.alongside.example; dmarc=fail", Outcome.NOT_PROVED),
        ("elsewhere.example; dmarc=pass", Outcome.NOT_PROVED),
        ("mx.alongside.example; spf=pass (dmarc=pass)", Outcome.NOT_PROVED),
        ("", Outcome.NOT_PROVED),
    ],
)
def test_where_our_mail_server_judges_senders_its_word_is_needed(cast, booking, uid, settings, said, outcome):
    settings.MAIL_JUDGE = "mx.alongside.example"
    raw = a_reply(cast.eve, uid=uid)
    head = f"Authentication-Results: {said}\r\n".encode() if said else b""
    forged = (
        b"Authentication-Results: mx.alongside.example; dmarc=pass\r\n"
        if outcome is not Outcome.TAKEN and said
        else b""
    )
    assert receive(head + forged + raw, booking, cast.eve) is outcome
    assert Answer.objects.exists() is (outcome is Outcome.TAKEN)


def test_mail_that_is_too_large_is_not_even_read(cast, booking, uid):
    raw = a_reply(cast.eve, uid=uid) + b"x" * incoming.MOST_BYTES
    assert left_aside(raw, booking, cast.eve) is Outcome.TOO_LARGE


def test_a_mail_of_hundreds_of_parts_is_left_aside(cast, booking, uid):
    letter = EmailMessage()
    letter["From"] = cast.eve.email
    letter.make_mixed()
    for _ in range(incoming.MOST_PARTS + 1):
        letter.add_attachment("x")
    assert left_aside(letter.as_bytes(), booking, cast.eve) is Outcome.TOO_LARGE


@pytest.mark.parametrize(
    "words",
    [
        "",
        "no calendar at all",
        "BEGIN:VCALENDAR\r\nEND:VEVENT\r\n",
        "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n",
    ],
)
def test_a_broken_calendar_changes_nothing(cast, booking, words):
    letter = EmailMessage()
    letter["From"] = cast.eve.email
    letter.set_content("x")
    letter.add_alternative(words, subtype="calendar")
    outcome = left_aside(letter.as_bytes(), booking, cast.eve)
    assert outcome in (Outcome.UNREADABLE, Outcome.NOTHING_IN_IT)


def test_a_bounce_and_an_event_of_others_are_left_aside(cast, booking, uid):
    bounce = b"Return-Path: <>\r\n" + a_reply(cast.eve, uid=uid)
    assert left_aside(bounce, booking, cast.eve) is Outcome.AUTOMATIC
    assert left_aside(a_reply(cast.eve, uid="other@example"), booking, cast.eve) is Outcome.NOTHING_IN_IT


def test_who_has_left_answers_nothing(cast, booking, uid):
    cast.eve.account.is_active = False
    cast.eve.account.save()
    assert left_aside(a_reply(cast.eve, uid=uid), booking, cast.eve) is Outcome.NOT_OURS


def test_nothing_is_ever_answered_or_bounced(cast, booking, uid):
    receive(a_reply(cast.eve, uid=uid, sender="mallory@elsewhere.example"), booking, cast.eve)
    receive(b"\xff\xfe broken", booking, cast.eve)
    assert mail.outbox == []


def test_a_mail_folder_is_emptied_and_every_outcome_counted(cast, booking, uid, settings, tmp_path):
    (tmp_path / "new").mkdir()
    settings.MAIL_FOLDER = str(tmp_path)
    to = ReplyTo(booking.pk, cast.eve.pk).address
    good = f"Delivered-To: {to}\r\n".encode() + a_reply(cast.eve, uid=uid)
    (tmp_path / "new" / "1").write_bytes(good)
    # a header the sender wrote stands below that of our server and has no say
    forged = b"Delivered-To: replies@alongside.example\r\n" + good
    (tmp_path / "new" / "2").write_bytes(forged)
    assert incoming.read_folder() == {"taken": 1, "not_ours": 1}
    assert list((tmp_path / "new").iterdir()) == []
    assert Answer.objects.count() == 1


def test_an_address_opens_for_its_person_and_pair_alone(cast, booking):
    token = ReplyTo(booking.pk, cast.eve.pk).token
    assert read(token.upper()) == ReplyTo(booking.pk, cast.eve.pk)
    assert len(f"replies+{token}") <= 64 + len("replies+")
    for other in (
        token[:-1] + ("0" if token[-1] != "0" else "1"),
        token.replace(f"-{cast.eve.pk}-", "-1-"),
        "",
        "talk-",
    ):
        assert read(other) is None


def test_others_cannot_answer_through_the_service(cast, booking, uid):
    with pytest.raises(Refused):
        services.take_answer(
            actor=cast.acts(cast.omar),
            booking=booking,
            uid=uid,
            status="accepted",
            sequence=0,
            stamped_at=TUESDAY,
        )
    assert not Answer.objects.exists()
