"""The JSON door to what was agreed: the same queries, policies and services."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from django.shortcuts import get_object_or_404
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from alongside.commitments import queries, services
from alongside.commitments.forms import LONGEST_REASON
from alongside.commitments.models import Commitment
from alongside.core.api import ApiRequest, Problem

router = Router(tags=["Actions"])
REFUSALS = {403: Problem, 404: Problem, 422: Problem}


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


class RedatingIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    due_on: date
    reason: str = Field(min_length=1, max_length=LONGEST_REASON)


class DroppingIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    reason: str = Field(min_length=1, max_length=LONGEST_REASON)


class ObstacleIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    words: str = Field(min_length=1, max_length=LONGEST_REASON)


@router.get("/", response=list[ActionOut], summary="What I do, and what others do for me")
def action_list(request: ApiRequest, state: Literal["open", "kept", "dropped"] = "open") -> list[ActionOut]:
    rows = queries.commitments_visible_to(request.actor).filter(state=state).order_by("due_on", "pk")
    return [ActionOut.of(one) for one in rows[:500]]


@router.post("/{id}/keeping", response={200: ActionOut, **REFUSALS}, summary="Done")
def keeping_create(request: ApiRequest, id: int) -> ActionOut:
    commitment = _commitment(request, id)
    services.keep_commitment(actor=request.actor, commitment=commitment)
    return ActionOut.of(_commitment(request, id))


@router.post("/{id}/redating", response={200: ActionOut, **REFUSALS}, summary="A new date, and why")
def redating_create(request: ApiRequest, id: int, body: RedatingIn) -> ActionOut:
    commitment = _commitment(request, id)
    services.redate_commitment(
        actor=request.actor, commitment=commitment, due_on=body.due_on, reason=body.reason
    )
    return ActionOut.of(_commitment(request, id))


@router.post("/{id}/dropping", response={200: ActionOut, **REFUSALS}, summary="Drop it, and why")
def dropping_create(request: ApiRequest, id: int, body: DroppingIn) -> ActionOut:
    services.drop_commitment(actor=request.actor, commitment=_commitment(request, id), reason=body.reason)
    return ActionOut.of(_commitment(request, id))


@router.post("/{id}/reopening", response={200: ActionOut, **REFUSALS}, summary="Take it up once more")
def reopening_create(request: ApiRequest, id: int) -> ActionOut:
    services.reopen_commitment(actor=request.actor, commitment=_commitment(request, id))
    return ActionOut.of(_commitment(request, id))


@router.post(
    "/{id}/obstacles",
    response={200: ActionOut, **REFUSALS},
    summary="Ask HR to remove what stands in the way",
)
def obstacle_create(request: ApiRequest, id: int, body: ObstacleIn) -> ActionOut:
    services.ask_hr(actor=request.actor, commitment=_commitment(request, id), words=body.words)
    return ActionOut.of(_commitment(request, id))


def _commitment(request: ApiRequest, id: int) -> Commitment:
    return get_object_or_404(queries.commitments_visible_to(request.actor), pk=id)
