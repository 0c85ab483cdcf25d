"""The JSON door to the directory and the chart: the same queries, read alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import BaseModel, Field

from alongside.core.api import ApiRequest, Problem
from alongside.people.models import Person, Unit
from alongside.people.queries import chart, directory, listing
from alongside.people.queries.days_away import last_days_away

router = Router(tags=["People and the chart"])


class PageIn(BaseModel):
    """`after` is the `next` of the page before; empty for the first page."""

    after: int = Field(default=0, ge=0, le=2**62)
    limit: int = Field(default=100, ge=1, le=listing.MOST)


class PersonOut(BaseModel):
    id: int
    external_id: str | None
    name: str
    email: str | None
    title: str
    seat_id: int | None
    unit_id: int | None
    site: str
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


class UnitsOut(BaseModel):
    items: list[UnitOut]
    next: int | None


class SeatsOut(BaseModel):
    items: list[SeatOut]
    next: int | None


@router.get("/people", response=PeopleOut, summary="Everybody who works here")
def person_list(request: ApiRequest, page: Query[PageIn]) -> PeopleOut:
    people, further = listing.people_after(request.actor, after=page.after, limit=page.limit)
    return PeopleOut(items=_told(request, people), next=further)


@router.get("/people/{id}", response={200: PersonOut, 404: Problem}, summary="One person")
def person_detail(request: ApiRequest, id: int) -> PersonOut:
    person = get_object_or_404(directory.anybody(request.actor), pk=id)
    return _told(request, [person])[0]


@router.get("/units", response=UnitsOut, summary="All units")
def unit_list(request: ApiRequest, page: Query[PageIn]) -> UnitsOut:
    units, further = listing.units_after(request.actor, after=page.after, limit=page.limit)
    return UnitsOut(items=[UnitOut.of(unit) for unit in units], next=further)


@router.get("/seats", response=SeatsOut, summary="All seats, with who holds them")
def seat_list(request: ApiRequest, page: Query[PageIn]) -> SeatsOut:
    rows, further = chart.chart_table(request.actor, under=None, after=page.after, limit=page.limit)
    return SeatsOut(items=[SeatOut.of(row) for row in rows], next=further)


def _told(request: ApiRequest, people: Iterable[Person]) -> list[PersonOut]:
    people = list(people)
    away = last_days_away(request.actor, [person.pk for person in people])
    return [PersonOut.of(person, away) for person in people]
