"""The JSON door to what was agreed: the same queries, policies and services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Literal

from django.db.models import Q
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import BaseModel, Field

from alongside.commitments import queries, services
from alongside.commitments.forms import LONGEST_REASON
from alongside.commitments.models import Commitment
from alongside.core.api import ALWAYS, REFUSALS, ApiRequest, Body, Day, PageIn, changed_once, page_of

router = Router(tags=["Actions"])


class ActionOut(BaseModel):
    id: int
    kind: str
    text: str
    cue: str
    owner_id: int
    owed_to_id: int
    due_on: date
    state: str
    times_carried: int
    version: int
    made_at: datetime

    @classmethod
    def of(cls, commitment: Commitment) -> ActionOut:
        """Raises Unreadable, not a validation error, for words whose key was erased."""
        return cls(**{name: getattr(commitment, name) for name in cls.model_fields})


class RedatingIn(Body):
    due_on: Day
    reason: str = Field(min_length=1, max_length=LONGEST_REASON)


class DroppingIn(Body):
    reason: str = Field(min_length=1, max_length=LONGEST_REASON)


class ObstacleIn(Body):
    words: str = Field(min_length=1, max_length=LONGEST_REASON)


class ActionsOut(BaseModel):
    items: list[ActionOut]
    next: int | None


@router.get("/", response={200: ActionsOut, **ALWAYS}, summary="What I do, and what others do for me")
def action_list(
    request: ApiRequest,
    page: Query[PageIn],
    state: Literal["open", "kept", "dropped"] | None = None,
    owner: Literal["me", "others"] | None = None,
    due_before: Day | None = None,
) -> ActionsOut:
    rows = queries.commitments_visible_to(request.actor)
    if state is not None:
        rows = rows.filter(state=state)
    if owner is not None:
        mine = Q(owner=request.actor.me)
        rows = rows.filter(mine if owner == "me" else ~mine)
    if due_before is not None:
        rows = rows.filter(due_on__lt=due_before)
    found, further = page_of(rows, page)
    return ActionsOut(items=[ActionOut.of(one) for one in found], next=further)


@router.get("/{id}", response={200: ActionOut, **ALWAYS}, summary="One action")
def action_detail(request: ApiRequest, id: int) -> ActionOut:
    return ActionOut.of(_commitment(request, id))


@router.post("/{id}/keeping", response={200: ActionOut, **REFUSALS}, summary="Done")
def keeping_create(request: ApiRequest, id: int) -> ActionOut:
    return _changed(request, id, services.keep_commitment)


@router.post("/{id}/redating", response={200: ActionOut, **REFUSALS}, summary="A new date, and why")
def redating_create(request: ApiRequest, id: int, body: RedatingIn) -> ActionOut:
    return _changed(request, id, services.redate_commitment, due_on=body.due_on, reason=body.reason)


@router.post("/{id}/dropping", response={200: ActionOut, **REFUSALS}, summary="Drop it, and why")
def dropping_create(request: ApiRequest, id: int, body: DroppingIn) -> ActionOut:
    return _changed(request, id, services.drop_commitment, reason=body.reason)


@router.post("/{id}/reopening", response={200: ActionOut, **REFUSALS}, summary="Take it up once more")
def reopening_create(request: ApiRequest, id: int) -> ActionOut:
    return _changed(request, id, services.reopen_commitment)


@router.post(
    "/{id}/obstacles",
    response={200: ActionOut, **REFUSALS},
    summary="Ask HR to remove what stands in the way",
)
def obstacle_create(request: ApiRequest, id: int, body: ObstacleIn) -> ActionOut:
    return _changed(request, id, services.ask_hr, words=body.words)


def _changed(request: ApiRequest, id: int, change: Callable[..., object], **values: object) -> ActionOut:
    return changed_once(
        request,
        queries.commitments_visible_to(request.actor),
        id,
        ActionOut.of,
        lambda commitment: change(actor=request.actor, commitment=commitment, **values),
    )


def _commitment(request: ApiRequest, id: int) -> Commitment:
    return get_object_or_404(queries.commitments_visible_to(request.actor), pk=id)
