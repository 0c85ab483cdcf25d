"""Reading messages."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from alongside.notifications.models import Bounce, Message, Preference
from alongside.people.models import Person

LEASE = timedelta(minutes=5)  # a message being sent for longer was left behind by a dead worker

REPORTS_COME_WITHIN = timedelta(days=14)  # mail servers try for five days or so
ARRIVED_AFTER = timedelta(days=2)  # a mail that did not come back until then counts as arrived


def messages_due(*, most: int) -> list[int]:
    """Ids of what should go out now, oldest first: what waits, and what a dead worker left half-sent."""
    waiting = Q(state=Message.State.WAITING, not_before__lte=timezone.now())
    # By the database's clock, as it was claimed: a host whose clock runs ahead must not take what another is sending.
    abandoned = Q(state=Message.State.SENDING, claimed_at__lt=Now() - LEASE)
    due = Message.objects.filter(waiting | abandoned).order_by("not_before")
    return list(due.values_list("pk", flat=True)[:most])


def message_that_left(pk: int) -> Message | None:
    """For a report that came in: a mail that went out lately, to somebody who is still known."""
    left = Message.objects.filter(
        pk=pk, state__in=[Message.State.SENT, Message.State.BOUNCED], person__erased_at=None
    )
    return left.filter(sent_at__gte=timezone.now() - REPORTS_COME_WITHIN).select_related("person").first()


def comes_back(person_id: int) -> bool:
    """Whether mail to the address that a person has now came back, and no later mail arrived."""
    bounce = (
        Bounce.objects.filter(person_id=person_id, email__iexact=F("person__email")).order_by("-at").first()
    )
    if bounce is None:
        return False
    later = Message.objects.filter(person_id=person_id, state=Message.State.SENT, sent_at__gt=bounce.at)
    return not later.filter(sent_at__lt=timezone.now() - ARRIVED_AFTER).exists()


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
