"""My team, and the people an HR partner supports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, QuerySet

from alongside.core.actor import Actor
from alongside.people.calendar import today
from alongside.people.models import Coverage, Holding, Line, Person, Placement, Reach, Seat, Unit
from alongside.people.queries import people_covered_by, people_visible_to, team_of
from alongside.people.queries.chart import seats_visible_to

MOST_SHOWN = 100


@dataclass(frozen=True)
class Supported:
    """A unit with people whom the actor supports as HR partner; `count` is of this unit alone."""

    unit: Unit
    level: int
    count: int


def my_team(actor: Actor) -> list[Person]:
    """The people the actor leads, with site."""
    return list(team_of(actor).select_related("site").order_by("search_text")[:MOST_SHOWN])


def team_around(actor: Actor) -> list[Person]:
    """For people who lead nobody: those with the same manager, and the manager first."""
    mine = Placement.objects.filter(person=actor.me, manager__isnull=False).values("manager")
    beside = people_visible_to(actor).filter(placement__manager__in=mine).exclude(pk=actor.me)
    manager = list(people_visible_to(actor).filter(pk__in=mine).select_related("site"))
    return [*manager, *beside.select_related("site").order_by("search_text")[:MOST_SHOWN]]


def team_led_by(actor: Actor, people: Iterable[Person]) -> dict[int, list[Person]]:
    """{leader's id: the people they lead}, for those whom the actor stands in for."""
    ids = [person.pk for person in people]
    led = people_visible_to(actor).filter(placement__manager__in=ids).select_related("site")
    found: dict[int, list[Person]] = {pk: [] for pk in ids}
    for person in led.order_by("search_text")[:MOST_SHOWN]:
        found[person.placement.manager_id or 0].append(person)
    return found


def vacancies_below(actor: Actor) -> QuerySet[Seat]:
    """Seats without a holder right below a seat of the actor."""
    mine = Holding.objects.filter(person=actor.person_id, during__contains=today())
    line = Line.objects.filter(
        seat=OuterRef("pk"),
        manager_seat__in=mine.values("seat"),
        kind=Line.Kind.LINE,
        during__contains=today(),
    )
    held = Holding.objects.filter(seat=OuterRef("pk"), during__contains=today())
    return seats_visible_to(actor).filter(Exists(line), ~Exists(held)).order_by("title", "pk")[:MOST_SHOWN]


def hr_partners_of(actor: Actor, people: list[Person]) -> dict[int, list[Person]]:
    """{person id: their HR partners, the closest unit first}; never of those above the partner. One query."""
    lineages = {
        person.pk: person.placement.unit.lineage
        for person in people
        if hasattr(person, "placement") and person.placement.unit is not None
    }
    units = {unit for lineage in lineages.values() for unit in lineage}
    covering = Coverage.objects.filter(unit__in=units, during__contains=today()).select_related("partner")
    above = Reach.objects.filter(below=OuterRef("partner"), above__in=lineages).values("above")
    held = list(covering.annotate(above_partner=ArraySubquery(above)).order_by("pk"))
    found: dict[int, list[Person]] = {}
    for person, lineage in lineages.items():
        close = sorted(
            (one for one in held if one.unit_id in lineage), key=lambda one: -lineage.index(one.unit_id)
        )
        partners = [
            one.partner for one in close if one.partner_id != person and person not in one.above_partner
        ]
        found[person] = list(dict.fromkeys(partners))
    return found


def supported_units(actor: Actor) -> list[Supported]:
    """Units with people the actor supports, in the order of the tree. Counts of the directory, nothing about talks."""
    counts = dict(
        people_covered_by(actor).values_list("placement__unit").annotate(count=Count("pk")).order_by()
    )
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=counts)}
    above = {pk for unit in units.values() for pk in unit.lineage}
    names = dict(Unit.objects.filter(pk__in=above).values_list("pk", "name"))
    ordered = sorted(units.values(), key=lambda unit: [(names.get(pk, ""), pk) for pk in unit.lineage])
    return [Supported(unit, _level(unit, units), counts[unit.pk]) for unit in ordered]


def _level(unit: Unit, shown: dict[int, Unit]) -> int:
    """How many of the units above it are in the list."""
    return sum(pk in shown for pk in unit.lineage[:-1])
