"""Meetings: we met, moving, leaving out, calling off, and the page of one that is over."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.commitments.agreed import agreed_in
from alongside.core import free_times, undo
from alongside.core.errors import Invalid, Stale
from alongside.core.web import Request, once_only, page, signed_in
from alongside.one_on_ones import queries, services
from alongside.one_on_ones.forms import MoveForm
from alongside.one_on_ones.models import Meeting
from alongside.one_on_ones.policies import can_change_meeting, can_contest_meeting, can_rate_talk
from alongside.one_on_ones.queries import regularity
from alongside.one_on_ones.seen import seen_by_two
from alongside.one_on_ones.views.shown import series_or_404


def meeting_or_404(request: Request, pk: int, meeting_pk: int) -> Meeting:
    return get_object_or_404(queries.meetings_visible_to(request.actor), pk=meeting_pk, series_id=pk)


@require_GET
@signed_in
def meeting_detail(request: Request, pk: int, meeting_pk: int) -> HttpResponse:
    """What came up and what was agreed in one meeting, for the two of them."""
    meeting, actor = meeting_or_404(request, pk, meeting_pk), request.actor
    if meeting.state == Meeting.State.PLANNED:
        return redirect("one_on_ones:series_detail", pk=pk)
    series = meeting.series
    since, until = queries.time_of_talk(actor, meeting)
    context = {
        "series": series,
        "meeting": meeting,
        "actor": actor,
        "other": series.other(actor.person_id),
        "seen": seen_by_two(actor, series),
        "items": queries.items_talked_in(actor, meeting),
        "agreed": cache(
            lambda: agreed_in(actor, kind="one_on_ones.series", key=series.pk, since=since, until=until)
        ),
        "following": queries.next_meeting(actor, series),
        "may_change": can_change_meeting(actor, meeting),
        "may_contest": can_contest_meeting(actor, meeting),
        "contest": getattr(meeting, "contest", None),
        "is_asked": can_rate_talk(actor, meeting) and regularity.asked_about(actor, series) == meeting,
        "undo": undo.taken(request),
    }
    return page(request, "one_on_ones/meeting_detail.html", context)


@require_POST
@signed_in
@once_only
def meeting_create(request: Request, pk: int) -> HttpResponse:
    """We met, though it was not planned for now."""
    series = series_or_404(request, pk)
    closing = services.note_meeting(actor=request.actor, series=series)
    return _closed(request, closing.meeting)


@require_POST
@signed_in
@once_only
def closing_create(request: Request, pk: int, meeting_pk: int) -> HttpResponse:
    """We met: one tap."""
    meeting = meeting_or_404(request, pk, meeting_pk)
    services.close_meeting(actor=request.actor, meeting=meeting)
    return _closed(request, meeting)


def _closed(request: Request, meeting: Meeting) -> HttpResponse:
    back = reverse("one_on_ones:closing_delete", args=[meeting.series_id, meeting.pk])
    undo.offer(request, _("You met. Nothing else has to be done."), back)
    return redirect("one_on_ones:meeting_detail", pk=meeting.series_id, meeting_pk=meeting.pk)


@require_POST
@signed_in
@once_only
def closing_delete(request: Request, pk: int, meeting_pk: int) -> HttpResponse:
    """Undo of "we met"."""
    return _after(request, pk, meeting_pk, services.reopen_meeting)


@require_POST
@signed_in
@once_only
def skipping_create(request: Request, pk: int, meeting_pk: int) -> HttpResponse:
    said = _("This one is left out. Open topics wait for the next.")
    return _after(request, pk, meeting_pk, services.skip_meeting, said)


@require_POST
@signed_in
@once_only
def cancelling_create(request: Request, pk: int, meeting_pk: int) -> HttpResponse:
    said = _("It is called off. Open topics wait for the next.")
    return _after(request, pk, meeting_pk, services.cancel_meeting, said)


@require_POST
@signed_in
@once_only
def restoration_create(request: Request, pk: int, meeting_pk: int) -> HttpResponse:
    """Undo of leaving out and calling off."""
    return _after(request, pk, meeting_pk, services.restore_meeting)


def _after(
    request: Request, pk: int, meeting_pk: int, act: Callable[..., Any], said: str = ""
) -> HttpResponse:
    meeting = meeting_or_404(request, pk, meeting_pk)
    act(actor=request.actor, meeting=meeting)
    if said:
        undo.offer(request, said, reverse("one_on_ones:restoration_create", args=[pk, meeting_pk]))
    return redirect("one_on_ones:series_detail", pk=pk)


@require_POST
@signed_in
@once_only
def rescheduling_create(request: Request, pk: int, meeting_pk: int) -> HttpResponse:
    """A new day and time; where the other one was faster, both times are shown."""
    meeting = meeting_or_404(request, pk, meeting_pk)
    form = MoveForm(request.POST)
    current = None
    if form.is_valid():
        try:
            services.reschedule_meeting(
                actor=request.actor,
                meeting=meeting,
                starts_at=form.starts_at,
                version=form.cleaned_data["version"],
            )
            return redirect("one_on_ones:series_detail", pk=pk)
        except Invalid as problem:
            form.add_error("day", str(problem.reason))
        except Stale as stale:
            current = meeting_or_404(request, pk, meeting_pk).starts_at
            form = MoveForm(initial={**form.cleaned_data, "version": stale.version})
    return _show_move(request, meeting, form, current=current, status=409 if current else 422)


@require_GET
@signed_in
def rescheduling_form(request: Request, pk: int, meeting_pk: int) -> HttpResponse:
    meeting = meeting_or_404(request, pk, meeting_pk)
    local = timezone.localtime(meeting.starts_at)
    first = {"day": local.date(), "time": local.time(), "version": meeting.version}
    form = MoveForm(initial={**first, **free_times.chosen(request)})
    return _show_move(request, meeting, form)


def _show_move(
    request: Request, meeting: Meeting, form: MoveForm, *, current: object = None, status: int = 200
) -> HttpResponse:
    can_change_meeting(request.actor, meeting).enforce()
    context = {
        "series": meeting.series,
        "meeting": meeting,
        "other": meeting.series.other(request.actor.person_id),
        "form": form,
        "current": current,
        "zone": timezone.get_current_timezone_name(),
        "taken": free_times.chosen(request),
        "proposals": free_times.proposals(
            request,
            [meeting.series.employee, meeting.series.manager],
            around=meeting.starts_at,
            minutes=meeting.minutes,
        ),
    }
    template = "one_on_ones/rescheduling_form.html"
    return page(request, template, context, parts=(free_times.ASKED,), status=status)
