"""Who administers which unit, for administrators; for everybody else their own, with the people in it."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import BaseModel

from alongside.core.api import ALWAYS, ApiRequest, PageIn, only_there_for, page_of
from alongside.people.api import PeopleOut, told
from alongside.people.api.duties import TAG
from alongside.people.mandates.policies import can_see_administrations
from alongside.people.models import UnitAdministration
from alongside.people.queries import mandates

router = Router(tags=[TAG])


class AdministrationOut(BaseModel):
    """Of a unit and everything below it; `last_day` is null until somebody ends it."""

    id: int
    unit_id: int
    person_id: int
    first_day: date
    last_day: date | None

    @classmethod
    def of(cls, one: UnitAdministration) -> AdministrationOut:
        return cls(
            id=one.pk,
            unit_id=one.unit_id,
            person_id=one.person_id,
            first_day=one.during.lower,
            last_day=one.last_day,
        )


class AdministrationsOut(BaseModel):
    items: list[AdministrationOut]
    next: int | None


@router.get("/", response={200: AdministrationsOut, **ALWAYS}, summary="Who administers which unit")
def administration_list(request: ApiRequest, page: Query[PageIn]) -> AdministrationsOut:
    found, further = page_of(_visible(request), page)
    return AdministrationsOut(items=[AdministrationOut.of(one) for one in found], next=further)


@router.get("/people", response={200: PeopleOut, **ALWAYS}, summary="The people of units I administer")
def administered_list(request: ApiRequest, page: Query[PageIn]) -> PeopleOut:
    only_there_for(mandates.administered_units(request.actor))
    rows = mandates.people_administered_by(request.actor)
    people, further = page_of(rows.select_related("placement__seat", "placement__unit", "site"), page)
    return PeopleOut(items=told(request, people), next=further)


@router.get("/{id}", response={200: AdministrationOut, **ALWAYS}, summary="One administration of a unit")
def administration_detail(request: ApiRequest, id: int) -> AdministrationOut:
    return AdministrationOut.of(get_object_or_404(_visible(request), pk=id))


def _visible(request: ApiRequest) -> QuerySet[UnitAdministration]:
    """All of them for whom their page is there, one's own for whom “My units” is there; for others nothing is."""
    if can_see_administrations(request.actor):
        return mandates.administrations_held()
    only_there_for(mandates.administered_units(request.actor))
    return mandates.administrations_held().filter(person_id=request.actor.me)
