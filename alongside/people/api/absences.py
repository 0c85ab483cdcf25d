"""Days away, and who stands in meanwhile. Everybody may know the days; nobody asks for a reason."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from alongside.core.api import (
    ALWAYS,
    LARGEST_ID,
    REFUSALS,
    ApiRequest,
    Body,
    Day,
    PageIn,
    changed_once,
    changing,
    made_once,
    page_of,
)
from alongside.people.away import services
from alongside.people.models import Absence, Delegation, Person
from alongside.people.queries import days_away, people_visible_to

router = Router(tags=["Days away"])
delegations = Router(tags=["Days away"])


class AbsenceIn(Body):
    """Both days are days away."""

    person_id: int = Field(ge=1, le=LARGEST_ID)
    first_day: Day
    last_day: Day


class AbsenceOut(BaseModel):
    id: int
    person_id: int
    first_day: date
    last_day: date

    @classmethod
    def of(cls, absence: Absence) -> AbsenceOut:
        first: date = absence.during.lower
        return cls(id=absence.pk, person_id=absence.person_id, first_day=first, last_day=absence.last_day)


class AbsencesOut(BaseModel):
    items: list[AbsenceOut]
    next: int | None


class DelegationIn(Body):
    from_person_id: int = Field(ge=1, le=LARGEST_ID)
    to_person_id: int = Field(ge=1, le=LARGEST_ID)
    first_day: Day
    last_day: Day


class DelegationOut(BaseModel):
    """Without days: it was ended before its first day was over, and holds on no day."""

    id: int
    from_person_id: int
    to_person_id: int
    first_day: date | None
    last_day: date | None

    @classmethod
    def of(cls, one: Delegation) -> DelegationOut:
        return cls(
            id=one.pk,
            from_person_id=one.from_person_id,
            to_person_id=one.to_person_id,
            first_day=None if one.during.isempty else one.during.lower,
            last_day=None if one.during.isempty else one.last_day,
        )


class DelegationsOut(BaseModel):
    items: list[DelegationOut]
    next: int | None


@router.get("/", response={200: AbsencesOut, **ALWAYS}, summary="Days away of a person, now and later")
def absence_list(request: ApiRequest, person: Annotated[int, Query(ge=1, le=LARGEST_ID)]) -> AbsencesOut:
    """All of one's own; of others the next month."""
    found = days_away.absences_ahead(request.actor, _person(request, person))
    return AbsencesOut(items=[AbsenceOut.of(one) for one in found], next=None)


@router.post("/", response={201: AbsenceOut, **REFUSALS}, summary="Enter days away")
def absence_create(request: ApiRequest, body: AbsenceIn) -> Status[AbsenceOut]:
    person = _person(request, body.person_id)
    made = made_once(
        request,
        lambda: services.add_absence(
            actor=request.actor, person=person, first_day=body.first_day, last_day=body.last_day
        ),
        lambda pk: get_object_or_404(days_away.absences_visible_to(request.actor), pk=pk),
    )
    return Status(201, AbsenceOut.of(made))


@router.delete("/{id}", response={204: None, **REFUSALS}, summary="Remove days away")
def absence_delete(request: ApiRequest, id: int) -> HttpResponse:
    with changing(request, days_away.absences_visible_to(request.actor), id, AbsenceOut.of) as absence:
        services.remove_absence(actor=request.actor, absence=absence)
    return HttpResponse(status=204)


@delegations.get("/", response={200: DelegationsOut, **ALWAYS}, summary="Who stands in for whom")
def delegation_list(request: ApiRequest, page: Query[PageIn]) -> DelegationsOut:
    rows = days_away.delegations_visible_to(request.actor).filter(during__isempty=False)
    found, further = page_of(rows, page)
    return DelegationsOut(items=[DelegationOut.of(one) for one in found], next=further)


@delegations.post("/", response={201: DelegationOut, **REFUSALS}, summary="Name who stands in")
def delegation_create(request: ApiRequest, body: DelegationIn) -> Status[DelegationOut]:
    person, to = _person(request, body.from_person_id), _person(request, body.to_person_id)
    made = made_once(
        request,
        lambda: services.delegate(
            actor=request.actor, person=person, to=to, first_day=body.first_day, last_day=body.last_day
        ),
        lambda pk: get_object_or_404(days_away.delegations_visible_to(request.actor), pk=pk),
    )
    return Status(201, DelegationOut.of(made))


@delegations.post("/{id}/ending", response={200: DelegationOut, **REFUSALS}, summary="End it early")
def delegation_end(request: ApiRequest, id: int) -> DelegationOut:
    return changed_once(
        request,
        days_away.delegations_visible_to(request.actor),
        id,
        DelegationOut.of,
        lambda one: services.end_delegation(actor=request.actor, delegation=one),
    )


def _person(request: ApiRequest, pk: int) -> Person:
    return get_object_or_404(people_visible_to(request.actor), pk=pk)
