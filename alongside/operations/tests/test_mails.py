"""A mail that cannot be sent is set aside, seen by administrators, and tried again when they say so."""

from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.urls import reverse
from django.utils import timezone

from alongside.core.errors import Refused
from alongside.notifications import services
from alongside.notifications.bounces import refusal_code
from alongside.notifications.models import Message
from alongside.notifications.tasks import send
from alongside.operations.tests.makers import CANARY, make_mail

LIST = "/administration/mails/"
ADDRESS = "eve@example.org"


def refused(code: int) -> smtplib.SMTPRecipientsRefused:
    return smtplib.SMTPRecipientsRefused({ADDRESS: (code, b"no")})


@pytest.fixture
def server(monkeypatch):
    """Lets the mail server answer with an error."""

    def says(problem: Exception) -> None:
        def fail(message: Message) -> None:
            raise problem

        monkeypatch.setattr("alongside.notifications.mail.deliver", fail)

    return says


def waiting(person) -> Message:
    return make_mail(person, Message.State.WAITING, tries=0, problem="")


def test_a_refused_address_is_set_aside_at_once_with_the_number(cast, server):
    message = waiting(cast.eve)
    server(refused(550))
    send.func(message.pk)
    message.refresh_from_db()
    assert (message.state, message.problem, message.tries) == ("refused", "SMTPRecipientsRefused 550", 1)


MAY_PASS = [refused(451), refused(554), smtplib.SMTPServerDisconnected(CANARY), OSError(CANARY)]


@pytest.mark.parametrize("problem", MAY_PASS)
def test_what_may_pass_is_tried_again_later_and_no_text_is_kept(cast, server, problem):
    message = waiting(cast.eve)
    server(problem)
    send.func(message.pk)
    message.refresh_from_db()
    assert (message.state, message.problem) == ("waiting", type(problem).__name__)


def test_after_eight_tries_it_is_set_aside(cast, server):
    message = waiting(cast.eve)
    server(OSError())
    for _ in range(services.MOST_TRIES):
        Message.objects.filter(pk=message.pk).update(not_before=message.not_before)
        send.func(message.pk)
    message.refresh_from_db()
    assert (message.state, message.tries) == ("failed", 8)


def test_one_refused_reader_of_two_is_not_a_refused_address():
    both = smtplib.SMTPRecipientsRefused({ADDRESS: (550, b""), "max@example.org": (451, b"")})
    assert refusal_code(both) is None and refusal_code(refused(550)) == 550


def test_administrators_see_to_whom_and_why_but_not_what(cast, web):
    make_mail(cast.eve)
    shown = web(cast.ada).get(LIST).content.decode()
    assert cast.eve.name in shown and "SMTPServerDisconnected" in shown
    assert CANARY not in shown and "digest" not in shown


def test_others_see_none(cast, web):
    make_mail(cast.eve)
    assert web(cast.hana).get(LIST).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_sending_again_sends_once(cast, web, run_tasks):
    message = make_mail(cast.eve, context={"news": []})
    address = reverse("operations:mail_retry", args=[message.pk])
    assert web(cast.ada).post(address, {"once": "k"}).status_code == 302
    assert web(cast.ada).post(address, {"once": "k"}).status_code in (302, 404)
    run_tasks()
    message.refresh_from_db()
    assert message.state == "sent" and len(outbox.outbox) == 1


@pytest.mark.parametrize(("person", "state"), [("max", "failed"), ("ada", "sent"), ("ada", "waiting")])
def test_nobody_else_and_nothing_else_is_sent_again(cast, person, state):
    message = make_mail(cast.eve, state)
    with pytest.raises(Refused):
        services.send_again(actor=cast.acts(getattr(cast, person)), message=message)
    message.refresh_from_db()
    assert (message.state, message.tries) == (state, 8)


def test_mails_that_wait_for_working_hours_are_counted_and_nobody_is_named(cast, web):
    """On a Saturday nothing goes out: "every mail went out" would be a lie."""
    assert "working hours" not in web(cast.ada).get(LIST).content.decode()
    monday = timezone.now() + timedelta(days=2)
    for person in (cast.eve, cast.max):
        make_mail(person, Message.State.WAITING, tries=0, problem="", not_before=monday)
    page = web(cast.ada).get(LIST).content.decode()
    assert "2 mails wait for the working hours of their readers." in page
    assert cast.eve.name not in page and "Every mail went out" not in page
