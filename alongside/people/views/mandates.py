"""Who administers which unit, what they find there, and one entry of the directory."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alongside.core.errors import Invalid
from alongside.core.web import Request, once_only, only_for, page, signed_in
from alongside.identity.fresh import fresh_sign_in
from alongside.people import queries
from alongside.people.forms.mandates import AdministrationForm, EntryForm
from alongside.people.mandates import services
from alongside.people.mandates.policies import can_edit_entry, can_see_administrations
from alongside.people.queries import mandates

PAGE = 50


@require_GET
@signed_in
@only_for(can_see_administrations)
def administration_list(request: Request) -> HttpResponse:
    return _administrations(request, _form(request), status=200)


@require_POST
@signed_in
@only_for(can_see_administrations)
@fresh_sign_in
@once_only
def administration_create(request: Request) -> HttpResponse:
    form = _form(request)
    if not form.is_valid():
        return _administrations(request, form, status=422)
    try:
        services.give_administration(actor=request.actor, **form.cleaned_data)
    except Invalid as problem:
        form.add_error(problem.field, str(problem.reason))
        return _administrations(request, form, status=422)
    messages.success(request, _("Done. It holds from today, for whoever works in this unit."))
    return redirect("people:administration_list")


@require_POST
@signed_in
@only_for(can_see_administrations)
@fresh_sign_in
@once_only
def administration_end(request: Request, pk: int) -> HttpResponse:
    administration = get_object_or_404(mandates.administrations_held(), pk=pk)
    services.end_administration(actor=request.actor, administration=administration)
    return redirect("people:administration_list")


@require_GET
@signed_in
def administered_list(request: Request) -> HttpResponse:
    """The people of the units the reader administers."""
    if not mandates.administered_units(request.actor):
        raise Http404
    people = mandates.people_administered_by(request.actor).select_related(
        "placement__seat", "placement__unit"
    )
    shown = Paginator(people.order_by("search_text", "pk"), PAGE).get_page(request.GET.get("page"))
    held = mandates.administrations_held().filter(person_id=request.actor.me)
    return page(request, "people/administered_list.html", {"shown": shown, "held": held})


@require_http_methods(["GET", "POST"])
@signed_in
@once_only
def entry_update(request: Request, pk: int) -> HttpResponse:
    """Name and site of somebody."""
    person = get_object_or_404(queries.people_visible_to(request.actor), pk=pk)
    can_edit_entry(request.actor, person).enforce()
    given = request.POST or None
    form = EntryForm(given, sites=queries.sites(), initial={"name": person.name, "site": person.site_id})
    if request.method == "POST" and form.is_valid():
        services.update_entry(actor=request.actor, person=person, **form.cleaned_data)
        messages.success(request, _("Saved. The next organisation file may change it again."))
        return redirect("people:person_detail", pk=pk)
    context = {"person": person, "form": form}
    return page(request, "people/entry_form.html", context, status=422 if form.errors else 200)


def _form(request: Request) -> AdministrationForm:
    people = queries.people_visible_to(request.actor)
    return AdministrationForm(request.POST or None, people=people, units=queries.units())


def _administrations(request: Request, form: AdministrationForm, *, status: int) -> HttpResponse:
    context = {"form": form, "administrations": mandates.administrations_held()}
    return page(request, "people/administration_list.html", context, status=status)
