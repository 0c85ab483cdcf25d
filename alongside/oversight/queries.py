"""Reading what was recorded, for the worker who tells of it."""

from __future__ import annotations

from alongside.audit.models import AuditEntry
from alongside.people.models import Person
from alongside.people.queries.duties import who_must_know


def entry_to_announce(entry_id: int) -> AuditEntry | None:
    """One act; it holds references and no words."""
    return AuditEntry.objects.filter(pk=entry_id).first()


def who_hears_of(entry: AuditEntry, holder: Person) -> list[Person]:
    """Of a duty that one person gave: who holds it, who administers, who leads HR; not who gave it."""
    ids = {holder.pk, *who_must_know()} - {entry.person_id}
    return list(Person.objects.filter(pk__in=ids, erased_at=None).select_related("account").order_by("pk"))


def giver_of(entry: AuditEntry) -> str:
    """The name of who acted."""
    return Person.objects.filter(pk=entry.person_id or 0).values_list("name", flat=True).first() or ""


def concerned(entry: AuditEntry) -> list[Person]:
    """Everybody whom the act concerns."""
    ids = entry.concerns.values_list("person_id", flat=True)
    return list(Person.objects.filter(pk__in=ids, erased_at=None).select_related("account").order_by("pk"))
