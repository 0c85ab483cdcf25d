"""Duties for the whole company, HR partners of units, and what waits for a second person."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.core.errors import Invalid
from alongside.core.web import Request, once_only, only_for, page, signed_in
from alongside.identity.fresh import fresh_sign_in
from alongside.people import queries
from alongside.people.company import services as company
from alongside.people.duties import services
from alongside.people.duties.listings import names_partners
from alongside.people.duties.queries import MOST, proposals_visible_to
from alongside.people.forms.company import CoverageForm, DutyForm
from alongside.people.models import Coverage, DutyProposal, RoleGrant
from alongside.people.policies import (
    HR_PARTNER,
    can_confirm_duty,
    can_decline_duty,
    can_see_proposals,
    can_set_up_company,
    can_withdraw_proposal,
)
from alongside.people.queries.duties import takes_two


@require_GET
@signed_in
@only_for(can_set_up_company)
def duty_list(request: Request) -> HttpResponse:
    return _duties(request, _duty_form(request), status=200)


@require_POST
@signed_in
@only_for(can_set_up_company)
@fresh_sign_in
@once_only
def duty_create(request: Request) -> HttpResponse:
    form = _duty_form(request)
    if not form.is_valid():
        return _duties(request, form, status=422)
    try:
        given = services.give_duty(actor=request.actor, **form.cleaned_data)
    except Invalid as problem:
        form.add_error(problem.field, str(problem.reason))
        return _duties(request, form, status=422)
    _say(request, given)
    return redirect("people:duty_list")


@require_POST
@signed_in
@only_for(can_set_up_company)
@fresh_sign_in
@once_only
def duty_end(request: Request, pk: int) -> HttpResponse:
    grant = get_object_or_404(queries.duties_held(), pk=pk)
    company.end_role(actor=request.actor, grant=grant)
    return redirect("people:duty_list")


@require_GET
@signed_in
@only_for(names_partners)
def coverage_list(request: Request) -> HttpResponse:
    return _coverages(request, _coverage_form(request), status=200)


@require_POST
@signed_in
@only_for(names_partners)
@fresh_sign_in
@once_only
def coverage_create(request: Request) -> HttpResponse:
    form = _coverage_form(request)
    if not form.is_valid():
        return _coverages(request, form, status=422)
    try:
        named = services.name_partner(actor=request.actor, **form.cleaned_data)
    except Invalid as problem:
        form.add_error(problem.field, str(problem.reason))
        return _coverages(request, form, status=422)
    _say(request, named)
    return redirect("people:coverage_list")


@require_POST
@signed_in
@only_for(names_partners)
@fresh_sign_in
@once_only
def coverage_end(request: Request, pk: int) -> HttpResponse:
    coverage = get_object_or_404(queries.coverages_held(), pk=pk)
    company.end_coverage(actor=request.actor, coverage=coverage)
    return redirect("people:coverage_list")


@require_GET
@signed_in
def proposal_list(request: Request) -> HttpResponse:
    """What waits for a second person, with the buttons of those who may press them."""
    if not can_see_proposals(request.actor):
        raise Http404
    actor = request.actor
    proposals = [
        {
            "proposal": one,
            "confirm": can_confirm_duty(actor, one),
            "decline": can_decline_duty(actor, one),
            "withdraw": can_withdraw_proposal(actor, one),
        }
        for one in proposals_visible_to(actor)[:MOST]
    ]
    return page(request, "people/proposal_list.html", {"proposals": proposals})


@require_POST
@signed_in
@fresh_sign_in
@once_only
def proposal_confirm(request: Request, pk: int) -> HttpResponse:
    return _decided(request, pk, services.confirm_duty, _("Confirmed. It holds from today."))


@require_POST
@signed_in
@fresh_sign_in
@once_only
def proposal_decline(request: Request, pk: int) -> HttpResponse:
    return _decided(request, pk, services.decline_duty, _("Declined. Nothing was given."))


@require_POST
@signed_in
@once_only
def proposal_delete(request: Request, pk: int) -> HttpResponse:
    return _decided(request, pk, services.withdraw_proposal, _("Taken back. Nothing was given."))


def _decided(request: Request, pk: int, service: Callable[..., DutyProposal], words: str) -> HttpResponse:
    proposal = get_object_or_404(proposals_visible_to(request.actor), pk=pk)
    service(actor=request.actor, proposal=proposal)
    messages.success(request, words)
    return redirect("people:proposal_list")


def _say(request: Request, given: RoleGrant | Coverage | DutyProposal) -> None:
    """Whether it holds already: nobody shall believe that they gave what still waits."""
    if isinstance(given, DutyProposal):
        words = _("Proposed. It gives nothing until another administrator confirms it, within seven days.")
    else:
        words = _("Done. It holds from today, because nobody else administers who could confirm it.")
    messages.success(request, words)


def _duty_form(request: Request) -> DutyForm:
    people = queries.people_visible_to(request.actor)
    return DutyForm(request.POST or None, people=people, two=takes_two(HR_PARTNER))


def _duties(request: Request, form: DutyForm, *, status: int) -> HttpResponse:
    context = {"form": form, "grants": queries.duties_held(), **_waiting(request)}
    return page(request, "people/duty_list.html", context, status=status)


def _coverage_form(request: Request) -> CoverageForm:
    people = queries.people_visible_to(request.actor)
    two = takes_two(HR_PARTNER)
    return CoverageForm(request.POST or None, people=people, units=queries.units(), two=two)


def _coverages(request: Request, form: CoverageForm, *, status: int) -> HttpResponse:
    context = {"form": form, "coverages": queries.coverages_held(), **_waiting(request)}
    return page(request, "people/coverage_list.html", context, status=status)


def _waiting(request: Request) -> dict[str, object]:
    return {"two": takes_two(HR_PARTNER), "waiting": proposals_visible_to(request.actor).count()}
