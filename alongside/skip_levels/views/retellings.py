"""What came back: themes for the manager, one answer for the team."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from alongside.core.errors import Invalid
from alongside.core.web import Request, once_only, page, signed_in
from alongside.skip_levels import policies, queries, services
from alongside.skip_levels.forms import AnswerForm, ThemeForm
from alongside.skip_levels.models import Retelling


def retelling_or_404(request: Request, pk: int) -> Retelling:
    return get_object_or_404(queries.retellings_visible_to(request.actor), pk=pk)


@require_GET
@signed_in
def retelling_detail(request: Request, pk: int) -> HttpResponse:
    return _show(request, retelling_or_404(request, pk))


@require_POST
@signed_in
@once_only
def theme_create(request: Request, pk: int) -> HttpResponse:
    retelling = retelling_or_404(request, pk)
    policies.can_change_themes(request.actor, retelling).enforce()
    form = ThemeForm(request.POST, people=queries.people_heard(retelling))
    if not form.is_valid():
        return _show(request, retelling, theme_form=form, status=422)
    try:
        services.add_theme(actor=request.actor, retelling=retelling, **form.cleaned_data)
    except Invalid as problem:
        form.add_error(problem.field, str(problem.reason))
        return _show(request, retelling, theme_form=form, status=422)
    return redirect("skip_levels:retelling_detail", pk=pk)


@require_POST
@signed_in
@once_only
def theme_delete(request: Request, pk: int, theme_pk: int) -> HttpResponse:
    services.remove_theme(actor=request.actor, retelling=retelling_or_404(request, pk), theme_id=theme_pk)
    return redirect("skip_levels:retelling_detail", pk=pk)


@require_POST
@signed_in
@once_only
def handing_on_create(request: Request, pk: int) -> HttpResponse:
    """The manager gets the themes."""
    retelling = retelling_or_404(request, pk)
    try:
        services.hand_on_themes(actor=request.actor, retelling=retelling)
    except Invalid as problem:
        return _show(request, retelling, problem=str(problem.reason), status=422)
    return redirect("skip_levels:retelling_detail", pk=pk)


@require_POST
@signed_in
@once_only
def retelling_close(request: Request, pk: int) -> HttpResponse:
    """There is nothing to hand on."""
    services.close_without_themes(actor=request.actor, retelling=retelling_or_404(request, pk))
    return redirect("skip_levels:retelling_detail", pk=pk)


@require_POST
@signed_in
@once_only
def answer_create(request: Request, pk: int) -> HttpResponse:
    """You said, we did."""
    retelling, form = retelling_or_404(request, pk), AnswerForm(request.POST)
    policies.can_answer_team(request.actor, retelling).enforce()
    if not form.is_valid():
        return _show(request, retelling, answer_form=form, status=422)
    services.answer_team(actor=request.actor, retelling=retelling, **form.cleaned_data)
    return redirect("skip_levels:retelling_detail", pk=pk)


@require_GET
@signed_in
def reading_detail(request: Request, pk: int) -> HttpResponse:
    """The answer to my team."""
    reading = get_object_or_404(queries.readings_visible_to(request.actor), pk=pk)
    context = {"retelling": reading.retelling, "themes": queries.themes_of(reading.retelling)}
    return page(request, "skip_levels/reading_detail.html", context)


def _show(
    request: Request,
    retelling: Retelling,
    *,
    theme_form: ThemeForm | None = None,
    answer_form: AnswerForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    actor = request.actor
    may_write = policies.can_change_themes(actor, retelling)
    people = queries.people_heard(retelling) if may_write else []
    context = {
        "retelling": retelling,
        "is_leader": actor.person_id == retelling.leader_id,
        "themes": queries.themes_of(retelling),
        "people": people,
        "may_write": may_write,
        "may_hand_on": policies.can_hand_on_themes(actor, retelling),
        "may_answer": policies.can_answer_team(actor, retelling),
        "theme_form": theme_form or ThemeForm(people=people),
        "answer_form": answer_form or AnswerForm(),
        "problem": problem,
    }
    return page(request, "skip_levels/retelling_detail.html", context, status=status)
