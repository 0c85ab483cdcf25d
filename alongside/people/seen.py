""" "Who can see this", computed from the code that decides: the readers now, after a move, and who sees nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Door
from alongside.core.things import Kind
from alongside.people import queries
from alongside.people.actors import actor_for
from alongside.people.calendar import today
from alongside.people.models import Person, Reach, RoleGrant


@dataclass(frozen=True)
class Onlooker:
    """Somebody of whom one might wonder, and what the code gives them of this record."""

    person: Person
    standing: str | Promise
    sees: bool


@dataclass(frozen=True)
class Explanation:
    """Everything the page "Who can see this" says about one record."""

    readers: list[Person]
    readers_after_move: list[Person]
    opens_to_newcomers: bool
    onlookers: list[Onlooker]


def explain(kind: Kind, thing: Any) -> Explanation:
    """Ask the record's own audience. Raises LookupError for kinds without one."""
    if kind.audience is None or kind.concerns is None:
        raise LookupError(kind.name)
    readers = kind.audience.people(thing)
    return Explanation(
        readers=_people(readers),
        readers_after_move=_people(kind.audience.people_whatever_moves(thing)),
        opens_to_newcomers=kind.audience.opens_to_newcomers(thing),
        onlookers=[
            Onlooker(person, standing, _finds(kind, thing, person))
            for person, standing in _onlookers(kind.concerns(thing))
            if person.pk not in readers
        ],
    )


def _finds(kind: Kind, thing: Any, person: Person) -> bool:
    """Not what the audience says but what the door gives: the same query every page uses."""
    return kind.visible_to(actor_for(person, door=Door.WEB)).filter(pk=thing.pk).exists()


def _onlookers(person_id: int) -> list[tuple[Person, str | Promise]]:
    found: list[tuple[Person, str | Promise]] = []
    partner = queries.hr_partner_of(person_id)
    if partner is not None:
        found.append((partner, _("HR partner")))
    above = Reach.objects.filter(below_id=person_id).select_related("above").order_by("depth")
    found += [
        (reach.above, _("manager") if reach.depth == 1 else _("manager further up")) for reach in above[:4]
    ]
    duties = (
        RoleGrant.objects.filter(during__contains=today()).select_related("person").order_by("role", "pk")
    )
    found += [(grant.person, grant.get_role_display()) for grant in duties[:8]]
    once = {person.pk: (person, standing) for person, standing in reversed(found)}
    return [pair for pair in found if once.get(pair[0].pk) == pair]


def _people(ids: Iterable[int]) -> list[Person]:
    return list(Person.objects.filter(pk__in=list(ids)).order_by("name"))
