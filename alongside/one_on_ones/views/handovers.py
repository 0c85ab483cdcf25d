"""Handing over to a new manager: three people, one page, and each sees their part."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.core import undo
from alongside.core.errors import Invalid, Stale
from alongside.core.web import Request, once_only, page, signed_in
from alongside.one_on_ones import services
from alongside.one_on_ones.forms import HandoverNoteForm, HandoverSummaryForm
from alongside.one_on_ones.models import HandedOn, Handover
from alongside.one_on_ones.policies import can_prepare_handover, can_write_handover_note
from alongside.one_on_ones.queries import handovers as queries

Kind = HandedOn.Kind


def handover_or_404(request: Request, pk: int) -> Handover:
    return get_object_or_404(queries.handovers_visible_to(request.actor), pk=pk)


@require_GET
@signed_in
def handover_list(request: Request) -> HttpResponse:
    """My handovers; for HR partners also whose are under way, without a word of them."""
    context = {
        "mine": queries.handovers_visible_to(request.actor),
        "progress": queries.progress_visible_to(request.actor)[: queries.MOST_LISTED],
        "actor": request.actor,
    }
    return page(request, "one_on_ones/handover_list.html", context)


@require_GET
@signed_in
def handover_detail(request: Request, pk: int) -> HttpResponse:
    return _show(request, handover_or_404(request, pk))


@require_POST
@signed_in
@once_only
def handover_item_create(request: Request, pk: int) -> HttpResponse:
    """This travels."""
    handover = handover_or_404(request, pk)
    try:
        services.choose_item(
            actor=request.actor, handover=handover, source=request.POST.get("source", "")[:40]
        )
    except Invalid as problem:
        return _show(request, handover, problem=str(problem.reason), status=422)
    return redirect("one_on_ones:handover_detail", pk=pk)


@require_POST
@signed_in
@once_only
def handover_item_delete(request: Request, pk: int) -> HttpResponse:
    """This stays."""
    source = request.POST.get("source", "")[:40]
    services.leave_item(actor=request.actor, handover=handover_or_404(request, pk), source=source)
    return redirect("one_on_ones:handover_detail", pk=pk)


@require_POST
@signed_in
@once_only
def handover_summary_update(request: Request, pk: int) -> HttpResponse:
    handover, form = handover_or_404(request, pk), HandoverSummaryForm(request.POST)
    if not form.is_valid():
        return _show(request, handover, summary_form=form, status=422)
    services.write_summary(actor=request.actor, handover=handover, **form.cleaned_data)
    return redirect("one_on_ones:handover_detail", pk=pk)


@require_POST
@signed_in
@once_only
def handover_note_update(request: Request, pk: int) -> HttpResponse:
    handover, form = handover_or_404(request, pk), HandoverNoteForm(request.POST)
    if not form.is_valid():
        return _show(request, handover, note_form=form, status=422)
    services.write_handover_note(actor=request.actor, handover=handover, **form.cleaned_data)
    return redirect("one_on_ones:handover_detail", pk=pk)


@require_POST
@signed_in
@once_only
def handover_completion_create(request: Request, pk: int) -> HttpResponse:
    """Hand over what I chose."""
    handover, to = handover_or_404(request, pk), request.POST.get("to", "")[:18]
    to_id, read = int(to) if to.isascii() and to.isdecimal() else 0, request.POST.get("note_read", "")
    try:
        services.complete_handover(actor=request.actor, handover=handover, to_id=to_id, note_read=read[:40])
    except Stale:
        said = _("The note of your manager before has changed. Read it, then hand over.")
        return _show(request, handover, problem=said, status=409)
    undo.offer(request, _("Handed over. Nothing else of your 1:1s is seen by your new manager."))
    return redirect("one_on_ones:handover_detail", pk=pk)


def _show(
    request: Request,
    handover: Handover,
    *,
    summary_form: HandoverSummaryForm | None = None,
    note_form: HandoverNoteForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    actor = request.actor
    items = queries.items_visible_to(actor, handover)
    may_prepare = can_prepare_handover(actor, handover)
    chosen = {item.source for item in items}
    words = {item.kind: item.text for item in items if item.kind in (Kind.SUMMARY, Kind.NOTE)}
    note = next((item for item in items if item.kind == Kind.NOTE), None)
    context = {
        "handover": handover,
        "actor": actor,
        "is_employee": actor.person_id == handover.employee_id,
        "is_new_manager": actor.person_id == handover.new_manager_id,
        "items": [item for item in items if item.kind != Kind.NOTE],
        "note": note,
        "may_prepare": may_prepare,
        "may_write_note": can_write_handover_note(actor, handover),
        "staying": [one for one in queries.candidates(actor, handover) if one.source not in chosen]
        if may_prepare
        else [],
        "summary_form": summary_form or HandoverSummaryForm(initial={"text": words.get(Kind.SUMMARY, "")}),
        "note_form": note_form or HandoverNoteForm(initial={"text": words.get(Kind.NOTE, "")}),
        "problem": problem,
        "undo": undo.taken(request),
    }
    return page(request, "one_on_ones/handover_detail.html", context, status=status)
