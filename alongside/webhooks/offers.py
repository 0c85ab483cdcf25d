"""What webhooks do when something is recorded (config/wiring.py)."""

from __future__ import annotations

from alongside.audit.models import AuditEntry
from alongside.core.later import later
from alongside.webhooks import events, queries
from alongside.webhooks.models import Delivery


def queue_event(entry: AuditEntry) -> None:
    """One delivery per endpoint, in the transaction of the act: with it stored, or not at all."""
    event = events.EVENTS.get(entry.action)
    if event is None:
        return
    for endpoint in queries.endpoints_for(event):
        made = Delivery.objects.create(endpoint=endpoint, event=event, kind=entry.kind, key=entry.key)
        later("alongside.webhooks.tasks.deliver", delivery_id=made.pk)
