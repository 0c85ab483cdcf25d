"""One delivery on its way: claimed by one worker, signed, sent, noted. Safe to run twice."""

from __future__ import annotations

from datetime import timedelta
from math import floor

from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from standardwebhooks import Webhook

from alongside.core import outbound
from alongside.core.addresses import Blocked
from alongside.core.outbound import Failed
from alongside.webhooks import events, queries
from alongside.webhooks.models import Delivery, Endpoint

MOST_TRIES = 8
FIRST_PAUSE = timedelta(seconds=15)  # 15 s, 1 min, 4 min, ... 17 hours before the last try
FACTOR = 4
GOOD, GONE, LEAST_BAD = 200, 410, 300


def claim(delivery_id: int) -> Delivery | None:
    """Take a delivery; None if another worker has it, it is done, or its endpoint is switched off."""
    now = timezone.now()
    # By a subquery, not by a join: Django would look up the rows of a join first, and whoever waited for another
    # worker's commit would change the row without looking at its state again.
    live = Endpoint.objects.filter(ended_at=None, stopped_at=None)
    rows = Delivery.objects.filter(pk=delivery_id, endpoint__in=live)
    waiting = rows.filter(state=Delivery.State.WAITING, not_before__lte=now)
    abandoned = rows.filter(state=Delivery.State.SENDING, claimed_at__lt=Now() - queries.LEASE)
    abandoned.filter(tries__gte=MOST_TRIES).update(state=Delivery.State.PARKED, error="abandoned")
    for some in (waiting, abandoned):
        if some.update(state=Delivery.State.SENDING, claimed_at=Now(), tries=F("tries") + 1) == 1:
            return Delivery.objects.select_related("endpoint").get(pk=delivery_id)
    return None


def send(delivery: Delivery) -> tuple[int | None, str]:
    """(status of the answer, code of what went wrong): exactly one of them says something. No words of theirs."""
    body = events.body_of(type_=delivery.event, at=delivery.at, kind=delivery.kind, key=delivery.key)
    try:
        answer = outbound.send(
            "POST", delivery.endpoint.url, headers=headers_of(delivery, body), content=body
        )
    except Blocked as problem:
        return None, f"blocked_{problem.code}"
    except Failed as problem:
        return None, problem.code
    return answer.status, ""


def headers_of(delivery: Delivery, body: bytes) -> dict[str, str]:
    """Number, time and signatures, by Standard Webhooks; each secret that is valid now signs."""
    now, number = timezone.now(), f"msg_{delivery.message_id.hex}"
    signatures = [
        Webhook(secret).sign(number, now, body.decode()) for secret in queries.secrets_of(delivery.endpoint)
    ]
    return {
        "Content-Type": "application/json",
        "User-Agent": "Alongside-Webhooks",
        "webhook-id": number,
        "webhook-timestamp": str(floor(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def note_taken(delivery: Delivery, status: int) -> None:
    """The other side has it; the endpoint is well."""
    now = timezone.now()
    _claimed(delivery).update(state=Delivery.State.SENT, tried_at=now, status=status, error="")
    Endpoint.objects.filter(pk=delivery.endpoint_id).exclude(failing_since=None).update(failing_since=None)


def note_failed(delivery: Delivery, status: int | None, error: str) -> bool:
    """Back into the queue with a longer pause, or parked; whether it was parked."""
    now = timezone.now()
    is_over = delivery.tries >= MOST_TRIES
    pause = FIRST_PAUSE * FACTOR ** (delivery.tries - 1)
    _claimed(delivery).update(
        state=Delivery.State.PARKED if is_over else Delivery.State.WAITING,
        not_before=now + pause,
        tried_at=now,
        status=status,
        error=error[:20],
    )
    Endpoint.objects.filter(pk=delivery.endpoint_id, failing_since=None).update(failing_since=now)
    return is_over


def _claimed(delivery: Delivery) -> QuerySet[Delivery]:
    """The row, if this claim still holds."""
    return Delivery.objects.filter(
        pk=delivery.pk, state=Delivery.State.SENDING, claimed_at=delivery.claimed_at
    )
