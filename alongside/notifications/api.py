"""My own choice how I hear of news."""

from __future__ import annotations

from typing import Literal

from ninja import Router
from pydantic import BaseModel

from alongside.core.api import ALWAYS, REFUSALS, ApiRequest, Body
from alongside.notifications import queries, services
from alongside.people.queries import me

router = Router(tags=["News"])


class ChoiceIn(Body):
    routine: Literal["at_once", "daily", "never"]


class ChoiceOut(BaseModel):
    routine: str


@router.get("/choice", response={200: ChoiceOut, **ALWAYS}, summary="How I hear of news")
def choice_detail(request: ApiRequest) -> ChoiceOut:
    return ChoiceOut(routine=queries.routine_choice(me(request.actor)))


@router.put("/choice", response={200: ChoiceOut, **REFUSALS}, summary="Choose how I hear of news")
def choice_update(request: ApiRequest, body: ChoiceIn) -> ChoiceOut:
    return ChoiceOut(routine=services.choose_routine(actor=request.actor, routine=body.routine).routine)
