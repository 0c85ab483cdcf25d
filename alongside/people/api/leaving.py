"""Who leaves and who left lately, for those who see it; that somebody stays after all; who is without a manager."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import BaseModel

from alongside.core.api import ALWAYS, REFUSALS, ApiRequest, PageIn, changing, only_there_for, page_of
from alongside.people.api import PeopleOut, told
from alongside.people.api.duties import TAG
from alongside.people.leaving import queries, services
from alongside.people.models import Departure
from alongside.people.policies import can_see_departures

router = Router(tags=[TAG])
without_manager = Router(tags=[TAG])


class DepartureOut(BaseModel):
    """`last_day` is the last day on which they work here; `ended_at` is null while it is to come.

    `source` is who said so: person, file (the organisation file) or scim (the identity provider).
    """

    id: int
    person_id: int
    last_day: date
    ended_at: datetime | None
    source: str
    made_by_id: int | None

    @classmethod
    def of(cls, one: Departure) -> DepartureOut:
        return cls(
            id=one.pk,
            person_id=one.person_id,
            last_day=one.last_day,
            ended_at=one.done_at,
            source=one.source,
            made_by_id=one.made_by_id,
        )


class DeparturesOut(BaseModel):
    items: list[DepartureOut]
    next: int | None


@router.get("/", response={200: DeparturesOut, **ALWAYS}, summary="Who leaves, and who left in three months")
def departure_list(request: ApiRequest, page: Query[PageIn]) -> DeparturesOut:
    only_there_for(can_see_departures(request.actor))
    found, further = page_of(queries.departures_visible_to(request.actor), page)
    return DeparturesOut(items=[DepartureOut.of(one) for one in found], next=further)


@router.get("/{id}", response={200: DepartureOut, **ALWAYS}, summary="One leaving")
def departure_detail(request: ApiRequest, id: int) -> DepartureOut:
    return DepartureOut.of(get_object_or_404(queries.departures_visible_to(request.actor), pk=id))


@router.delete("/{id}", response={204: None, **REFUSALS}, summary="They stay")
def departure_delete(request: ApiRequest, id: int) -> HttpResponse:
    with changing(request, queries.departures_visible_to(request.actor), id, DepartureOut.of) as departure:
        services.withdraw_departure(actor=request.actor, departure=departure)
    return HttpResponse(status=204)


@without_manager.get(
    "/",
    response={200: PeopleOut, **ALWAYS},
    summary="People whose manager has left, for HR and their HR partner",
)
def without_manager_list(request: ApiRequest, page: Query[PageIn]) -> PeopleOut:
    """`manager_id` is whoever is next above them meanwhile."""
    only_there_for(queries.sees_left_places(request.actor))
    rows = queries.without_manager(request.actor).select_related("placement__seat", "placement__unit", "site")
    people, further = page_of(rows, page)
    return PeopleOut(items=told(request, people), next=further)
