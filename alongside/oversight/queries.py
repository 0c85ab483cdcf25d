"""Reading what was recorded, for the worker who tells of it."""

from __future__ import annotations

from alongside.audit.models import AuditEntry
from alongside.people.models import Person


def entry_to_announce(entry_id: int) -> AuditEntry | None:
    """One act; it holds references and no words."""
    return AuditEntry.objects.filter(pk=entry_id).first()


def concerned(entry: AuditEntry) -> list[Person]:
    """Everybody whom the act concerns."""
    ids = entry.concerns.values_list("person_id", flat=True)
    return list(Person.objects.filter(pk__in=ids, erased_at=None).select_related("account").order_by("pk"))
