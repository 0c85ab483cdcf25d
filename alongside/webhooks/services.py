"""Looking after endpoints, and telling them."""

from __future__ import annotations

import secrets as randomness
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core import keyring, outbound
from alongside.core.actor import Actor
from alongside.core.addresses import Blocked
from alongside.core.errors import Invalid, Refused
from alongside.core.later import later
from alongside.notifications.services import tell
from alongside.webhooks import events, queries
from alongside.webhooks.models import Delivery, Endpoint, Secret
from alongside.webhooks.policies import can_keep_webhooks

SECRET_BYTES = 32
OLD_SECRET_LIVES = timedelta(hours=24)
FAILS_FOR = timedelta(hours=24)  # then an endpoint is switched off
MOST_ENDPOINTS = 50
LOG_DAYS = 30
FAILING, GONE, BY_HAND = "failing", "gone", "by_hand"


@transaction.atomic
def create_endpoint(*, actor: Actor, name: str, url: str, events: Iterable[str] = ()) -> tuple[Endpoint, str]:
    """An endpoint and its secret, which is shown once. Raises Invalid for an address that may not be called."""
    can_keep_webhooks(actor).enforce()
    _check(url)
    if queries.endpoints_visible_to(actor).count() >= MOST_ENDPOINTS:
        raise Refused(_("There are 50 webhooks already. End one that is not needed any more."))
    endpoint = Endpoint.objects.create(
        name=name, url=url, events=sorted(set(events)), made_by_id=actor.person_id
    )
    secret = _fresh_secret(endpoint)
    record(actor, "webhooks.endpoint_created", subject=endpoint)
    return endpoint, secret


@transaction.atomic
def rotate_secret(*, actor: Actor, endpoint: Endpoint) -> str:
    """A new secret, shown once; the one before signs along for a day, older ones no longer."""
    can_keep_webhooks(actor).enforce()
    now = timezone.now()
    Secret.objects.filter(endpoint=endpoint, expires_at__isnull=False).delete()
    Secret.objects.filter(endpoint=endpoint).update(expires_at=now + OLD_SECRET_LIVES)
    secret = _fresh_secret(endpoint)
    record(actor, "webhooks.secret_rotated", subject=endpoint)
    return secret


@transaction.atomic
def stop_endpoint(*, actor: Actor, endpoint: Endpoint, reason: str = BY_HAND) -> None:
    """Send nothing for now. What happens meanwhile is not kept for later."""
    can_keep_webhooks(actor).enforce()
    stopped = Endpoint.objects.filter(pk=endpoint.pk, stopped_at=None)
    if stopped.update(stopped_at=timezone.now(), stopped_for=reason) != 1:
        return
    record(actor, "webhooks.endpoint_stopped", subject=endpoint, details={"reason": reason})
    if reason != BY_HAND:
        for person in queries.people_to_warn():
            key = f"webhook-stopped.{endpoint.pk}.{timezone.now():%Y%m%d}"
            tell(person=person, template="webhooks/email/stopped", key=key, context={"endpoint": endpoint.pk})


@transaction.atomic
def resume_endpoint(*, actor: Actor, endpoint: Endpoint) -> None:
    """Send again, and try what is still waiting at once."""
    can_keep_webhooks(actor).enforce()
    stopped = Endpoint.objects.filter(pk=endpoint.pk, stopped_at__isnull=False)
    if stopped.update(stopped_at=None, stopped_for="", failing_since=None) == 1:
        record(actor, "webhooks.endpoint_resumed", subject=endpoint)


@transaction.atomic
def end_endpoint(*, actor: Actor, endpoint: Endpoint) -> None:
    """Never send there again. Secrets go at once, the log after its time."""
    can_keep_webhooks(actor).enforce()
    Endpoint.objects.filter(pk=endpoint.pk, ended_at=None).update(ended_at=timezone.now())
    Secret.objects.filter(endpoint=endpoint).delete()
    record(actor, "webhooks.endpoint_ended", subject=endpoint)


@transaction.atomic
def send_test(*, actor: Actor, endpoint: Endpoint) -> Delivery:
    """An event that says nothing but hello."""
    can_keep_webhooks(actor).enforce()
    delivery = Delivery.objects.create(endpoint=endpoint, event=events.TEST)
    record(actor, "webhooks.test_sent", subject=endpoint)
    later("alongside.webhooks.tasks.deliver", delivery_id=delivery.pk)
    return delivery


@transaction.atomic
def replay(*, actor: Actor, delivery: Delivery) -> None:
    """Send a delivery once more, under its old number, so that the other side can tell."""
    can_keep_webhooks(actor).enforce()
    done = Delivery.objects.filter(pk=delivery.pk, state__in=(Delivery.State.SENT, Delivery.State.PARKED))
    if done.update(state=Delivery.State.WAITING, tries=0, not_before=timezone.now()) != 1:
        raise Refused(_("It is on its way already."))
    record(actor, "webhooks.delivery_replayed", subject=delivery)
    later("alongside.webhooks.tasks.deliver", delivery_id=delivery.pk)


@transaction.atomic
def forget_log(*, actor: Actor) -> int:
    """Delete what was sent or given up LOG_DAYS ago; returns how many."""
    can_keep_webhooks(actor).enforce()
    old = Delivery.objects.filter(at__lt=timezone.now() - timedelta(days=LOG_DAYS))
    count = old.exclude(state=Delivery.State.SENDING).delete()[0]
    if count:
        record(actor, "webhooks.log_forgotten", details={"deliveries": count})
    return count


def _check(url: str) -> None:
    try:
        outbound.check(url)
    except Blocked:
        raise Invalid(
            "url",
            _("This address can't be used: it has to begin with https:// and lead to the public internet."),
        ) from None


def _fresh_secret(endpoint: Endpoint) -> str:
    secret = randomness.token_bytes(SECRET_BYTES)
    row = Secret(endpoint=endpoint)
    row.ring_key, row.wrapped = keyring.wrap(secret, f"webhook-secret.{row.seal_id}")
    row.save()
    return row.words
