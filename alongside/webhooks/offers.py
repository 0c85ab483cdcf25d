"""What webhooks do when something is recorded, and their door (config/wiring.py)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.audit.models import AuditEntry
from alongside.core.later import later
from alongside.people.company.checklist import Door
from alongside.webhooks import events, queries
from alongside.webhooks.models import Delivery
from alongside.webhooks.policies import can_keep_webhooks

PERSON = "people.person"
MOST_AT_ONCE = 200  # tasks of one act

DOORS = (
    Door(
        _("Webhooks"),
        _("Tell other programs of the company what changed in the directory."),
        "webhooks:endpoint_list",
        can_keep_webhooks,
    ),
)


def queue_event(entry: AuditEntry) -> None:
    """One delivery per endpoint and record, in the transaction of the act: with it stored, or not at all."""
    event = events.EVENTS.get(entry.action)
    if event is None:
        return
    made = Delivery.objects.bulk_create(
        Delivery(endpoint=endpoint, event=event, kind=kind, key=key)
        for endpoint in queries.endpoints_for(event)
        for kind, key in _records_of(entry)
    )
    for delivery in made[:MOST_AT_ONCE]:  # the sweep takes the rest along
        later("alongside.webhooks.tasks.deliver", delivery_id=delivery.pk)


def _records_of(entry: AuditEntry) -> list[tuple[str, str]]:
    """(kind, key) of what an event of this act names."""
    if entry.action not in events.OF_EACH_PERSON:
        return [(entry.kind, entry.key)]
    people = entry.concerns.order_by("person_id").values_list("person_id", flat=True)
    return [(PERSON, str(pk)) for pk in people]
