"""Reading messages."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from alongside.notifications.models import Message, Preference
from alongside.people.models import Person

LEASE = timedelta(minutes=5)  # a message being sent for longer was left behind by a dead worker


def messages_due(*, most: int) -> list[int]:
    """Ids of what should go out now, oldest first: what waits, and what a dead worker left half-sent."""
    now = timezone.now()
    waiting = Q(state=Message.State.WAITING, not_before__lte=now)
    abandoned = Q(state=Message.State.SENDING, claimed_at__lt=now - LEASE)
    due = Message.objects.filter(waiting | abandoned).order_by("not_before")
    return list(due.values_list("pk", flat=True)[:most])


def routine_choice(person: Person) -> str:
    """How this person wants to hear of routine news."""
    found = Preference.objects.filter(person=person).values_list("routine", flat=True).first()
    return found or Preference.Routine.AT_ONCE


def people_with_news(*, most: int) -> list[int]:
    """Ids of people whose mail of the day is due."""
    due = Message.objects.filter(state=Message.State.BUNDLED, not_before__lte=timezone.now())
    return list(due.order_by("person_id").values_list("person_id", flat=True).distinct()[:most])


def person_to_tell(person_id: int) -> Person | None:
    """For the worker: the reader of a mail of the day."""
    return Person.objects.filter(pk=person_id).first()
