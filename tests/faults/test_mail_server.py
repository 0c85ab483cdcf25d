"""A mail server that is away, silent, slow or dies: mail goes out once it is back, nothing else waits for it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.notifications import breaker, services
from alongside.notifications.models import Message
from alongside.notifications.tasks import send, send_waiting
from alongside.operations import queries
from tests.faults.mail_servers import MailServer

ANSWER, WHOLE = 0.4, 1.0  # seconds that we wait for one answer, and for one connection
PAGE = "/administration/mails/"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    found = MailServer()
    backend = settings.MAILERS["default"] | {
        "BACKEND": "alongside.notifications.smtp.BoundedBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": found.port, "timeout": ANSWER, "total": WHOLE},
    }
    settings.MAILERS = {"default": backend}
    yield found
    found.stop()


@pytest.fixture
def due(cast) -> Callable[[str], Message]:
    """A mail to Eve that could leave an hour ago."""

    def made(key: str) -> Message:
        at = timezone.now() - timedelta(hours=1)
        context = {"from_name": "Max", "path": f"/{key}/"}
        found = services.tell(
            person=cast.eve, template="one_on_ones/email/topic_added", key=key, context=context, at=at
        )
        assert found is not None
        return found

    return made


def states() -> Counter[str]:
    return Counter(Message.objects.values_list("state", flat=True))


def after_the_pause(monkeypatch) -> None:
    monkeypatch.setattr(breaker, "PAUSE_SECONDS", 0)


def as_if_later() -> None:
    """What waits for its next try may be tried now."""
    Message.objects.filter(state="waiting").update(not_before=timezone.now() - timedelta(minutes=1))


@pytest.mark.parametrize("mood", ["away", "silent", "drip", "busy"])
def test_once_the_server_is_back_everything_goes_out_once(server, due, run_tasks, monkeypatch, mood):
    for number in range(5):
        due(f"mail-{number}")
    server.become(mood)
    run_tasks()
    assert states() == {"waiting": 5} and not server.mails
    server.become("good")
    after_the_pause(monkeypatch)
    send_waiting.func()
    run_tasks()
    assert states() == {"sent": 5} and len(server.ids) == len(set(server.ids)) == 5


@pytest.mark.parametrize(("mood", "longest"), [("silent", ANSWER), ("drip", WHOLE), ("stalls", ANSWER)])
def test_one_mail_finds_out_and_the_others_do_not_wait(server, due, mood, longest):
    mails = [due(f"mail-{number}") for number in range(12)]
    server.become(mood)
    began = time.monotonic()
    for message in mails:
        send.func(message.pk)
    assert server.connections == 1
    assert time.monotonic() - began < longest + 30  # a server that drips would hold us for ever


def test_other_work_is_done_while_the_server_is_silent(server, due, run_tasks):
    for number in range(20):
        due(f"mail-{number}")
    server.become("silent")
    assert run_tasks() == 20 and server.connections == 1


def test_after_the_pause_one_asks_and_only_one(server, due, monkeypatch):
    mails = [due(f"mail-{number}") for number in range(4)]
    server.become("away")
    send.func(mails[0].pk)
    after_the_pause(monkeypatch)
    assert breaker.server.may_try() and not breaker.server.may_try()
    breaker.server.went_wrong()
    server.become("good")
    for message in mails:
        send.func(message.pk)
    assert len(server.mails) == 4


def test_an_outage_of_days_costs_no_mail_its_tries(server, due, monkeypatch):
    message = due("patient")
    server.become("away")
    after_the_pause(monkeypatch)
    for _ in range(services.MOST_TRIES * 3):
        send.func(message.pk)
    message.refresh_from_db()
    assert (message.state, message.tries, message.problem) == ("waiting", 0, "ConnectionRefusedError")


def test_how_late_mail_is_grows_while_the_server_is_away(server, due):
    message = due("late")
    server.become("away")
    send.func(message.pk)
    assert (queries.figures().oldest_mail_seconds or 0) > 3500


@pytest.mark.parametrize("mood", ["dies", "stalls"])
def test_a_server_that_ends_before_its_yes_causes_the_one_repeat_that_is_documented(
    server, due, monkeypatch, mood
):
    message = due("twice")
    server.become(mood)
    send.func(message.pk)
    message.refresh_from_db()
    assert (message.state, message.tries) == ("waiting", 1)
    server.become("good")
    after_the_pause(monkeypatch)
    as_if_later()
    send.func(message.pk)
    send.func(message.pk)
    assert Counter(server.ids) == {f"<{message.key}@localhost>": 2}, "and both can be recognised as one"


def test_a_server_that_takes_nothing_for_now_gets_everything_once_later(server, due):
    mails = [due(f"mail-{number}") for number in range(3)]
    server.become("refuses")
    for message in mails:
        send.func(message.pk)
    assert states() == {"waiting": 3} and not server.mails
    assert set(Message.objects.values_list("problem", "tries")) == {("SMTPRecipientsRefused", 1)}
    server.become("good")
    as_if_later()
    for message in mails:
        send.func(message.pk)
    assert states() == {"sent": 3} and len(server.ids) == len(set(server.ids)) == 3


def test_a_reader_whom_the_server_refuses_for_good_is_asked_for_once_until_somebody_sends_again(
    server, due, cast
):
    message = due("nobody")
    server.become("knows nobody")
    for _ in range(3):
        as_if_later()
        send.func(message.pk)
    message.refresh_from_db()
    assert (message.state, message.problem, message.tries) == ("refused", "SMTPRecipientsRefused 550", 1)
    assert server.connections == 1
    server.become("good")
    services.send_again(actor=cast.acts(cast.ada), message=message)
    send.func(message.pk)
    assert states() == {"sent": 1} and len(server.mails) == 1


def test_a_mail_that_kills_the_server_is_set_aside_and_the_others_go_out(server, due, monkeypatch):
    after_the_pause(monkeypatch)
    poison, others = due("poison"), [due(f"mail-{number}") for number in range(3)]
    server.dies_at = b"/poison/"
    for _ in range(services.MOST_TRIES):
        as_if_later()
        for message in (poison, *others):
            send.func(message.pk)
    assert states() == {"sent": 3, "failed": 1} and len(server.mails) == 3
    poison.refresh_from_db()
    assert (poison.state, poison.tries, poison.problem) == ("failed", 8, "SMTPServerDisconnected")


def test_administrators_see_what_waits_for_the_server_and_why(server, due, cast, web):
    message = due("seen")
    assert cast.eve.name not in web(cast.ada).get(PAGE).content.decode(), "nothing is wrong yet"
    server.become("away")
    send.func(message.pk)
    shown = web(cast.ada).get(PAGE).content.decode()
    assert cast.eve.name in shown and "ConnectionRefusedError" in shown


def test_a_worker_that_is_told_to_stop_while_it_asks_does_not_leave_the_others_waiting(
    server, due, monkeypatch
):
    message = due("stopped")

    def stop(_message: Message) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr("alongside.notifications.mail.deliver", stop)
        send.func(message.pk)
    after_the_pause(monkeypatch)
    assert breaker.server.may_try()
