"""How often the two meet: rhythm, pause, words by mail, end."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.core import free_times, undo
from alongside.core.errors import Invalid, Stale
from alongside.core.web import Request, once_only, page, signed_in
from alongside.one_on_ones import queries, rhythm, services
from alongside.one_on_ones.forms import OwnRhythmForm, PauseForm, RhythmForm
from alongside.one_on_ones.models import Series
from alongside.one_on_ones.own_rules import dates_of
from alongside.one_on_ones.policies import can_change_series
from alongside.one_on_ones.queries import first_times
from alongside.one_on_ones.views.shown import series_or_404
from alongside.one_on_ones.words import WHY_PROPOSED
from alongside.people.calendar import today

FIELDS = ("first_on", "starts_at")


@require_GET
@signed_in
def rhythm_form(request: Request, pk: int) -> HttpResponse:
    """The rhythm as it is; the proposed one where the two have not chosen yet."""
    series = series_or_404(request, pk)
    first = {**_as_it_is(request, series), **free_times.chosen(request, FIELDS)}
    return _show_rhythm(request, series, RhythmForm(initial=first, zone=series.time_zone))


@require_POST
@signed_in
@once_only
def rhythm_update(request: Request, pk: int) -> HttpResponse:
    series = series_or_404(request, pk)
    form = RhythmForm(request.POST, zone=series.time_zone)
    stale = False
    if form.is_valid():
        try:
            services.set_rhythm(actor=request.actor, series=series, **form.cleaned_data)
            return redirect("one_on_ones:series_detail", pk=pk)
        except Invalid as problem:
            form.add_error(problem.field, str(problem.reason))
        except Stale as problem:
            form = RhythmForm(
                initial={**form.cleaned_data, "version": problem.version}, zone=series.time_zone
            )
            stale = True
    return _show_rhythm(request, series, form, is_stale=stale, status=409 if stale else 422)


@require_GET
@signed_in
def own_rhythm_form(request: Request, pk: int) -> HttpResponse:
    """A rule of one's own; with a rule in the address, its next dates to look at."""
    series = series_or_404(request, pk)
    asked = {**request.GET.dict(), "version": str(series.version)}
    form = OwnRhythmForm(
        asked if "recurrence" in request.GET else None,
        initial={**_as_it_is(request, series), "recurrence": series.recurrence},
        zone=series.time_zone,
    )
    return _show_own_rhythm(request, series, form, _next_dates(series, form))


@require_POST
@signed_in
@once_only
def own_rhythm_update(request: Request, pk: int) -> HttpResponse:
    series = series_or_404(request, pk)
    form = OwnRhythmForm(request.POST, zone=series.time_zone)
    status = 422
    if form.is_valid():
        try:
            services.set_rhythm(actor=request.actor, series=series, **form.cleaned_data)
            return redirect("one_on_ones:series_detail", pk=pk)
        except Invalid as problem:
            form.add_error(problem.field, str(problem.reason))
        except Stale as problem:
            form = OwnRhythmForm(initial={**form.cleaned_data, "version": problem.version})
            status = 409
    return _show_own_rhythm(request, series, form, [], is_stale=status == 409, status=status)


def _next_dates(series: Series, form: OwnRhythmForm) -> list[datetime]:
    """The next five dates of what was typed; what is wrong with it becomes the error of its field."""
    if not form.is_bound or not form.is_valid():
        return []
    typed = {name: form.cleaned_data[name] for name in ("recurrence", "first_on", "starts_at")}
    try:
        return dates_of(series, **typed)
    except Invalid as problem:
        form.add_error(problem.field, str(problem.reason))
        return []


@require_GET
@signed_in
def settings_detail(request: Request, pk: int) -> HttpResponse:
    return _show_settings(request, series_or_404(request, pk), PauseForm())


@require_POST
@signed_in
@once_only
def pause_create(request: Request, pk: int) -> HttpResponse:
    series, form = series_or_404(request, pk), PauseForm(request.POST)
    if form.is_valid():
        try:
            services.pause_series(actor=request.actor, series=series, **form.cleaned_data)
            return redirect("one_on_ones:series_detail", pk=pk)
        except Invalid as problem:
            form.add_error(problem.field, str(problem.reason))
    return _show_settings(request, series, form, status=422)


@require_POST
@signed_in
@once_only
def pause_delete(request: Request, pk: int) -> HttpResponse:
    """Go on with the rhythm from today."""
    services.resume_series(actor=request.actor, series=series_or_404(request, pk))
    return redirect("one_on_ones:series_detail", pk=pk)


@require_POST
@signed_in
@once_only
def words_update(request: Request, pk: int) -> HttpResponse:
    """My own choice whether the mail after a talk holds what was agreed."""
    wanted = request.POST.get("wanted") == "1"
    services.choose_words_by_mail(actor=request.actor, series=series_or_404(request, pk), wanted=wanted)
    return redirect("one_on_ones:settings_detail", pk=pk)


@require_POST
@signed_in
@once_only
def ending_create(request: Request, pk: int) -> HttpResponse:
    services.end_series(actor=request.actor, series=series_or_404(request, pk))
    undo.offer(request, _("These 1:1s have ended. You both keep reading what you wrote."))
    return redirect("one_on_ones:series_list")


def _as_it_is(request: Request, series: Series) -> dict[str, object]:
    proposed = _proposal(request, series)
    chosen = series.starts_at is not None
    first = None if chosen else first_times.proposed_first(request.actor, series, proposed.minutes)
    return {
        "cadence": series.cadence if chosen and not series.recurrence else proposed.cadence,
        "minutes": series.minutes if chosen else proposed.minutes,
        "first_on": _next_first(series) if chosen else first and first.day,
        "starts_at": series.starts_at if chosen else first and first.at,
        "version": series.version,
    }


def _next_first(series: Series) -> object:
    """The first day of the rhythm moved on by whole weeks to one that is still to come."""
    first = series.first_on or today()
    step = timedelta(weeks=2 if series.cadence == Series.Cadence.FORTNIGHTLY else 1)
    while first < today():
        first += step
    return first


def _proposal(request: Request, series: Series) -> rhythm.Proposal:
    reports = queries.team_size(request.actor, series.manager_id)
    return rhythm.propose(reports=reports, paired_on=series.started_on, today=today())


def _show_rhythm(
    request: Request, series: Series, form: RhythmForm, *, is_stale: bool = False, status: int = 200
) -> HttpResponse:
    can_change_series(request.actor, series).enforce()
    proposed = _proposal(request, series)
    context = {
        "series": series,
        "other": series.other(request.actor.person_id),
        "form": form,
        "is_stale": is_stale,
        "now": series.get_cadence_display(),
        "why": WHY_PROPOSED[proposed.why],
        "taken": free_times.chosen(request, FIELDS),
        "proposals": free_times.proposals(
            request,
            [series.employee, series.manager],
            around=timezone.now(),
            minutes=series.minutes if series.starts_at is not None else proposed.minutes,
            zone=ZoneInfo(series.time_zone),
            fields=FIELDS,
        ),
    }
    template = "one_on_ones/rhythm_form.html"
    return page(request, template, context, parts=(free_times.ASKED,), status=status)


def _show_own_rhythm(
    request: Request,
    series: Series,
    form: OwnRhythmForm,
    dates: list[datetime],
    *,
    is_stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "series": series,
        "other": series.other(request.actor.person_id),
        "form": form,
        "dates": dates,
        "is_stale": is_stale,
        "now": series.recurrence or series.get_cadence_display(),
    }
    return page(request, "one_on_ones/own_rhythm_form.html", context, status=status)


def _show_settings(request: Request, series: Series, form: PauseForm, status: int = 200) -> HttpResponse:
    is_employee = request.actor.person_id == series.employee_id
    wants = (series.employee_wants_words_by_mail, series.manager_wants_words_by_mail)
    context = {
        "series": series,
        "other": series.other(request.actor.person_id),
        "pause_form": form,
        "is_paused": queries.is_paused(series),
        "wants_words": wants[0] if is_employee else wants[1],
        "other_wants_words": wants[1] if is_employee else wants[0],
    }
    return page(request, "one_on_ones/settings_detail.html", context, status=status)
