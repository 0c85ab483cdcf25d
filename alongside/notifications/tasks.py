"""The worker's door to messages."""

from __future__ import annotations

import logging

from django.tasks import task

from alongside.notifications import incoming, mail, queries, services

MOST_AT_ONCE = 200
log = logging.getLogger(__name__)


@task
def send(message_id: int) -> None:
    """Send one message. Running it twice sends once, except if killed between the server's yes and our note of it."""
    message = services.claim(message_id)
    if message is None:
        return
    if not services.may_be_written_to(message.person):
        services.mark_held(message)
        return
    try:
        mail.deliver(message)
    except (
        Exception
    ) as problem:  # whatever it is (server, template, address), the others must not wait for it
        log.warning("message %s not sent: %s", message.pk, type(problem).__name__)
        services.mark_failed(message, problem)
    else:
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
