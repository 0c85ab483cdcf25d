"""The directory, the team, the chart and what was wrong with imports, as lists to take along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from alongside.core.actor import Actor
from alongside.core.exports import Cell, Listing
from alongside.people.imports.queries import problems_of, runs_visible_to
from alongside.people.imports.wording import told
from alongside.people.models import Person
from alongside.people.policies import can_change_chart
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


def _problems(actor: Actor) -> Iterator[Sequence[Cell]]:
    for run in runs_visible_to(actor):
        for one in problems_of(run):
            yield (run.file_name, one.line, one.column, one.value, told(one))


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
    Listing(
        "import-problems",
        gettext_lazy("Rows of imports that need a look"),
        lambda: [_("File"), pgettext("of a file", "Line"), _("Column"), _("In the file"), _("What is wrong")],
        _problems,
        may=lambda actor: bool(can_change_chart(actor)),
    ),
]
