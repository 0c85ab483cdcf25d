"""For HR: requests to erase, and legal holds."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alongside.core.errors import Invalid
from alongside.core.web import Request, once_only, only_for, page, signed_in
from alongside.identity.fresh import fresh_sign_in, fresh_sign_in_after
from alongside.people.calendar import today
from alongside.people.queries import people_visible_to
from alongside.records import policies, services
from alongside.records.forms import AnswerForm, HoldForm
from alongside.records.models import ErasureRequest, LegalHold
from alongside.records.queries import requests as queries


@require_GET
@signed_in
def erasure_request_list(request: Request) -> HttpResponse:
    """What waits for an answer, the nearest day first."""
    if not policies.can_see_requests(request.actor):
        raise Http404
    requests = queries.requests_visible_to(request.actor)
    context = {
        "open": requests.filter(answer=""),
        "answered": requests.exclude(answer="")[:50],
        "today": today(),
    }
    return page(request, "records/erasure_request_list.html", context)


def _asked(request: Request, pk: int) -> ErasureRequest:
    asked: ErasureRequest = get_object_or_404(queries.requests_visible_to(request.actor), pk=pk)
    if not policies.can_see_requests(request.actor):
        raise Http404
    return asked


@require_http_methods(["GET", "POST"])
@signed_in
@fresh_sign_in_after(_asked)
@once_only
def erasure_request_update(request: Request, pk: int) -> HttpResponse:
    """One request and its answer. Erasing asks for the name, because it can't be undone."""
    asked = _asked(request, pk)
    form = AnswerForm(_typed(request), person=asked.person)
    if request.method != "POST" or not form.is_valid():
        return _show_request(request, asked, form)
    try:
        services.answer_request(actor=request.actor, request=asked, answer=form.cleaned_data["answer"])
    except Invalid as wrong:
        form.add_error("answer", str(wrong.reason))
        return _show_request(request, asked, form)
    messages.success(request, _("Answered."))
    return redirect("records:erasure_request_list")


def _typed(request: Request) -> QueryDict | None:
    """What was sent, also when it is empty."""
    return request.POST if request.method == "POST" else None


def _show_request(request: Request, asked: ErasureRequest, form: AnswerForm) -> HttpResponse:
    context: dict[str, Any] = {
        "asked": asked,
        "form": form,
        "may": policies.can_answer_request(request.actor, asked),
        "may_erase": policies.can_erase_person(request.actor, asked.person),
    }
    return page(request, "records/erasure_request_detail.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in
@only_for(policies.can_see_holds)
@fresh_sign_in
@once_only
def hold_list(request: Request) -> HttpResponse:
    """Holds that stand, and placing one."""
    form = HoldForm(_typed(request), people=people_visible_to(request.actor))
    if request.method != "POST" or not form.is_valid():
        return _show_holds(request, form)
    try:
        services.place_hold(actor=request.actor, **form.cleaned_data)
    except Invalid as wrong:
        form.add_error(wrong.field, str(wrong.reason))
        return _show_holds(request, form)
    messages.success(request, _("Nothing about this person is erased until the hold ends."))
    return redirect("records:hold_list")


def _show_holds(request: Request, form: HoldForm) -> HttpResponse:
    holds = queries.holds_visible_to(request.actor)
    context = {
        "standing": holds.filter(ended_at=None),
        "ended": holds.exclude(ended_at=None)[:50],
        "form": form,
        "today": today(),
        "may": policies.can_decide_holds(request.actor),
    }
    return page(request, "records/hold_list.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
@fresh_sign_in
@once_only
def hold_delete(request: Request, pk: int) -> HttpResponse:
    hold: LegalHold = get_object_or_404(queries.holds_visible_to(request.actor), pk=pk)
    services.end_hold(actor=request.actor, hold=hold)
    messages.success(request, _("The hold has ended."))
    return redirect("records:hold_list")
