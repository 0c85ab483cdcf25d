"""Days away, and who stands in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.core.errors import Invalid
from alongside.core.web import Request, once_only, page, signed_in
from alongside.people.away import services
from alongside.people.forms.away import AbsenceForm, DelegationForm, WorkingDaysForm
from alongside.people.models import Person
from alongside.people.policies import can_change_absence, can_delegate_for, can_end_delegation
from alongside.people.queries import days_away, directory, people_visible_to


@require_GET
@signed_in
def absence_list(request: Request, pk: int) -> HttpResponse:
    """Days away of one person, with the form where the actor may change them."""
    person = get_object_or_404(people_visible_to(request.actor), pk=pk)
    can_change_absence(request.actor, person).enforce()
    return _absences(request, person, AbsenceForm())


@require_POST
@signed_in
@once_only
def absence_create(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(people_visible_to(request.actor), pk=pk)
    can_change_absence(request.actor, person).enforce()
    form = AbsenceForm(request.POST)
    if not form.is_valid() or not _done(form, services.add_absence, actor=request.actor, person=person):
        return _absences(request, person, form)
    messages.success(request, _("Entered. Everybody sees the days, nobody a reason."))
    return redirect("people:absence_list", pk=pk)


@require_POST
@signed_in
@once_only
def absence_delete(request: Request, pk: int) -> HttpResponse:
    absence = get_object_or_404(days_away.absences_visible_to(request.actor), pk=pk)
    services.remove_absence(actor=request.actor, absence=absence)
    messages.success(request, _("Removed. These are no longer days away."))
    return redirect("people:absence_list", pk=absence.person_id)


@require_POST
@signed_in
@once_only
def working_days_update(request: Request, pk: int) -> HttpResponse:
    """On which weekdays somebody works."""
    person = get_object_or_404(people_visible_to(request.actor), pk=pk)
    can_change_absence(request.actor, person).enforce()
    form = WorkingDaysForm(request.POST)
    if not form.is_valid() or not _done(
        form, services.choose_working_days, actor=request.actor, person=person
    ):
        return _absences(request, person, AbsenceForm(), days_form=form)
    messages.success(request, _("Kept. Nothing is expected on the other days."))
    return redirect("people:absence_list", pk=pk)


@require_GET
@signed_in
def delegation_list(request: Request, pk: int) -> HttpResponse:
    """Who stands in for one person, now and later."""
    person = get_object_or_404(people_visible_to(request.actor), pk=pk)
    can_delegate_for(request.actor, person).enforce()
    return _delegations(request, person, DelegationForm(people=directory.directory(request.actor)))


@require_POST
@signed_in
@once_only
def delegation_create(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(people_visible_to(request.actor), pk=pk)
    can_delegate_for(request.actor, person).enforce()
    form = DelegationForm(request.POST, people=directory.directory(request.actor))
    if not form.is_valid() or not _done(form, services.delegate, actor=request.actor, person=person):
        return _delegations(request, person, form)
    messages.success(request, _("Done. It ends by itself on the last day."))
    return redirect("people:delegation_list", pk=pk)


@require_POST
@signed_in
@once_only
def delegation_end(request: Request, pk: int) -> HttpResponse:
    delegation = get_object_or_404(days_away.delegations_visible_to(request.actor), pk=pk)
    services.end_delegation(actor=request.actor, delegation=delegation)
    messages.success(request, _("Ended."))
    return redirect("people:person_detail", pk=delegation.from_person_id)


def _done(form: forms.Form, service: Any, **named: Any) -> bool:
    """Call the service with what was typed; what the rules refuse becomes the error of its field."""
    try:
        service(**named, **form.cleaned_data)
    except Invalid as problem:
        form.add_error(problem.field, str(problem.reason))
        return False
    return True


def _absences(
    request: Request, person: Person, form: AbsenceForm, days_form: WorkingDaysForm | None = None
) -> HttpResponse:
    context = {
        "person": person,
        "form": form,
        "days_form": days_form or WorkingDaysForm(initial={"working_days": person.working_days}),
        "absences": days_away.absences_ahead(request.actor, person),
    }
    wrong = form.errors or (days_form is not None and days_form.errors)
    return page(request, "people/absence_list.html", context, status=422 if wrong else 200)


def _delegations(request: Request, person: Person, form: DelegationForm) -> HttpResponse:
    ahead = days_away.delegations_ahead(request.actor, person)
    context = {
        "person": person,
        "form": form,
        "delegations": [(one, can_end_delegation(request.actor, one)) for one in ahead],
    }
    return page(request, "people/delegation_list.html", context, status=422 if form.errors else 200)
