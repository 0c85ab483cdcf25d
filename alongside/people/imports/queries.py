"""Reading what an import needs to know: the company as it is, and the runs there are."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from alongside.core.actor import Actor
from alongside.people.calendar import today
from alongside.people.imports.known import (
    Known,
    KnownHolding,
    KnownLine,
    KnownPerson,
    KnownSeat,
    Path,
    folded_path,
)
from alongside.people.models import (
    Holding,
    ImportChange,
    ImportProblem,
    ImportRun,
    Line,
    Person,
    RememberedMapping,
    Seat,
    Site,
    Unit,
)
from alongside.people.policies import can_change_chart

NOT_SHOWN = ("cycle", "cycle_cut")  # circles have a part of the page to themselves


def runs_visible_to(actor: Actor) -> QuerySet[ImportRun]:
    """For those who may load files; for everybody else there are none."""
    runs = ImportRun.objects.select_related("made_by").order_by("-made_at", "-pk")
    return runs if can_change_chart(actor) else runs.none()


def run_to_work_on(run_id: int) -> ImportRun | None:
    """For the worker; None once it is loaded, put aside or gone."""
    waiting = (ImportRun.State.READING, ImportRun.State.APPLYING)
    return ImportRun.objects.filter(pk=run_id, state__in=waiting).first()


def person_to_work_for(person_id: int) -> Person | None:
    return Person.objects.filter(pk=person_id, erased_at=None).first()


def everything_wrong_in(run: ImportRun) -> QuerySet[ImportProblem]:
    """In the order of the file, circles included."""
    return ImportProblem.objects.filter(run=run).order_by("line", "pk")


def problems_of(run: ImportRun, effect: str = "") -> QuerySet[ImportProblem]:
    """Rows that need a look, in the order of the file."""
    problems = everything_wrong_in(run).exclude(code__in=NOT_SHOWN)
    return problems.filter(effect=effect) if effect else problems


def problems_by_effect(run: ImportRun) -> dict[str, int]:
    """What became of rows -> how many problems did that."""
    return dict(problems_of(run).order_by().values_list("effect").annotate(Count("pk")))


def changes_of(run: ImportRun, kind: str = "") -> QuerySet[ImportChange]:
    changes = ImportChange.objects.filter(run=run).order_by("pk")
    return changes.filter(kind=kind) if kind else changes


def remembered_columns(fingerprint: str) -> RememberedMapping | None:
    return RememberedMapping.objects.filter(fingerprint=fingerprint).first()


def what_is_known() -> Known:
    """The whole company in eight queries, for a comparison on the company's own day."""
    day = today()
    units = _unit_paths()
    sites = dict(Site.objects.values_list("pk", "name"))
    return Known(
        today=day,
        people=_people(sites),
        seats=_seats(units),
        holdings=_holdings(day),
        lines=_lines(day),
        units={folded_path(path): pk for pk, path in reversed(units.items())},
        sites={name.casefold(): pk for pk, name in sites.items()},
        have_held=set(Holding.objects.order_by().values_list("person_id", flat=True).distinct()),
    )


def _unit_paths() -> dict[int, Path]:
    names = dict(Unit.objects.order_by("pk").values_list("pk", "name"))
    lineages = Unit.objects.order_by("pk").values_list("pk", "lineage")
    return {pk: tuple(names[one] for one in lineage) for pk, lineage in lineages}


def _people(sites: dict[int, str]) -> dict[int, KnownPerson]:
    rows = Person.objects.filter(erased_at=None).values_list(
        "pk", "external_id", "name", "given_name", "family_name", "email", "locale", "time_zone", "site_id",
        "typed_by_id", "origin__key",
    )  # fmt: skip
    return {
        row[0]: KnownPerson(
            row[0],
            row[1] or "",
            *row[2:5],
            row[5] or "",
            *row[6:8],
            sites.get(row[8] or 0, ""),
            row[9],
            row[10] or "",
        )
        for row in rows.iterator(chunk_size=5_000)
    }


def _seats(units: dict[int, Path]) -> dict[int, KnownSeat]:
    rows = Seat.objects.values_list(
        "pk", "external_id", "title", "role_slug", "unit_id", "closed_on", "origin__key"
    )
    return {
        row[0]: KnownSeat(
            row[0], row[1] or "", row[2], row[3], units.get(row[4] or 0, ()), row[5] is not None, row[6] or ""
        )
        for row in rows.iterator(chunk_size=5_000)
    }


def _holdings(day: date) -> list[KnownHolding]:
    rows = Holding.objects.filter(Q(during__endswith__gt=day) | Q(during__endswith=None))
    rows = rows.filter(during__isempty=False, person__erased_at=None).order_by("pk")
    same: dict[Any, Any] = {}  # one copy of each day and share, of which there are few
    return [
        KnownHolding(
            pk,
            person,
            seat,
            same.setdefault(start, start),
            during.upper,
            same.setdefault(share, share),
            primary,
        )
        for pk, person, seat, during, share, primary in rows.values_list(
            "pk", "person_id", "seat_id", "during", "share", "is_primary"
        ).iterator(chunk_size=5_000)
        for start in [during.lower or date.min]
    ]


def _lines(day: date) -> list[KnownLine]:
    """Dotted lines for a named scope were drawn by hand and are no business of a file."""
    rows = Line.objects.filter(Q(during__endswith__gt=day) | Q(during__endswith=None), during__isempty=False)
    rows = rows.filter(Q(scope="") | Q(kind=Line.Kind.LINE)).order_by("pk")
    same: dict[date, date] = {}
    return [
        KnownLine(pk, seat, manager, kind == Line.Kind.DOTTED, same.setdefault(start, start))
        for pk, seat, manager, kind, during in rows.values_list(
            "pk", "seat_id", "manager_seat_id", "kind", "during"
        ).iterator(chunk_size=5_000)
        for start in [during.lower or date.min]
    ]
