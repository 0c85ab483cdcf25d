"""Where somebody stood on a past day: for the person themselves and for HR, as their page tells it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import BaseModel

from alongside.core.api import ALWAYS, ApiRequest, Day
from alongside.people.calendar import today
from alongside.people.forms.directory import checked_day
from alongside.people.history import Standing, standing_on
from alongside.people.policies import can_see_history
from alongside.people.queries import directory

router = Router(tags=["People and the chart"])


class SeatThenOut(BaseModel):
    """Which unit a seat belongs to is not kept by day: it is that of today."""

    seat_id: int
    title: str
    unit_id: int | None
    is_primary: bool


class DottedThenOut(BaseModel):
    manager_seat_id: int
    scope: str


class StandingOut(BaseModel):
    """`above` runs from the manager upwards, `team` is right below; people who were erased are left out."""

    day: date
    seats: list[SeatThenOut]
    manager_id: int | None
    above: list[int]
    dotted: list[DottedThenOut]
    hr_partners: list[int]
    team: list[int]
    people_below: int

    @classmethod
    def of(cls, standing: Standing) -> StandingOut:
        return cls(
            day=standing.day,
            seats=[
                SeatThenOut(
                    seat_id=held.seat_id,
                    title=held.seat.title,
                    unit_id=held.seat.unit_id,
                    is_primary=held.is_primary,
                )
                for held in standing.seats
            ],
            manager_id=standing.manager.pk if standing.manager else None,
            above=[one.pk for one in standing.above],
            dotted=[
                DottedThenOut(manager_seat_id=line.manager_seat_id, scope=line.scope)
                for line in standing.dotted
            ],
            hr_partners=[one.pk for one in standing.partners],
            team=[one.pk for one in standing.team],
            people_below=standing.below,
        )


@router.get(
    "/people/{id}/history", response={200: StandingOut, **ALWAYS}, summary="Where somebody stood on a day"
)
def person_history(request: ApiRequest, id: int, day: Annotated[Day | None, Query()] = None) -> StandingOut:
    """A day of the past, or today."""
    person = get_object_or_404(directory.anybody(request.actor), pk=id)
    can_see_history(request.actor, person).enforce()
    return StandingOut.of(standing_on(person, checked_day(day or today())))
