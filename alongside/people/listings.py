"""The directory, the team, the chart, stand-ins and all that stands on other pages of people, as lists to take along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.core.actor import Actor
from alongside.core.exports import Cell, Listing
from alongside.people.calendar import today
from alongside.people.duties import listings as duties
from alongside.people.imports import listings as imports
from alongside.people.leaving import listings as leaving
from alongside.people.models import Person
from alongside.people.policies import OF_HR
from alongside.people.queries import chart, directory, people_covered_by, team_of
from alongside.people.queries.days_away import delegations_visible_to, last_days_away
from alongside.people.queries.mandates import administered_units, people_administered_by

AT_ONCE = 1_000
TELLS = ("placement__seat", "placement__unit", "placement__manager", "site")


def _person_columns() -> list[str]:
    return [
        _("Name"),
        _("E-mail"),
        _("Personnel number"),
        _("Title"),
        _("Unit"),
        _("Site"),
        _("Manager"),
        _("Away until"),
    ]


def _directory(actor: Actor) -> Iterator[Sequence[Cell]]:
    return _in_steps(actor, directory.directory(actor))


def _in_steps(actor: Actor, people: QuerySet[Person]) -> Iterator[Sequence[Cell]]:
    after, further = 0, True
    while further:
        rows = people.filter(pk__gt=after).select_related(*TELLS).order_by("pk")
        found = list(rows[:AT_ONCE])
        yield from _told(actor, found)
        further = len(found) == AT_ONCE
        after = found[-1].pk if found else after


def _team(actor: Actor) -> Iterator[Sequence[Cell]]:
    return _told(actor, list(team_of(actor).select_related(*TELLS)))


def _told(actor: Actor, people: list[Person]) -> Iterator[Sequence[Cell]]:
    away = last_days_away(actor, [person.pk for person in people])
    for person in people:
        place = getattr(person, "placement", None)
        yield (
            person.name,
            person.email or "",
            person.external_id or "",
            place.seat.title if place else "",
            place.unit.name if place and place.unit else "",
            person.site.name if person.site else "",
            place.manager.name if place and place.manager else "",
            away.get(person.pk),
        )


def _chart(actor: Actor) -> Iterator[Sequence[Cell]]:
    after: int | None = 0
    while after is not None:
        rows, after = chart.chart_table(actor, under=None, after=after, limit=AT_ONCE)
        for row in rows:
            seat, person = row.place.seat, row.place.person
            unit = seat.unit.name if seat.unit else ""
            yield (
                seat.title,
                unit,
                person.name if person else "",
                row.above.title if row.above else "",
                row.place.below,
            )


def _supported(actor: Actor) -> Iterator[Sequence[Cell]]:
    return _in_steps(actor, people_covered_by(actor))


def _administered(actor: Actor) -> Iterator[Sequence[Cell]]:
    return _in_steps(actor, people_administered_by(actor))


def _stand_ins(actor: Actor) -> Iterator[Sequence[Cell]]:
    """Now and later: one's own, and everybody's for HR."""
    ahead = delegations_visible_to(actor).filter(during__endswith__gt=today())
    if not actor.roles & OF_HR:
        ahead = ahead.filter(Q(from_person=actor.me) | Q(to_person=actor.me))
    for one in ahead.order_by("during", "pk"):
        yield (one.from_person.name, one.to_person.name, one.during.lower, one.last_day)


LISTINGS = [
    Listing("directory", gettext_lazy("The directory"), _person_columns, _directory),
    Listing(
        "team", gettext_lazy("My team"), _person_columns, _team, may=lambda actor: team_of(actor).exists()
    ),
    Listing(
        "chart",
        gettext_lazy("The organisation chart"),
        lambda: [_("Seat"), _("Unit"), _("Person"), _("Reports to"), _("People below")],
        _chart,
    ),
    *imports.LISTINGS,
    Listing(
        "supported",
        gettext_lazy("People you support"),
        _person_columns,
        _supported,
        may=lambda actor: people_covered_by(actor).exists(),
    ),
    Listing(
        "administered",
        gettext_lazy("People of the units you administer"),
        _person_columns,
        _administered,
        may=lambda actor: bool(administered_units(actor)),
    ),
    Listing(
        "stand-ins",
        gettext_lazy("Who stands in"),
        lambda: [_("Away"), _("Stands in"), _("First day"), _("Last day")],
        _stand_ins,
    ),
    *leaving.LISTINGS,
    *duties.LISTINGS,
]
