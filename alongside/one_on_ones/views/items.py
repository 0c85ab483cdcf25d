"""Topics: bringing, changing, sharing, ticking off, removing, putting in order."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.core import undo
from alongside.core.errors import Stale
from alongside.core.web import Request, once_only, signed_in
from alongside.one_on_ones import queries, services
from alongside.one_on_ones.forms import ItemEditForm, ItemForm
from alongside.one_on_ones.models import AgendaItem
from alongside.one_on_ones.views.shown import Editing, series_or_404, show_series


def item_or_404(request: Request, pk: int, item_pk: int) -> AgendaItem:
    return get_object_or_404(
        queries.items_visible_to(request.actor).select_related("series__manager", "series__employee"),
        pk=item_pk,
        series_id=pk,
    )


@require_POST
@signed_in
@once_only
def item_create(request: Request, pk: int) -> HttpResponse:
    """One topic; several lines come back as a preview of several topics."""
    series = series_or_404(request, pk)
    form = ItemForm(request.POST)
    if not form.is_valid() or form.asks_how:
        return show_series(request, series, item_form=form, status=422)
    visibility = form.cleaned_data["visibility"]
    services.add_items(actor=request.actor, series=series, texts=form.lines, visibility=visibility)
    return redirect("one_on_ones:series_detail", pk=pk)


@require_POST
@signed_in
@once_only
def item_update(request: Request, pk: int, item_pk: int) -> HttpResponse:
    """New words; where somebody was faster, both texts come back in place."""
    item = item_or_404(request, pk, item_pk)
    form = ItemEditForm(request.POST)
    if not form.is_valid():
        return show_series(request, item.series, editing=Editing(item, form), status=422)
    try:
        services.edit_item(actor=request.actor, item=item, **form.cleaned_data)
    except Stale as stale:
        values = {**form.cleaned_data, "version": stale.version}
        editing = Editing(item, ItemEditForm(initial=values), current=stale.current)
        return show_series(request, item.series, editing=editing, status=409)
    return redirect("one_on_ones:series_detail", pk=pk)


@require_POST
@signed_in
@once_only
def talk_update(request: Request, pk: int, item_pk: int) -> HttpResponse:
    """Talked about: `talked` is 1 or 0."""
    item = item_or_404(request, pk, item_pk)
    services.tick_item(
        actor=request.actor,
        item=item,
        talked=request.POST.get("talked") == "1",
        meeting=queries.next_meeting(request.actor, item.series),
    )
    return redirect("one_on_ones:series_detail", pk=pk)


@require_POST
@signed_in
@once_only
def sharing_create(request: Request, pk: int, item_pk: int) -> HttpResponse:
    item = item_or_404(request, pk, item_pk)
    services.share_item(actor=request.actor, item=item)
    return redirect("one_on_ones:series_detail", pk=pk)


@require_POST
@signed_in
@once_only
def removal_create(request: Request, pk: int, item_pk: int) -> HttpResponse:
    item = item_or_404(request, pk, item_pk)
    services.remove_item(actor=request.actor, item=item)
    undo.offer(request, _("The topic is removed."), reverse("one_on_ones:removal_delete", args=[pk, item_pk]))
    return redirect("one_on_ones:series_detail", pk=pk)


@require_POST
@signed_in
@once_only
def removal_delete(request: Request, pk: int, item_pk: int) -> HttpResponse:
    """Bring a removed topic back, within thirty days."""
    removed = queries.items_removed_by(request.actor).select_related("series__manager", "series__employee")
    item = get_object_or_404(removed, pk=item_pk, series_id=pk)
    services.restore_item(actor=request.actor, item=item)
    return redirect("one_on_ones:series_detail", pk=pk)


@require_POST
@signed_in
@once_only
def order_update(request: Request, pk: int, author_pk: int) -> HttpResponse:
    """`order` is every topic of one person as shown; without scripts `move` says "<topic> up" or "<topic> down"."""
    series = series_or_404(request, pk)
    seen = [int(key) for key in request.POST.getlist("order") if key.isdecimal()]
    services.order_items(
        actor=request.actor,
        series=series,
        author_id=author_pk,
        seen=_moved(seen, request.POST.get("move", "")),
    )
    return redirect("one_on_ones:series_detail", pk=pk)


def _moved(seen: list[int], move: str) -> list[int]:
    key, _space, way = move.partition(" ")
    if not key.isdecimal() or int(key) not in seen:
        return seen
    here = seen.index(int(key))
    there = min(max(here + (1 if way == "down" else -1), 0), len(seen) - 1)
    moved = [one for one in seen if one != int(key)]
    moved.insert(there, int(key))
    return moved
