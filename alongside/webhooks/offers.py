"""What webhooks do when something is recorded, and their door (config/wiring.py)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.audit.models import AuditEntry
from alongside.core.later import later
from alongside.people.company.checklist import Door
from alongside.webhooks import events, queries
from alongside.webhooks.models import Delivery
from alongside.webhooks.policies import can_keep_webhooks

DOORS = (
    Door(
        _("Webhooks"),
        _("Tell other programs of the company what changed in the directory."),
        "webhooks:endpoint_list",
        can_keep_webhooks,
    ),
)


def queue_event(entry: AuditEntry) -> None:
    """One delivery per endpoint, in the transaction of the act: with it stored, or not at all."""
    event = events.EVENTS.get(entry.action)
    if event is None:
        return
    for endpoint in queries.endpoints_for(event):
        made = Delivery.objects.create(endpoint=endpoint, event=event, kind=entry.kind, key=entry.key)
        later("alongside.webhooks.tasks.deliver", delivery_id=made.pk)
