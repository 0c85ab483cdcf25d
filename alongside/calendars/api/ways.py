"""How the talks of a pair get into their calendars: already there, or invitations by mail; and what was answered."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.db import transaction
from django.http import Http404
from ninja import Router
from pydantic import BaseModel

from alongside.calendars import queries, services
from alongside.calendars.models import Answer, Booking
from alongside.calendars.policies import can_choose_way
from alongside.core.api import ALWAYS, REFUSALS, ApiRequest, Body, same_as_read
from alongside.core.calendar_offers import PlannedTalk

router = Router(tags=["Calendars"])


class WayIn(Body):
    """“own”: the talks stand in both calendars already; “mail”: both are invited by mail."""

    way: Literal["own", "mail"]


class WayOut(BaseModel):
    """For both at once. `may_change` is false once they meet no more."""

    kind: str
    key: int
    way: str
    may_change: bool


class AnswerOut(BaseModel):
    """What one of the two answered in their calendar; `slot_at` is null where it is about all talks of an event."""

    id: int
    person_id: int
    status: str
    slot_at: datetime | None
    proposed_at: datetime | None
    received_at: datetime

    @classmethod
    def of(cls, answer: Answer) -> AnswerOut:
        return cls.model_validate(answer, from_attributes=True)


class AnswersOut(BaseModel):
    items: list[AnswerOut]
    next: int | None


@router.get("/{kind}/{key}", response={200: WayOut, **ALWAYS}, summary="How my 1:1s get into our calendars")
def way_detail(request: ApiRequest, kind: str, key: int) -> WayOut:
    """`kind` is “one_on_ones.series”, `key` the number of the 1:1."""
    return _way(request, _talk(request, kind, key))


@router.put(
    "/{kind}/{key}", response={200: WayOut, **REFUSALS}, summary="Have invitations sent to us both, or none"
)
def way_update(request: ApiRequest, kind: str, key: int, body: WayIn) -> WayOut:
    talk = _talk(request, kind, key)
    with transaction.atomic():
        queries.hold_still(talk.people)
        same_as_read(request, _way(request, talk))
        services.choose_way(actor=request.actor, talk=talk, way=body.way)
    return _way(request, talk)


@router.get("/{kind}/{key}/answers", response={200: AnswersOut, **ALWAYS}, summary="What we two answered")
def answer_list(request: ApiRequest, kind: str, key: int) -> AnswersOut:
    """To what is still to come, the newest first. Empty where no answers are read."""
    talk = _talk(request, kind, key)
    found = queries.answers_to_show(request.actor, talk.kind, talk.key) if queries.reads_answers() else []
    return AnswersOut(items=[AnswerOut.of(one) for one in found], next=None)


def _talk(request: ApiRequest, kind: str, key: int) -> PlannedTalk:
    talk = queries.own_talk(request.actor, kind, key)
    if talk is None:
        raise Http404
    return talk


def _way(request: ApiRequest, talk: PlannedTalk) -> WayOut:
    booking = queries.bookings_visible_to(request.actor).filter(kind=talk.kind, key=talk.key).first()
    return WayOut(
        kind=talk.kind,
        key=talk.key,
        way=booking.way if booking else Booking.Way.OWN,
        may_change=bool(can_choose_way(request.actor, talk)),
    )
