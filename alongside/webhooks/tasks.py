"""The worker's door to webhooks."""

from __future__ import annotations

from django.tasks import task
from django.utils import timezone

from alongside.core.actor import system
from alongside.webhooks import queries, sending, services
from alongside.webhooks.models import Endpoint

MOST_AT_ONCE = 200
AFTER_FAILURES = system("webhook-fails")
NIGHT = system("webhook-log")


@task
def deliver(delivery_id: int) -> None:
    """Send one delivery. Running it twice sends once, except if killed between the answer and our note of it."""
    delivery = sending.claim(delivery_id)
    if delivery is None:
        return
    status, error = sending.send(delivery)
    if status is not None and sending.GOOD <= status < sending.LEAST_BAD:
        sending.note_taken(delivery, status)
        return
    sending.note_failed(delivery, status, error or "status")
    _stop_if_hopeless(delivery.endpoint, status)


@task
def send_waiting() -> None:
    """Sweep up what waits for its next try: one task each, so that none waits for another."""
    for delivery_id in queries.deliveries_due(most=MOST_AT_ONCE):
        deliver.enqueue(delivery_id=delivery_id)


@task
def forget_log() -> None:
    services.forget_log(actor=NIGHT)


def _stop_if_hopeless(endpoint: Endpoint, status: int | None) -> None:
    """Gone for good, or nothing good for a day."""
    if status == sending.GONE:
        services.stop_endpoint(actor=AFTER_FAILURES, endpoint=endpoint, reason=services.GONE)
    elif endpoint.failing_since and timezone.now() - endpoint.failing_since >= services.FAILS_FOR:
        services.stop_endpoint(actor=AFTER_FAILURES, endpoint=endpoint, reason=services.FAILING)
