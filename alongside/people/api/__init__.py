"""The JSON door to the directory and the chart: the same queries, read alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated

from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import BaseModel

from alongside.core.api import ALWAYS, LARGEST_ID, ApiRequest, PageIn, page_of
from alongside.people import queries
from alongside.people.models import Person, Unit
from alongside.people.queries import chart, directory, listing, teams
from alongside.people.queries.days_away import last_days_away

router = Router(tags=["People and the chart"])


class PersonOut(BaseModel):
    id: int
    external_id: str | None
    name: str
    email: str | None
    title: str
    seat_id: int | None
    unit_id: int | None
    site: str
    site_id: int | None
    manager_id: int | None
    away_until: date | None

    @classmethod
    def of(cls, person: Person, away: dict[int, date]) -> PersonOut:
        placement = getattr(person, "placement", None)
        return cls(
            id=person.pk,
            external_id=person.external_id,
            name=person.name,
            email=person.email,
            title=placement.seat.title if placement else "",
            seat_id=placement.seat_id if placement else None,
            unit_id=placement.unit_id if placement else None,
            site=person.site.name if person.site else "",
            site_id=person.site_id,
            manager_id=placement.manager_id if placement else None,
            away_until=away.get(person.pk),
        )


class UnitOut(BaseModel):
    id: int
    external_id: str | None
    name: str
    parent_id: int | None

    @classmethod
    def of(cls, unit: Unit) -> UnitOut:
        return cls(id=unit.pk, external_id=unit.external_id, name=unit.name, parent_id=unit.parent_id)


class SeatOut(BaseModel):
    """`person_id` is null for a vacancy; `people_below` counts people, never vacancies."""

    id: int
    external_id: str | None
    title: str
    unit_id: int | None
    manager_seat_id: int | None
    person_id: int | None
    people_below: int

    @classmethod
    def of(cls, row: chart.Row) -> SeatOut:
        seat, person = row.place.seat, row.place.person
        return cls(
            id=seat.pk,
            external_id=seat.external_id,
            title=seat.title,
            unit_id=seat.unit_id,
            manager_seat_id=row.above.pk if row.above else None,
            person_id=person.pk if person else None,
            people_below=row.place.below,
        )


class PeopleOut(BaseModel):
    items: list[PersonOut]
    next: int | None


class TeamOut(BaseModel):
    """`leads` is false for people who lead nobody: then these are the manager and those beside me."""

    leads: bool
    items: list[PersonOut]


class UnitsOut(BaseModel):
    items: list[UnitOut]
    next: int | None


class SeatsOut(BaseModel):
    items: list[SeatOut]
    next: int | None


@router.get("/people", response={200: PeopleOut, **ALWAYS}, summary="Everybody who works here")
def person_list(
    request: ApiRequest,
    page: Query[PageIn],
    unit: Annotated[int | None, Query(ge=1, le=LARGEST_ID)] = None,
    manager: Annotated[int | None, Query(ge=1, le=LARGEST_ID)] = None,
    email: Annotated[str | None, Query(max_length=254)] = None,
) -> PeopleOut:
    """`unit` includes the units below it, `manager` means right below."""
    rows = directory.directory(request.actor)
    if unit is not None:
        rows = rows.filter(placement__unit__lineage__contains=[unit])
    if manager is not None:
        rows = rows.filter(placement__manager=manager)
    if email is not None:
        rows = rows.filter(email=email.lower())
    people, further = page_of(rows, page)
    return PeopleOut(items=told(request, people), next=further)


@router.get("/team", response={200: TeamOut, **ALWAYS}, summary="The people I lead, or the team around me")
def team_detail(request: ApiRequest) -> TeamOut:
    if request.actor.person_id is None:
        return TeamOut(leads=False, items=[])
    mine = teams.my_team(request.actor)
    return TeamOut(leads=bool(mine), items=told(request, mine or teams.team_around(request.actor)))


@router.get("/me", response={200: PersonOut, **ALWAYS}, summary="Who I am here")
def me_detail(request: ApiRequest) -> PersonOut:
    return told(request, [get_object_or_404(directory.anybody(request.actor), pk=request.actor.person_id)])[0]


@router.get("/people/{id}", response={200: PersonOut, **ALWAYS}, summary="One person")
def person_detail(request: ApiRequest, id: int) -> PersonOut:
    person = get_object_or_404(directory.anybody(request.actor), pk=id)
    return told(request, [person])[0]


@router.get("/units", response={200: UnitsOut, **ALWAYS}, summary="All units")
def unit_list(request: ApiRequest, page: Query[PageIn]) -> UnitsOut:
    units, further = listing.units_after(request.actor, after=page.after, limit=page.limit)
    return UnitsOut(items=[UnitOut.of(unit) for unit in units], next=further)


@router.get("/units/{id}", response={200: UnitOut, **ALWAYS}, summary="One unit")
def unit_detail(request: ApiRequest, id: int) -> UnitOut:
    return UnitOut.of(get_object_or_404(queries.units(), pk=id))


@router.get("/seats", response={200: SeatsOut, **ALWAYS}, summary="All seats, with who holds them")
def seat_list(
    request: ApiRequest,
    page: Query[PageIn],
    under: Annotated[int | None, Query(ge=1, le=LARGEST_ID)] = None,
) -> SeatsOut:
    """`under` means right below that seat."""
    seat = get_object_or_404(chart.seats_visible_to(request.actor), pk=under) if under else None
    rows, further = chart.chart_table(request.actor, under=seat, after=page.after, limit=page.limit)
    return SeatsOut(items=[SeatOut.of(row) for row in rows], next=further)


def told(request: ApiRequest, people: Iterable[Person]) -> list[PersonOut]:
    """People as everybody in the company may know them. One query for any number."""
    people = list(people)
    away = last_days_away(request.actor, [person.pk for person in people])
    return [PersonOut.of(person, away) for person in people]
