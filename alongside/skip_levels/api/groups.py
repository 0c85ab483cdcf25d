"""An hour of a leader with five to eight people: who is next, the group, who comes, who was there."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from alongside.core.actor import Actor
from alongside.core.api import (
    ALWAYS,
    LARGEST_ID,
    REFUSALS,
    ApiRequest,
    Body,
    Moment,
    PageIn,
    changed_once,
    made_once,
    page_of,
)
from alongside.skip_levels import services
from alongside.skip_levels.api.talks import Purpose, State
from alongside.skip_levels.models import GroupTalk, Place
from alongside.skip_levels.policies import FEWEST_IN_GROUP, MOST_IN_GROUP, can_invite_group
from alongside.skip_levels.queries import groups as queries

router = Router(tags=["Skip-level talks"])


class GroupIn(Body):
    """Who it is follows from whose turn it is; the purpose is told to them and their managers."""

    purpose: Purpose
    starts_at: Moment
    size: int = Field(default=MOST_IN_GROUP, ge=FEWEST_IN_GROUP, le=MOST_IN_GROUP)


class GroupOut(BaseModel):
    id: int
    leader_id: int
    purpose: str
    starts_at: datetime
    minutes: int
    state: str

    @classmethod
    def of(cls, group: GroupTalk) -> GroupOut:
        return cls.model_validate(group, from_attributes=True)


class PlaceOut(BaseModel):
    """`state` is null for a manager who was only told: whether somebody comes is the group's matter."""

    id: int
    person_id: int
    state: str | None

    @classmethod
    def of(cls, place: Place, *, is_told: bool = False) -> PlaceOut:
        return cls(id=place.pk, person_id=place.person_id, state=None if is_told else place.state)


class WholeGroupOut(GroupOut):
    """The places as I see them: the group and its leader all, a manager those of their people.

    `my_place` is mine, also after I gave it up; `retelling_ids` are for the leader alone.
    """

    places: list[PlaceOut]
    my_place: PlaceOut | None
    retelling_ids: list[int]

    @classmethod
    def seen_by(cls, actor: Actor, group: GroupTalk) -> WholeGroupOut:
        places, mine = queries.seen_places(group), queries.own_place(actor, group)
        is_leader = actor.person_id == group.leader_id
        is_told = queries.is_told(actor, group, mine)
        return cls(
            **GroupOut.of(group).model_dump(),
            places=[PlaceOut.of(one, is_told=is_told) for one in places],
            my_place=PlaceOut.of(mine) if mine else None,
            retelling_ids=queries.heard_in(places) if is_leader else [],
        )


class GroupsOut(BaseModel):
    items: list[GroupOut]
    next: int | None


class NextOut(BaseModel):
    person_id: int


class NextOnesOut(BaseModel):
    items: list[NextOut]


class PlaceAnswerIn(Body):
    coming: bool


class AttendanceIn(Body):
    """Ids of the people who were there."""

    there: list[Annotated[int, Field(ge=1, le=LARGEST_ID)]] = Field(max_length=MOST_IN_GROUP)


@router.get(
    "/group-turns", response={200: NextOnesOut, **ALWAYS}, summary="For leaders: who would sit in a group"
)
def group_turn_list(request: ApiRequest) -> NextOnesOut:
    """In fair order; nobody is picked. Refused while fewer than five are free for one."""
    can_invite_group(request.actor).enforce()
    following = queries.next_in_turn(request.actor)[:MOST_IN_GROUP]
    return NextOnesOut(items=[NextOut(person_id=one.pk) for one in following])


@router.get(
    "/groups",
    response={200: GroupsOut, **ALWAYS},
    summary="Group talks that I lead, am invited to or was told of",
)
def group_list(request: ApiRequest, page: Query[PageIn], state: State | None = None) -> GroupsOut:
    rows = queries.groups_visible_to(request.actor)
    found, further = page_of(rows.filter(state=state) if state else rows, page)
    return GroupsOut(items=[GroupOut.of(one) for one in found], next=further)


@router.post(
    "/groups", response={201: WholeGroupOut, **REFUSALS}, summary="Invite a group and tell the managers"
)
def group_create(request: ApiRequest, body: GroupIn) -> Status[WholeGroupOut]:
    actor = request.actor
    made = made_once(
        request,
        lambda: services.invite_group(
            actor=actor, purpose=body.purpose, starts_at=body.starts_at, size=body.size
        ),
        lambda pk: _group(request, pk),
    )
    return Status(201, WholeGroupOut.seen_by(actor, _group(request, made.pk)))


@router.get("/groups/{id}", response={200: WholeGroupOut, **ALWAYS}, summary="One group talk, as I see it")
def group_detail(request: ApiRequest, id: int) -> WholeGroupOut:
    return WholeGroupOut.seen_by(request.actor, _group(request, id))


@router.post(
    "/groups/{id}/places/{place_id}/answer",
    response={200: WholeGroupOut, **REFUSALS},
    summary="I come, or I can’t: then my place goes to the next one",
)
def place_answer_create(request: ApiRequest, id: int, place_id: int, body: PlaceAnswerIn) -> WholeGroupOut:
    actor = request.actor
    places = queries.places_visible_to(actor).filter(group=id)

    def answer(_group: GroupTalk) -> None:
        place = get_object_or_404(places, pk=place_id)
        services.answer_place(actor=actor, place=place, coming=body.coming)

    shape = partial(WholeGroupOut.seen_by, actor)
    return changed_once(request, queries.groups_visible_to(actor), id, shape, answer)


@router.post(
    "/groups/{id}/closing",
    response={200: WholeGroupOut, **REFUSALS},
    summary="For the leader: we met, and these were there",
)
def group_closing_create(request: ApiRequest, id: int, body: AttendanceIn) -> WholeGroupOut:
    actor = request.actor
    return changed_once(
        request,
        queries.groups_visible_to(actor),
        id,
        partial(WholeGroupOut.seen_by, actor),
        lambda group: services.close_group(actor=actor, group=group, there=body.there),
    )


@router.post(
    "/groups/{id}/calling-off",
    response={200: WholeGroupOut, **REFUSALS},
    summary="For the leader: call it off",
)
def group_calling_off_create(request: ApiRequest, id: int) -> WholeGroupOut:
    actor = request.actor
    return changed_once(
        request,
        queries.groups_visible_to(actor),
        id,
        partial(WholeGroupOut.seen_by, actor),
        lambda group: services.call_off_group(actor=actor, group=group),
    )


def _group(request: ApiRequest, id: int) -> GroupTalk:
    return get_object_or_404(queries.groups_visible_to(request.actor), pk=id)
