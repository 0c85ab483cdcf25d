"""The web door to 1:1s."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from alongside.core.web import Request, once_only, page, signed_in
from alongside.one_on_ones import audiences, queries, services
from alongside.one_on_ones.forms import ItemForm
from alongside.one_on_ones.models import Series
from alongside.one_on_ones.policies import can_add_item
from alongside.people.queries import people_visible_to, team_of


@require_GET
@signed_in
def series_list(request: Request) -> HttpResponse:
    """My 1:1s, and those of my team I could start."""
    series = queries.series_visible_to(request.actor)
    with_series = {one.employee_id for one in series}
    team = [person for person in team_of(request.actor) if person.pk not in with_series]
    return page(request, "one_on_ones/series_list.html", {"series": series, "team": team})


@require_POST
@signed_in
@once_only
def series_create(request: Request, person_pk: int) -> HttpResponse:
    person = get_object_or_404(people_visible_to(request.actor), pk=person_pk)
    series = services.start_series(actor=request.actor, employee=person)
    return redirect("one_on_ones:series_detail", pk=series.pk)


@require_GET
@signed_in
def series_detail(request: Request, pk: int) -> HttpResponse:
    series = get_object_or_404(queries.series_visible_to(request.actor), pk=pk)
    return _show(request, series, ItemForm())


@require_POST
@signed_in
@once_only
def item_create(request: Request, pk: int) -> HttpResponse:
    series = get_object_or_404(queries.series_visible_to(request.actor), pk=pk)
    form = ItemForm(request.POST)
    if not form.is_valid():
        return _show(request, series, form, status=422)
    services.add_item(actor=request.actor, series=series, **form.cleaned_data)
    return redirect("one_on_ones:series_detail", pk=pk)


def _show(request: Request, series: Series, form: ItemForm, status: int = 200) -> HttpResponse:
    context = {
        "series": series,
        "other": series.other(request.actor.person_id),
        "items": lambda: queries.agenda_of(request.actor, series),
        "form": form,
        "may_add": can_add_item(request.actor, series),
        "audience": audiences.SERIES,
    }
    return page(request, "one_on_ones/series_detail.html", context, parts=("agenda",), status=status)
