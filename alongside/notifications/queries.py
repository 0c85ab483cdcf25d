"""Reading messages."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from alongside.notifications.models import Message

LEASE = timedelta(minutes=5)  # a message being sent for longer was left behind by a dead worker


def messages_due(*, most: int) -> list[int]:
    """Ids of what should go out now, oldest first: what waits, and what a dead worker left half-sent."""
    now = timezone.now()
    waiting = Q(state=Message.State.WAITING, not_before__lte=now)
    abandoned = Q(state=Message.State.SENDING, claimed_at__lt=now - LEASE)
    due = Message.objects.filter(waiting | abandoned).order_by("not_before")
    return list(due.values_list("pk", flat=True)[:most])
