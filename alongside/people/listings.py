"""The directory, the team, the chart and what was wrong with imports, as lists to take along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.core.actor import Actor
from alongside.core.exports import Cell, Listing
from alongside.people.imports import listings as imports
from alongside.people.models import Person
from alongside.people.queries import chart, directory, team_of
from alongside.people.queries.days_away import last_days_away

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
    after, further = 0, True
    while further:
        rows = directory.directory(actor).filter(pk__gt=after).select_related(*TELLS).order_by("pk")
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
]
