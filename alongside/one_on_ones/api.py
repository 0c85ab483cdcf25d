"""The JSON door to 1:1s: the same queries, policies and services."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from alongside.commitments import queries as commitments
from alongside.commitments.api import ActionOut
from alongside.core.api import ApiRequest, Problem, made_once
from alongside.one_on_ones import queries, services
from alongside.one_on_ones.models import AgendaItem, Meeting, Series
from alongside.one_on_ones.schemas import (
    ActionIn,
    ItemChange,
    ItemIn,
    ItemOut,
    MeetingOut,
    ReschedulingIn,
    SeriesOut,
)

router = Router(tags=["1:1s"])
REFUSALS = {403: Problem, 404: Problem, 409: Problem, 422: Problem}
PEOPLE = ("series__manager", "series__employee")
MOST_MEETINGS = 200


@router.get("/", response=list[SeriesOut], summary="My 1:1s")
def series_list(request: ApiRequest) -> list[SeriesOut]:
    return [SeriesOut.of(series) for series in queries.series_visible_to(request.actor).order_by("pk")]


@router.get("/{id}/items", response={200: list[ItemOut], 404: Problem}, summary="The agenda of a 1:1")
def item_list(request: ApiRequest, id: int) -> list[ItemOut]:
    series = _series(request, id)
    meeting = queries.next_meeting(request.actor, series)
    return [ItemOut.of(item) for item in queries.agenda_of(request.actor, series, meeting)]


@router.post("/{id}/items", response={201: ItemOut, **REFUSALS}, summary="Bring a topic")
def item_create(request: ApiRequest, id: int, body: ItemIn) -> Status[ItemOut]:
    series = _series(request, id)
    item = made_once(
        request,
        lambda: services.add_item(
            actor=request.actor, series=series, text=body.text, visibility=body.visibility
        ),
        lambda pk: _item(request, id, pk),
    )
    return Status(201, ItemOut.of(item))


@router.patch(
    "/{id}/items/{item_id}",
    response={200: ItemOut, **REFUSALS},
    summary="Change the words (with the version you read), share, tick off",
)
def item_update(request: ApiRequest, id: int, item_id: int, body: ItemChange) -> ItemOut:
    item, actor = _item(request, id, item_id), request.actor
    if body.text is not None and body.version is not None:
        services.edit_item(actor=actor, item=item, text=body.text, version=body.version)
    if body.visibility is not None:
        services.share_item(actor=actor, item=item)
    if body.talked is not None:
        meeting = queries.next_meeting(actor, item.series)
        services.tick_item(actor=actor, item=item, talked=body.talked, meeting=meeting)
    return ItemOut.of(_item(request, id, item_id))


@router.delete("/{id}/items/{item_id}", response={204: None, **REFUSALS}, summary="Remove a topic")
def item_delete(request: ApiRequest, id: int, item_id: int) -> HttpResponse:
    services.remove_item(actor=request.actor, item=_item(request, id, item_id))
    return HttpResponse(status=204)


@router.get(
    "/{id}/meetings", response={200: list[MeetingOut], 404: Problem}, summary="Meetings, the latest first"
)
def meeting_list(request: ApiRequest, id: int) -> list[MeetingOut]:
    meetings = queries.meetings_visible_to(request.actor).filter(series=_series(request, id))
    return [MeetingOut.of(one) for one in meetings.order_by("-starts_at")[:MOST_MEETINGS]]


@router.post("/{id}/meetings/{meeting_id}/closing", response={200: MeetingOut, **REFUSALS}, summary="We met")
def closing_create(request: ApiRequest, id: int, meeting_id: int) -> MeetingOut:
    services.close_meeting(actor=request.actor, meeting=_meeting(request, id, meeting_id))
    return MeetingOut.of(_meeting(request, id, meeting_id))


@router.post(
    "/{id}/meetings/{meeting_id}/reschedulings",
    response={200: MeetingOut, **REFUSALS},
    summary="Move a meeting (with the version you read)",
)
def rescheduling_create(request: ApiRequest, id: int, meeting_id: int, body: ReschedulingIn) -> MeetingOut:
    services.reschedule_meeting(
        actor=request.actor,
        meeting=_meeting(request, id, meeting_id),
        starts_at=body.starts_at,
        version=body.version,
    )
    return MeetingOut.of(_meeting(request, id, meeting_id))


@router.get("/{id}/actions", response={200: list[ActionOut], 404: Problem}, summary="What was agreed")
def action_list(request: ApiRequest, id: int) -> list[ActionOut]:
    series = _series(request, id)
    rows = commitments.commitments_from(request.actor, kind="one_on_ones.series", key=series.pk)
    return [ActionOut.of(one) for one in rows]


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


def _item(request: ApiRequest, id: int, item_id: int) -> AgendaItem:
    items = queries.items_visible_to(request.actor).select_related(*PEOPLE)
    return get_object_or_404(items, pk=item_id, series_id=id)


def _meeting(request: ApiRequest, id: int, meeting_id: int) -> Meeting:
    return get_object_or_404(queries.meetings_visible_to(request.actor), pk=meeting_id, series_id=id)
