"""Reading endpoints and what was sent to them."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from alongside.core.actor import Actor
from alongside.people.calendar import today
from alongside.people.models import Person, RoleGrant
from alongside.webhooks.models import Delivery, Endpoint, Secret
from alongside.webhooks.policies import can_keep_webhooks

TOLD_AGAIN = timedelta(hours=24)
LEASE = timedelta(minutes=2)  # a delivery on its way for longer was left behind by a dead worker


def endpoints_visible_to(actor: Actor) -> QuerySet[Endpoint]:
    """Every endpoint that hasn't ended, for those who look after them."""
    rows = Endpoint.objects.filter(ended_at=None).order_by("name", "pk")
    return rows if can_keep_webhooks(actor) else rows.none()


def deliveries_visible_to(actor: Actor) -> QuerySet[Delivery]:
    """The log, newest first."""
    seen = endpoints_visible_to(actor)
    return Delivery.objects.filter(endpoint__in=seen).select_related("endpoint").order_by("-pk")


def endpoints_for(event: str) -> list[Endpoint]:
    """Those that want this event and are switched on."""
    live = Endpoint.objects.filter(ended_at=None, stopped_at=None)
    return list(live.filter(Q(events=[]) | Q(events__contains=[event])))


def secrets_of(endpoint: Endpoint) -> list[bytes]:
    """Every secret that signs today, the newest first."""
    live = Secret.objects.filter(endpoint=endpoint).filter(
        Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    )
    return [one.opened for one in live.order_by("-pk")]


def secrets_to_tell(actor: Actor) -> QuerySet[Secret]:
    """Secrets made today, the newest first: whoever asked for one and missed the answer asks again with its key."""
    fresh = Q(made_at__gt=timezone.now() - TOLD_AGAIN, endpoint__in=endpoints_visible_to(actor))
    return Secret.objects.filter(fresh).select_related("endpoint").order_by("-pk")


def deliveries_due(*, most: int) -> list[int]:
    """Ids of what should go out now: what waits, and what a dead worker left half-sent."""
    now = timezone.now()
    waiting = Q(state=Delivery.State.WAITING, not_before__lte=now)
    abandoned = Q(state=Delivery.State.SENDING, claimed_at__lt=Now() - LEASE)  # the one clock all hosts share
    live = Delivery.objects.filter(waiting | abandoned, endpoint__ended_at=None, endpoint__stopped_at=None)
    return list(live.order_by("not_before").values_list("pk", flat=True)[:most])


def people_to_warn() -> list[Person]:
    """Whoever administers today."""
    held = RoleGrant.objects.filter(role=RoleGrant.Role.ADMINISTRATOR, during__contains=today())
    return list(Person.objects.filter(pk__in=held.values("person"), erased_at=None).select_related("account"))
