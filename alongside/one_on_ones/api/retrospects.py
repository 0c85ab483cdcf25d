"""Looking back: how regularly the two meet, what they answer about it, and that a talk did not take place."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router
from pydantic import BaseModel, Field

from alongside.core.actor import Actor
from alongside.core.api import ALWAYS, REFUSALS, ApiRequest, Body, changed_once, changing
from alongside.one_on_ones import queries, services
from alongside.one_on_ones.models import Series
from alongside.one_on_ones.retrospect import retrospect
from alongside.one_on_ones.schemas import MeetingOut
from alongside.one_on_ones.slots import Slot

router = Router(tags=["1:1s"])


class PeriodOut(BaseModel):
    """One period of the rhythm, both days included. Held, not held and contested ones were expected."""

    first_day: date
    last_day: date
    outcome: str

    @classmethod
    def of(cls, slot: Slot) -> PeriodOut:
        return cls(first_day=slot.period.starts, last_day=slot.last_day, outcome=slot.outcome)


class LeastOut(BaseModel):
    """So many meetings in any so many days are the least that is a rhythm."""

    meetings: int
    days: int


class TogetherOut(BaseModel):
    """Means of both, over the latest rounds in which both answered: in halves, and in steps of ten per cent."""

    useful: float
    employee_talked: int


class RetrospectOut(BaseModel):
    """The same for both, but for `asked_about_id`: the meeting after which I am asked how useful our talks are.

    `below_least` where the least was not reached; `together` once both have answered twice. Nobody reads one answer.
    """

    periods: list[PeriodOut]
    expected: int
    held: int
    below_least: LeastOut | None
    themes_touched: list[str]
    themes_waiting: list[str]
    due: int
    done_in_time: int
    together: TogetherOut | None
    asked_about_id: int | None

    @classmethod
    def of(cls, actor: Actor, series: Series) -> RetrospectOut:
        found = retrospect(actor, series)
        floor, together, asked = found.floor, found.together, found.asked_about
        return cls(
            periods=[PeriodOut.of(slot) for slot in found.slots],
            expected=found.tally.expected,
            held=found.tally.held,
            below_least=LeastOut(meetings=floor.meetings, days=floor.days) if floor else None,
            themes_touched=sorted(found.coverage.touched),
            themes_waiting=list(found.coverage.missing),
            due=found.closure.due,
            done_in_time=found.closure.in_time,
            together=TogetherOut(useful=together.useful, employee_talked=together.employee_talked)
            if together
            else None,
            asked_about_id=asked.pk if asked else None,
        )


class RatingIn(Body):
    """How useful the last talks were to me, 1 to 5, and the share of the time in which the employee talked."""

    useful: int = Field(ge=1, le=5)
    employee_talked: int = Field(ge=0, le=100)


@router.get(
    "/{id}/looking-back",
    response={200: RetrospectOut, **ALWAYS},
    summary="How our 1:1s go, and whether I am asked about it",
)
def retrospect_detail(request: ApiRequest, id: int) -> RetrospectOut:
    series = get_object_or_404(queries.series_visible_to(request.actor), pk=id)
    return RetrospectOut.of(request.actor, series)


@router.put(
    "/{id}/meetings/{meeting_id}/rating",
    response={204: None, **REFUSALS},
    summary="My answer to how useful our talks are; a second one replaces it",
)
def rating_update(request: ApiRequest, id: int, meeting_id: int, body: RatingIn) -> HttpResponse:
    """Answered with nothing: what one of the two answered is read by nobody."""
    rows = queries.meetings_visible_to(request.actor).filter(series_id=id)
    with changing(request, rows, meeting_id, MeetingOut.of) as meeting:
        services.rate_talk(
            actor=request.actor, meeting=meeting, useful=body.useful, employee_talked=body.employee_talked
        )
    return HttpResponse(status=204)


@router.post(
    "/{id}/meetings/{meeting_id}/contest",
    response={200: MeetingOut, **REFUSALS},
    summary="We did not meet, although the other one says so",
)
def contest_create(request: ApiRequest, id: int, meeting_id: int) -> MeetingOut:
    rows = queries.meetings_visible_to(request.actor).filter(series_id=id)
    return changed_once(
        request,
        rows,
        meeting_id,
        MeetingOut.of,
        lambda meeting: services.contest_meeting(actor=request.actor, meeting=meeting),
    )


@router.delete(
    "/{id}/meetings/{meeting_id}/contest",
    response={200: MeetingOut, **REFUSALS},
    summary="We met after all",
)
def contest_delete(request: ApiRequest, id: int, meeting_id: int) -> MeetingOut:
    rows = queries.meetings_visible_to(request.actor).filter(series_id=id)
    return changed_once(
        request,
        rows,
        meeting_id,
        MeetingOut.of,
        lambda meeting: services.withdraw_contest(actor=request.actor, meeting=meeting),
    )
