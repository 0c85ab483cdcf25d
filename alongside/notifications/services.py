"""Telling people. One door for all features: it knows who has been invited and never tells twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.core.later import later
from alongside.notifications.models import Message
from alongside.notifications.queries import LEASE
from alongside.people.models import Person

MOST_TRIES = 8


@transaction.atomic
def tell(
    *,
    person: Person,
    template: str,
    key: str,
    context: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> Message | None:
    """Queue one message in the caller's transaction; the same key is told once, whatever happens.

    `template` names templates/<template>.txt and .html with the blocks subject and body. People who have
    not been invited are never written to: their message is held, and dropped when it is no longer news.
    """
    if person.email is None or person.erased_at is not None:
        return None
    state = Message.State.WAITING if person.invited_at else Message.State.HELD
    message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "person": person,
            "template": template,
            "context": context or {},
            "state": state,
            "not_before": at or timezone.now(),
        },
    )
    if is_new and state == Message.State.WAITING:
        later("alongside.notifications.tasks.send", run_after=at, message_id=message.pk)
    return message


def claim(message_id: int) -> Message | None:
    """Take a message for sending; None if another worker has it, it went out, or it was given up."""
    now = timezone.now()
    waiting = Message.objects.filter(pk=message_id, state=Message.State.WAITING, not_before__lte=now)
    abandoned = Message.objects.filter(pk=message_id, state=Message.State.SENDING, claimed_at__lt=now - LEASE)
    for rows in (waiting, abandoned):
        if rows.update(state=Message.State.SENDING, claimed_at=now) == 1:
            return Message.objects.select_related("person").get(pk=message_id)
    return None


def mark_sent(message: Message) -> None:
    Message.objects.filter(pk=message.pk).update(state=Message.State.SENT, sent_at=timezone.now())


def mark_failed(message: Message) -> None:
    """Back into the queue, or set aside after MOST_TRIES so that it can't block the others."""
    tries = message.tries + 1
    state = Message.State.FAILED if tries >= MOST_TRIES else Message.State.WAITING
    wait = timedelta(seconds=30 * 2**tries)
    Message.objects.filter(pk=message.pk).update(state=state, tries=tries, not_before=timezone.now() + wait)
