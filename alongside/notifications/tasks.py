"""The worker's door to messages."""

from __future__ import annotations

import logging
import smtplib

from django.tasks import task

from alongside.notifications import incoming, mail, queries, services
from alongside.notifications.breaker import server
from alongside.notifications.models import Message

MOST_AT_ONCE = 200
STALLED = (TimeoutError, smtplib.SMTPServerDisconnected)  # it greeted us and then said no more
log = logging.getLogger(__name__)


@task
def send(message_id: int) -> None:
    """Send one message. Running it twice sends once, except if killed between the server's yes and our note of it.

    While the server does not answer, most messages stay as they are: the sweep below brings them again.
    """
    message = services.claim(message_id)
    if message is None:
        return
    if not services.may_be_written_to(message.person):
        services.mark_held(message)
    elif server.may_try():
        _try(message)
    else:
        services.put_back(message)


def _try(message: Message) -> None:
    """Whatever goes wrong (server, template, address), the others must not wait for it."""
    try:
        mail.deliver(message)
    except mail.Unreachable as problem:
        server.went_wrong()
        cause = problem.__cause__ or problem
        log.warning("the mail server cannot be reached: %s", type(cause).__name__)
        services.put_back(message, cause)
    except Exception as problem:
        (server.went_wrong if isinstance(problem, STALLED) else server.went_well)()
        log.warning("message %s not sent: %s", message.pk, type(problem).__name__)
        services.mark_failed(message, problem)
    except BaseException:  # the worker is told to stop; whether the server answers is not known
        server.went_wrong()
        raise
    else:
        server.went_well()
        services.mark_sent(message)


@task
def send_waiting() -> None:
    """Sweep up what a dead worker or a failed mail server left behind: one task each, so that none waits for another."""
    for message_id in queries.messages_due(most=MOST_AT_ONCE):
        send.enqueue(message_id=message_id)


@task
def send_digests() -> None:
    """The mail of the day for everybody whose morning it is: one task each."""
    for person_id in queries.people_with_news(most=MOST_AT_ONCE):
        send_digest.enqueue(person_id=person_id)


@task
def send_digest(person_id: int) -> None:
    """Bundle one person's news into one mail."""
    person = queries.person_to_tell(person_id)
    if person is not None:
        services.send_digest(person=person)


@task
def read_mail() -> None:
    """Take in what the mail server put into our folder, if one is set."""
    incoming.read_folder()
