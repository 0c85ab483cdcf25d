"""Waves of invitations, for those who may invite. Of people there are counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from alongside.core.api import (
    ALWAYS,
    LARGEST_ID,
    REFUSALS,
    ApiRequest,
    Body,
    PageIn,
    changed_once,
    made_once,
    page_of,
)
from alongside.invitations import queries, services
from alongside.invitations.api.letters import router as letters
from alongside.invitations.models import Wave
from alongside.people.queries import units

router = Router(tags=["Invitations"])
MOST_ON_A_LIST = 5_000


class WaveIn(Body):
    """`unit_id` goes with the reach "unit", `people` (addresses or numbers of people) with "list"."""

    name: str = Field(min_length=1, max_length=120)
    reach: Literal["unit", "list", "everybody"]
    unit_id: int | None = Field(default=None, ge=1, le=LARGEST_ID)
    people: list[Annotated[str, Field(max_length=254)]] = Field(default=[], max_length=MOST_ON_A_LIST)


class WaveOut(BaseModel):
    id: int
    name: str
    reach: str
    state: str
    unit_id: int | None
    made_at: datetime
    begun_at: datetime | None

    @classmethod
    def of(cls, wave: Wave) -> WaveOut:
        return cls.model_validate(wave, from_attributes=True)


class ProgressOut(BaseModel):
    """Of `by_letter`, `letters_waiting` have no letter yet.

    `came` is null where so few were invited that a count would point at somebody.
    """

    people: int
    invited: int
    by_letter: int
    letters_waiting: int
    came: int | None


class WavesOut(BaseModel):
    items: list[WaveOut]
    next: int | None


@router.get("/waves", response={200: WavesOut, **ALWAYS}, summary="Waves of invitations")
def wave_list(
    request: ApiRequest,
    page: Query[PageIn],
    state: Literal["draft", "running", "paused", "done"] | None = None,
) -> WavesOut:
    rows = queries.waves_visible_to(request.actor)
    found, further = page_of(rows.filter(state=state) if state else rows, page)
    return WavesOut(items=[WaveOut.of(wave) for wave in found], next=further)


@router.post("/waves", response={201: WaveOut, **REFUSALS}, summary="Plan a wave; nobody is written to yet")
def wave_create(request: ApiRequest, body: WaveIn) -> Status[WaveOut]:
    unit = get_object_or_404(units(), pk=body.unit_id) if body.unit_id else None
    made = made_once(
        request,
        lambda: services.create_wave(
            actor=request.actor, name=body.name, reach=body.reach, unit=unit, emails=body.people
        ),
        lambda pk: _wave(request, pk),
    )
    return Status(201, WaveOut.of(made))


@router.get("/waves/{id}", response={200: WaveOut, **ALWAYS}, summary="One wave")
def wave_detail(request: ApiRequest, id: int) -> WaveOut:
    return WaveOut.of(_wave(request, id))


@router.get("/waves/{id}/progress", response={200: ProgressOut, **ALWAYS}, summary="How far a wave has come")
def progress_detail(request: ApiRequest, id: int) -> ProgressOut:
    return ProgressOut.model_validate(queries.progress_of(_wave(request, id)), from_attributes=True)


@router.post("/waves/{id}/beginning", response={200: WaveOut, **REFUSALS}, summary="Begin, or go on")
def beginning_create(request: ApiRequest, id: int) -> WaveOut:
    return _changed(request, id, services.begin_wave)


@router.post("/waves/{id}/pause", response={200: WaveOut, **REFUSALS}, summary="Write to nobody more for now")
def pause_create(request: ApiRequest, id: int) -> WaveOut:
    return _changed(request, id, services.pause_wave)


def _changed(request: ApiRequest, id: int, change: Callable[..., object]) -> WaveOut:
    return changed_once(
        request,
        queries.waves_visible_to(request.actor),
        id,
        WaveOut.of,
        lambda wave: change(actor=request.actor, wave=wave),
    )


def _wave(request: ApiRequest, id: int) -> Wave:
    return get_object_or_404(queries.waves_visible_to(request.actor), pk=id)


router.add_router("", letters)
