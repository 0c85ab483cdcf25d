"""The JSON door to 1:1s: the same queries, policies and services."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.shortcuts import get_object_or_404
from ninja import Router, Status
from pydantic import BaseModel, ConfigDict, Field

from alongside.core.api import ApiRequest, Problem
from alongside.one_on_ones import queries, services
from alongside.one_on_ones.forms import LONGEST_ITEM
from alongside.one_on_ones.models import AgendaItem, Series

router = Router(tags=["1:1s"])


class SeriesOut(BaseModel):
    id: int
    manager_id: int
    employee_id: int
    started_on: str
    ended_on: str | None

    @classmethod
    def of(cls, series: Series) -> SeriesOut:
        return cls(
            id=series.pk,
            manager_id=series.manager_id,
            employee_id=series.employee_id,
            started_on=series.started_on.isoformat(),
            ended_on=series.ended_on.isoformat() if series.ended_on else None,
        )


class ItemIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1, max_length=LONGEST_ITEM)
    visibility: Literal["shared", "private"] = "shared"


class ItemOut(BaseModel):
    id: int
    author_id: int
    text: str
    visibility: str
    version: int
    made_at: datetime

    @classmethod
    def of(cls, item: AgendaItem) -> ItemOut:
        return cls(
            id=item.pk,
            author_id=item.author_id,
            text=item.text,
            visibility=item.visibility,
            version=item.version,
            made_at=item.made_at,
        )


@router.get("/", response=list[SeriesOut], summary="My 1:1s")
def series_list(request: ApiRequest) -> list[SeriesOut]:
    return [SeriesOut.of(series) for series in queries.series_visible_to(request.actor).order_by("pk")]


@router.get("/{id}/items", response={200: list[ItemOut], 404: Problem}, summary="The agenda of a 1:1")
def item_list(request: ApiRequest, id: int) -> list[ItemOut]:
    series = get_object_or_404(queries.series_visible_to(request.actor), pk=id)
    return [ItemOut.of(item) for item in queries.agenda_of(request.actor, series)]


@router.post("/{id}/items", response={201: ItemOut, 403: Problem, 404: Problem}, summary="Bring a topic")
def item_create(request: ApiRequest, id: int, body: ItemIn) -> Status[ItemOut]:
    series = get_object_or_404(queries.series_visible_to(request.actor), pk=id)
    item = services.add_item(actor=request.actor, series=series, text=body.text, visibility=body.visibility)
    return Status(201, ItemOut.of(item))
