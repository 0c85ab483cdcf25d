"""Pauses of a 1:1: the rhythm rests for a while, and goes on."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Status

from alongside.core.api import ALWAYS, REFUSALS, ApiRequest, PageIn, changing, made_once, page_of
from alongside.one_on_ones import queries, services
from alongside.one_on_ones.models import Pause
from alongside.one_on_ones.schemas import PauseIn, PauseOut, PausesOut, SeriesOut

router = Router(tags=["1:1s"])


@router.get("/{id}/pauses", response={200: PausesOut, **ALWAYS}, summary="When a 1:1 rests or rested")
def pause_list(request: ApiRequest, id: int, page: Query[PageIn]) -> PausesOut:
    series = get_object_or_404(queries.series_visible_to(request.actor), pk=id)
    found, further = page_of(queries.pauses_visible_to(request.actor).filter(series=series), page)
    return PausesOut(items=[PauseOut.of(one) for one in found], next=further)


@router.post("/{id}/pauses", response={201: PauseOut, **REFUSALS}, summary="Stop meeting for a while")
def pause_create(request: ApiRequest, id: int, body: PauseIn) -> Status[PauseOut]:
    actor = request.actor

    def make() -> Pause:
        with changing(request, queries.series_visible_to(actor), id, SeriesOut.of) as series:
            return services.pause_series(actor=actor, series=series, until=body.until)

    made = made_once(request, make, lambda pk: get_object_or_404(queries.pauses_visible_to(actor), pk=pk))
    return Status(201, PauseOut.of(made))


@router.delete(
    "/{id}/pauses", response={200: SeriesOut, **REFUSALS}, summary="Go on with the rhythm from today"
)
def pause_delete(request: ApiRequest, id: int) -> SeriesOut:
    rows = queries.series_visible_to(request.actor)
    with changing(request, rows, id, SeriesOut.of) as series:
        services.resume_series(actor=request.actor, series=series)
    return SeriesOut.of(get_object_or_404(rows, pk=id))
