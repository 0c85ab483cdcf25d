"""Everything in the order of its number, page by page: for programs that read all of it."""

from __future__ import annotations

from django.db.models import Model, QuerySet

from alongside.core.actor import Actor
from alongside.people.models import Person, Unit
from alongside.people.queries.directory import directory

MOST = 500  # on one page


def people_after(actor: Actor, *, after: int, limit: int) -> tuple[list[Person], int | None]:
    """(people, where the next page begins); None on the last page."""
    return _cut(directory(actor), after, limit)


def units_after(actor: Actor, *, after: int, limit: int) -> tuple[list[Unit], int | None]:
    """Units are part of the directory: everybody who is signed in knows them."""
    units = Unit.objects.none() if actor.is_anonymous else Unit.objects.all()
    return _cut(units, after, limit)


def _cut[M: Model](rows: QuerySet[M], after: int, limit: int) -> tuple[list[M], int | None]:
    found = list(rows.filter(pk__gt=after).order_by("pk")[: limit + 1])
    return found[:limit], found[limit - 1].pk if len(found) > limit else None
