"""Taking one's own records along."""

from __future__ import annotations

from django.db import transaction

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.people.models import Person
from alongside.records.export import Document, document_about
from alongside.records.policies import can_export_data


@transaction.atomic
def export_my_data(*, actor: Actor, person: Person) -> Document:
    """Everything that is stored about the actor. A service and no query, since the export itself is recorded."""
    can_export_data(actor, person).enforce()
    record(actor, "records.data_exported", subject=person, concerns=[person.pk])
    return document_about(person)
