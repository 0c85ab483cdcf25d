"""What stands in the way of erasing: a hold, or that somebody still works here. Used by policies and inside queries."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from alongside.people.calendar import today
from alongside.people.models import Holding, Person
from alongside.records.models import LegalHold


def held_people() -> QuerySet[LegalHold, dict[str, int]]:
    """Ids of people whose records have to stay, for use inside a query."""
    return LegalHold.objects.filter(ended_at=None).values("person")  # type: ignore[return-value]


def is_held(person: Person) -> bool:
    return LegalHold.objects.filter(person=person, ended_at=None).exists()


def works_here(person: Person) -> bool:
    """Somebody who holds a place today or later, or may still sign in."""
    holds = Holding.objects.filter(person=person).exclude(during__endswith__lte=today()).exists()
    return holds or (person.account is not None and person.account.is_active)


def unerased(person_ids: Iterable[int]) -> int:
    """How many of these people the database still knows."""
    return Person.objects.filter(pk__in=list(person_ids), erased_at=None).count()


def held_ids() -> set[int]:
    """The same ids, loaded: for features below that forget by themselves (core/holding.py)."""
    return set(held_people().values_list("person", flat=True))
