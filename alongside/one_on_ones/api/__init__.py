"""The JSON door to 1:1s: the same queries, policies and services."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Status

from alongside.commitments import queries as commitments
from alongside.commitments.api import ActionOut, ActionsOut
from alongside.core.api import ALWAYS, REFUSALS, ApiRequest, PageIn, changed_once, made_once, page_of
from alongside.one_on_ones import queries, services
from alongside.one_on_ones.api.free_times import router as free_times
from alongside.one_on_ones.api.items import router as items
from alongside.one_on_ones.api.meetings import router as meetings
from alongside.one_on_ones.api.pauses import router as pauses
from alongside.one_on_ones.api.retrospects import router as retrospects
from alongside.one_on_ones.api.rhythms import router as rhythms
from alongside.one_on_ones.models import Series
from alongside.one_on_ones.schemas import ActionIn, SeriesIn, SeriesOut, SeriesPage
from alongside.people.queries import people_visible_to

router = Router(tags=["1:1s"])


@router.get("/", response={200: SeriesPage, **ALWAYS}, summary="My 1:1s")
def series_list(request: ApiRequest, page: Query[PageIn], going_on: bool | None = None) -> SeriesPage:
    rows = queries.series_visible_to(request.actor)
    if going_on is not None:
        rows = rows.filter(ended_on__isnull=going_on)
    found, further = page_of(rows, page)
    return SeriesPage(items=[SeriesOut.of(series) for series in found], next=further)


@router.post("/", response={201: SeriesOut, **REFUSALS}, summary="Begin 1:1s with somebody")
def series_create(request: ApiRequest, body: SeriesIn) -> Status[SeriesOut]:
    employee = get_object_or_404(people_visible_to(request.actor), pk=body.employee_id)
    made = made_once(
        request,
        lambda: services.start_series(actor=request.actor, employee=employee),
        lambda pk: _series(request, pk),
    )
    return Status(201, SeriesOut.of(made))


@router.get("/{id}", response={200: SeriesOut, **ALWAYS}, summary="One of my 1:1s")
def series_detail(request: ApiRequest, id: int) -> SeriesOut:
    return SeriesOut.of(_series(request, id))


@router.post("/{id}/ending", response={200: SeriesOut, **REFUSALS}, summary="End these 1:1s")
def ending_create(request: ApiRequest, id: int) -> SeriesOut:
    return changed_once(
        request,
        queries.series_visible_to(request.actor),
        id,
        SeriesOut.of,
        lambda series: services.end_series(actor=request.actor, series=series),
    )


@router.get("/{id}/actions", response={200: ActionsOut, **ALWAYS}, summary="What was agreed")
def action_list(request: ApiRequest, id: int, page: Query[PageIn]) -> ActionsOut:
    series = _series(request, id)
    rows = commitments.commitments_from(request.actor, kind="one_on_ones.series", key=series.pk)
    found, further = page_of(rows, page)
    return ActionsOut(items=[ActionOut.of(one) for one in found], next=further)


@router.post("/{id}/actions", response={201: ActionOut, **REFUSALS}, summary="Agree on an action")
def action_create(request: ApiRequest, id: int, body: ActionIn) -> Status[ActionOut]:
    series = _series(request, id)
    made = made_once(
        request,
        lambda: services.agree_on_action(
            actor=request.actor,
            series=series,
            owner_id=body.owner_id,
            text=body.text,
            due_on=body.due_on,
            cue=body.cue,
        ),
        lambda pk: get_object_or_404(commitments.commitments_visible_to(request.actor), pk=pk),
    )
    return Status(201, ActionOut.of(made))


def _series(request: ApiRequest, id: int) -> Series:
    return get_object_or_404(queries.series_visible_to(request.actor), pk=id)


router.add_router("", items)
router.add_router("", free_times)
router.add_router("", meetings)
router.add_router("", pauses)
router.add_router("", rhythms)
router.add_router("", retrospects)
