"""The worker's door to messages."""

from __future__ import annotations

import logging

from django.db.models import Q
from django.tasks import task
from django.utils import timezone

from alongside.notifications import mail, services
from alongside.notifications.models import Message

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
        services.mark_failed(message)
    else:
        services.mark_sent(message)


@task
def send_waiting() -> None:
    """Sweep up what a dead worker or a failed mail server left behind."""
    now = timezone.now()
    due = Q(state=Message.State.WAITING, not_before__lte=now) | Q(
        state=Message.State.SENDING, claimed_at__lt=now - services.LEASE
    )
    for message_id in Message.objects.filter(due).order_by("not_before").values_list("pk", flat=True)[:200]:
        send.call(message_id)
