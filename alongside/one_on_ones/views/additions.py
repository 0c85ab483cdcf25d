"""What gets onto the page with one tap: drafted lines, templates, actions."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.commitments.forms import ActionForm
from alongside.core import undo
from alongside.core.errors import Invalid
from alongside.core.web import Request, once_only, page, signed_in
from alongside.one_on_ones import agenda, agenda_templates, services
from alongside.one_on_ones.views.shown import series_or_404, show_series


@require_POST
@signed_in
@once_only
def draft_take(request: Request, pk: int, key: str) -> HttpResponse:
    """Make a drafted line a topic; a line that is no longer drafted changes nothing."""
    series = series_or_404(request, pk)
    line = agenda.drafted_line(request.actor, series, key)
    if line is not None:
        services.take_draft(actor=request.actor, series=series, line=line)
    return redirect("one_on_ones:series_detail", pk=pk)


@require_POST
@signed_in
@once_only
def draft_leave_out(request: Request, pk: int, key: str) -> HttpResponse:
    series = series_or_404(request, pk)
    services.leave_out(actor=request.actor, series=series, draft=key)
    back = reverse("one_on_ones:draft_bring_back", args=[pk, key])
    undo.offer(request, _("Left out for the next weeks."), back)
    return redirect("one_on_ones:series_detail", pk=pk)


@require_POST
@signed_in
@once_only
def draft_bring_back(request: Request, pk: int, key: str) -> HttpResponse:
    """Undo of leaving out."""
    services.bring_back(actor=request.actor, series=series_or_404(request, pk), draft=key)
    return redirect("one_on_ones:series_detail", pk=pk)


@require_GET
@signed_in
def template_list(request: Request, pk: int) -> HttpResponse:
    series = series_or_404(request, pk)
    context = {
        "series": series,
        "other": series.other(request.actor.person_id),
        "templates": [one.said(get_language() or "en") for one in agenda_templates.templates()],
    }
    return page(request, "one_on_ones/template_list.html", context)


@require_POST
@signed_in
@once_only
def template_take(request: Request, pk: int, slug: str) -> HttpResponse:
    """Its lines become topics of the one who takes it, in their language."""
    series, template = series_or_404(request, pk), agenda_templates.template_named(slug)
    if template is None:
        raise Http404
    services.take_template(
        actor=request.actor, series=series, template=template, language=get_language() or "en"
    )
    return redirect("one_on_ones:series_detail", pk=pk)


@require_POST
@signed_in
@once_only
def action_create(request: Request, pk: int) -> HttpResponse:
    """One of the two does something for the other by a date."""
    series = series_or_404(request, pk)
    form = ActionForm.for_two(series.employee, series.manager, request.actor.me, request.POST)
    if form.is_valid():
        try:
            services.agree_on_action(
                actor=request.actor,
                series=series,
                owner_id=form.cleaned_data["owner"],
                text=form.cleaned_data["text"],
                due_on=form.cleaned_data["due_on"],
                cue=form.cleaned_data["cue"],
            )
            return redirect("one_on_ones:series_detail", pk=pk)
        except Invalid as problem:
            form.add_error(problem.field, str(problem.reason))
    return show_series(request, series, action_form=form, status=422)
