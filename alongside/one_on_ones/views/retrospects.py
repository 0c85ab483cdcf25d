"""Looking back: how regularly the two meet, what came up, what was done, how useful it is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.core import undo
from alongside.core.errors import Invalid
from alongside.core.web import Request, once_only, page, signed_in
from alongside.one_on_ones import services
from alongside.one_on_ones.forms import RatingForm
from alongside.one_on_ones.models import Series
from alongside.one_on_ones.retrospect import retrospect
from alongside.one_on_ones.views.meetings import meeting_or_404
from alongside.one_on_ones.views.shown import series_or_404
from alongside.one_on_ones.words import OUTCOME_WORDS


@require_GET
@signed_in
def retrospect_detail(request: Request, pk: int) -> HttpResponse:
    """For the two alone."""
    series = series_or_404(request, pk)
    return _show(request, series, RatingForm(employee=series.employee.first_name))


@require_POST
@signed_in
@once_only
def rating_create(request: Request, pk: int, meeting_pk: int) -> HttpResponse:
    """My answer to how useful our talks are."""
    meeting = meeting_or_404(request, pk, meeting_pk)
    form = RatingForm(request.POST, employee=meeting.series.employee.first_name)
    if form.is_valid():
        try:
            services.rate_talk(actor=request.actor, meeting=meeting, **form.cleaned_data)
            undo.offer(request, _("Thank you. Only the mean of both of you is shown."))
            return redirect("one_on_ones:retrospect_detail", pk=pk)
        except Invalid as problem:
            form.add_error(problem.field, str(problem.reason))
    return _show(request, series_or_404(request, pk), form, status=422)


@require_POST
@signed_in
@once_only
def contest_create(request: Request, pk: int, meeting_pk: int) -> HttpResponse:
    """We did not meet: one tap."""
    services.contest_meeting(actor=request.actor, meeting=meeting_or_404(request, pk, meeting_pk))
    return redirect("one_on_ones:meeting_detail", pk=pk, meeting_pk=meeting_pk)


@require_POST
@signed_in
@once_only
def contest_delete(request: Request, pk: int, meeting_pk: int) -> HttpResponse:
    """We met after all."""
    services.withdraw_contest(actor=request.actor, meeting=meeting_or_404(request, pk, meeting_pk))
    return redirect("one_on_ones:meeting_detail", pk=pk, meeting_pk=meeting_pk)


def _show(request: Request, series: Series, form: RatingForm, status: int = 200) -> HttpResponse:
    found = retrospect(request.actor, series)
    context = {
        "series": series,
        "other": series.other(request.actor.person_id),
        "is_employee": request.actor.person_id == series.employee_id,
        "found": found,
        "slots": [(slot, OUTCOME_WORDS[slot.outcome]) for slot in found.slots],
        "form": form,
        "undo": undo.taken(request),
        "seen": {
            "people": [series.employee, series.manager],
            "words": _("Only %(name)s and you. Nobody in HR, also after a new manager.")
            % {"name": series.other(request.actor.person_id).first_name},
        },
    }
    return page(request, "one_on_ones/retrospect_detail.html", context, status=status)
