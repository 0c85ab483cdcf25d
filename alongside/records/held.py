"""How much is held about somebody, without reading any of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from alongside.people.models import Person
from alongside.records.queries import rows
from alongside.records.seeing import seen_by


@dataclass(frozen=True)
class Held:
    """One kind of record: how many there are, and who sees them."""

    what: str | Promise
    count: int
    seen_by: str | Promise


def held_about(person: Person) -> list[Held]:
    """Kinds of records that exist about this person, most first; one counting query per table."""
    found = [
        Held(register.what, count, seen_by(register))
        for model, register in rows.registered()
        if register.what and rows.exported(register) and (count := rows.count(model, register, person.pk))
    ]
    return sorted(found, key=lambda held: -held.count)
