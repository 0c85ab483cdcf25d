"""My 1:1s, one of them, and beginning one."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from alongside.commitments.forms import ActionForm
from alongside.core import undo
from alongside.core.errors import Invalid
from alongside.core.web import Request, once_only, page, signed_in
from alongside.one_on_ones import queries, services
from alongside.one_on_ones.forms import ItemEditForm, TypedPersonForm
from alongside.one_on_ones.models import Series
from alongside.one_on_ones.policies import can_see_regularity
from alongside.one_on_ones.views.shown import Editing, series_or_404, show_series
from alongside.people.queries import people_visible_to, team_of
from alongside.people.services import add_typed_person


@require_GET
@signed_in
def series_list(request: Request) -> HttpResponse:
    """My 1:1s, and those of my team I could start."""
    return _list(request, TypedPersonForm())


def _list(request: Request, form: TypedPersonForm, status: int = 200) -> HttpResponse:
    actor = request.actor
    series = list(queries.series_visible_to(actor).order_by("-ended_on", "employee__name"))
    going_on = [one for one in series if one.ended_on is None]
    upcoming, last = queries.next_meetings(actor, going_on), queries.last_meetings(actor, series)
    ends = datetime.max.replace(tzinfo=UTC)
    going_on.sort(key=lambda one: upcoming[one.pk].starts_at if one.pk in upcoming else ends)

    def rows(some: list[Series]) -> list[dict[str, object]]:
        return [
            {
                "series": one,
                "other": one.other(actor.person_id),
                "next": upcoming.get(one.pk),
                "last": last.get(one.pk),
            }
            for one in some
        ]

    context = {
        "current": rows(going_on),
        "past": rows([one for one in series if one.ended_on is not None]),
        "team": queries.team_without_series(actor, team_of(actor), series),
        "form": form,
        "sees_units": can_see_regularity(actor),
        "undo": undo.taken(request),
    }
    return page(request, "one_on_ones/series_list.html", context, status=status)


@require_POST
@signed_in
@once_only
def series_create(request: Request, person_pk: int) -> HttpResponse:
    person = get_object_or_404(people_visible_to(request.actor), pk=person_pk)
    series = services.start_series(actor=request.actor, employee=person)
    return redirect("one_on_ones:series_detail", pk=series.pk)


@require_POST
@signed_in
@once_only
def typed_person_create(request: Request) -> HttpResponse:
    """Begin alone: type a name, and the 1:1 is there."""
    form = TypedPersonForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    try:
        person = add_typed_person(actor=request.actor, **form.cleaned_data)
    except Invalid as problem:
        form.add_error(problem.field, str(problem.reason))
        return _list(request, form, status=422)
    series = services.start_series(actor=request.actor, employee=person)
    return redirect("one_on_ones:series_detail", pk=series.pk)


@require_GET
@signed_in
def series_detail(request: Request, pk: int) -> HttpResponse:
    """`?edit=<topic>` opens the form of one topic in place, `?about=<topic>` begins an action with its words."""
    series = series_or_404(request, pk)
    return show_series(
        request, series, editing=_editing(request, series), action_form=_about(request, series)
    )


def _about(request: Request, series: Series) -> ActionForm | None:
    """`?about=<topic>`: the form of an action with the words of the topic in it."""
    asked = request.GET.get("about", "")
    item = (
        queries.items_visible_to(request.actor).filter(series=series, pk=int(asked or 0)).first()
        if asked.isdecimal()
        else None
    )
    if item is None:
        return None
    return ActionForm.for_two(series.employee, series.manager, request.actor.me, text=item.text)


def _editing(request: Request, series: Series) -> Editing | None:
    asked = request.GET.get("edit", "")
    if not asked.isdecimal():
        return None
    item = queries.items_visible_to(request.actor).filter(
        series=series, pk=int(asked), author_id=request.actor.person_id
    )
    found = item.first()
    if found is None:
        return None
    values = {"text": found.text, "theme": found.theme, "version": found.version}
    return Editing(found, ItemEditForm(initial=values))
