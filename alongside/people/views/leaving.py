"""Somebody leaves, stays after all, is back; and the places they left."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alongside.core.errors import Invalid
from alongside.core.verdict import Verdict
from alongside.core.web import Request, once_only, page, signed_in
from alongside.identity.fresh import fresh_sign_in, fresh_sign_in_after
from alongside.people.forms.leaving import DepartureForm, TakeOverForm
from alongside.people.leaving import queries, services
from alongside.people.models import Person
from alongside.people.policies import (
    SEE_ALL_LEAVE,
    can_change_chart,
    can_end_employment,
    can_see_departures,
)
from alongside.people.queries import directory
from alongside.people.queries.chart import seats_visible_to


@require_GET
@signed_in
def departure_list(request: Request) -> HttpResponse:
    """Who leaves, and who left lately."""
    if not can_see_departures(request.actor):
        raise Http404
    departures = queries.departures_visible_to(request.actor)[: queries.MOST]
    return page(
        request,
        "people/departure_list.html",
        {"departures": departures, "all_of_them": bool(request.actor.roles & SEE_ALL_LEAVE)},
    )


def _who_may_leave(request: Request, pk: int) -> tuple[Person, Verdict]:
    if not can_see_departures(request.actor):
        raise Http404
    person = get_object_or_404(directory.anybody(request.actor).select_related("account"), pk=pk)
    verdict = can_end_employment(request.actor, person)
    if not verdict and not request.actor.roles & SEE_ALL_LEAVE:
        raise Http404  # of people outside their unit, who administers one learns nothing
    return person, verdict


@require_http_methods(["GET", "POST"])
@signed_in
@fresh_sign_in_after(_who_may_leave)
@once_only
def departure_create(request: Request, pk: int) -> HttpResponse:
    """What ends when somebody leaves, and the button that says so."""
    person, verdict = _who_may_leave(request, pk)
    form = DepartureForm(request.POST or None)
    if request.method == "POST":
        verdict.enforce()
        if form.is_valid():
            try:
                services.end_employment(actor=request.actor, person=person, last_day=form.chosen())
                return redirect("people:departure_list")
            except Invalid as problem:
                form.add_error(problem.field, str(problem.reason))
    context = {
        "person": person, "form": form, "verdict": verdict, "preview": queries.preview(request.actor, person),
        "planned": queries.open_departure(request.actor, person),
    }  # fmt: skip
    return page(request, "people/departure_create.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
@once_only
def departure_delete(request: Request, pk: int) -> HttpResponse:
    """They stay."""
    departure = get_object_or_404(queries.departures_visible_to(request.actor), pk=pk)
    services.withdraw_departure(actor=request.actor, departure=departure)
    messages.success(request, _("Taken back. Nothing ends."))
    return redirect("people:departure_list")


@require_POST
@signed_in
@fresh_sign_in
@once_only
def return_create(request: Request, pk: int) -> HttpResponse:
    """They are back."""
    if not can_see_departures(request.actor) or not request.actor.roles & SEE_ALL_LEAVE:
        raise Http404
    person = get_object_or_404(directory.anybody(request.actor).select_related("account"), pk=pk)
    services.come_back(actor=request.actor, person=person)
    messages.success(request, _("Back in the directory. Their place comes with the organisation file."))
    return redirect("people:person_detail", pk=pk)


@require_GET
@signed_in
def left_place_list(request: Request) -> HttpResponse:
    """Places whose holder left, with the people below: for HR, and for the HR partner of those people."""
    return _places(request, _take_over_form(request), status=200)


@require_POST
@signed_in
@fresh_sign_in
@once_only
def taking_over_create(request: Request, pk: int) -> HttpResponse:
    """Somebody takes over a place that was left."""
    if not can_change_chart(request.actor):
        raise Http404
    seat = get_object_or_404(seats_visible_to(request.actor), pk=pk)
    form = _take_over_form(request)
    if not form.is_valid():
        return _places(request, form, status=422, at=pk)
    try:
        services.take_over(actor=request.actor, seat=seat, **form.cleaned_data)
    except Invalid as problem:
        form.add_error(problem.field, str(problem.reason))
        return _places(request, form, status=422, at=pk)
    messages.success(request, _("Done. They lead these people from today."))
    return redirect("people:left_place_list")


def _take_over_form(request: Request) -> TakeOverForm:
    return TakeOverForm(request.POST or None, people=directory.directory(request.actor), auto_id=False)


def _places(request: Request, form: TakeOverForm, *, status: int, at: int = 0) -> HttpResponse:
    if not queries.sees_left_places(request.actor):
        raise Http404
    context = {
        "places": queries.left_places(request.actor), "form": form, "at": at,
        "may_name": can_change_chart(request.actor),
    }  # fmt: skip
    return page(request, "people/left_place_list.html", context, status=status)
