"""Topics of a 1:1."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Status

from alongside.core.api import ALWAYS, REFUSALS, ApiRequest, PageIn, changing, made_once, page_of
from alongside.one_on_ones import queries, services
from alongside.one_on_ones.models import AgendaItem, Series
from alongside.one_on_ones.schemas import ItemChange, ItemIn, ItemOut, ItemsOut

router = Router(tags=["1:1s"])
PEOPLE = ("series__manager", "series__employee")


@router.get(
    "/{id}/items",
    response={200: ItemsOut, **ALWAYS},
    summary="The agenda of a 1:1; with all=true, all topics ever",
)
def item_list(request: ApiRequest, id: int, page: Query[PageIn], all: bool = False) -> ItemsOut:
    series = _series(request, id)
    if all:
        found, further = page_of(queries.items_visible_to(request.actor).filter(series=series), page)
        return ItemsOut(items=[ItemOut.of(item) for item in found], next=further)
    meeting = queries.next_meeting(request.actor, series)
    agenda = queries.agenda_of(request.actor, series, meeting)
    return ItemsOut(items=[ItemOut.of(item) for item in agenda], next=None)


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


@router.get("/{id}/items/{item_id}", response={200: ItemOut, **ALWAYS}, summary="One topic")
def item_detail(request: ApiRequest, id: int, item_id: int) -> ItemOut:
    return ItemOut.of(_item(request, id, item_id))


@router.patch(
    "/{id}/items/{item_id}",
    response={200: ItemOut, **REFUSALS},
    summary="Change the words (with the version you read), share, tick off",
)
def item_update(request: ApiRequest, id: int, item_id: int, body: ItemChange) -> ItemOut:
    actor = request.actor
    with changing(request, _items(request, id), item_id, ItemOut.of) as item:
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
    with changing(request, _items(request, id), item_id, ItemOut.of) as item:
        services.remove_item(actor=request.actor, item=item)
    return HttpResponse(status=204)


def _series(request: ApiRequest, id: int) -> Series:
    return get_object_or_404(queries.series_visible_to(request.actor), pk=id)


def _items(request: ApiRequest, id: int) -> QuerySet[AgendaItem]:
    return queries.items_visible_to(request.actor).filter(series_id=id).select_related(*PEOPLE)


def _item(request: ApiRequest, id: int, item_id: int) -> AgendaItem:
    return get_object_or_404(_items(request, id), pk=item_id)
