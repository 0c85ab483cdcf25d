"""The web door to what was agreed, and to what HR is asked to remove from its way."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.commitments import agreed, audiences, queries, services
from alongside.commitments.forms import AnswerForm, DropForm, ObstacleForm, RedateForm
from alongside.commitments.models import Commitment, Obstacle
from alongside.commitments.policies import can_ask_hr
from alongside.core import undo
from alongside.core.errors import Invalid
from alongside.core.web import Request, once_only, page, signed_in


@require_GET
@signed_in
def commitment_list(request: Request) -> HttpResponse:
    """What I do, and what others do for me."""
    mine, owed = agreed.mine_and_owed(request.actor)
    context = {"mine": mine, "owed": owed, "undo": undo.taken(request), "here": request.path}
    return page(request, "commitments/commitment_list.html", context, parts=("actions",))


@require_GET
@signed_in
def commitment_detail(request: Request, pk: int) -> HttpResponse:
    return _show(request, _commitment(request, pk))


@require_POST
@signed_in
@once_only
def keeping_create(request: Request, pk: int) -> HttpResponse:
    """Done: one tap."""
    services.keep_commitment(actor=request.actor, commitment=_commitment(request, pk))
    return _back(request, pk, _("Done."))


@require_POST
@signed_in
@once_only
def redating_create(request: Request, pk: int) -> HttpResponse:
    return _by_form(request, pk, "redate_form", RedateForm(request.POST), services.redate_commitment)


@require_POST
@signed_in
@once_only
def dropping_create(request: Request, pk: int) -> HttpResponse:
    form = DropForm(request.POST)
    return _by_form(request, pk, "drop_form", form, services.drop_commitment, _("It is dropped."))


@require_POST
@signed_in
@once_only
def reopening_create(request: Request, pk: int) -> HttpResponse:
    """Take it up once more: also the undo of done and dropped."""
    services.reopen_commitment(actor=request.actor, commitment=_commitment(request, pk))
    return _back(request, pk)


@require_POST
@signed_in
@once_only
def obstacle_create(request: Request, pk: int) -> HttpResponse:
    return _by_form(request, pk, "obstacle_form", ObstacleForm(request.POST), services.ask_hr)


@require_GET
@signed_in
def obstacle_list(request: Request) -> HttpResponse:
    """For an HR partner: what to remove from people's way."""
    return _show_obstacles(request)


@require_POST
@signed_in
@once_only
def answer_create(request: Request, pk: int) -> HttpResponse:
    obstacle = get_object_or_404(queries.obstacles_visible_to(request.actor), pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show_obstacles(request, obstacle, form, status=422)
    services.answer_obstacle(actor=request.actor, obstacle=obstacle, **form.cleaned_data)
    return redirect("commitments:obstacle_list")


def _commitment(request: Request, pk: int) -> Commitment:
    return get_object_or_404(queries.commitments_visible_to(request.actor), pk=pk)


def _by_form(request: Request, pk: int, name: str, form: Form, act: Any, said: str = "") -> HttpResponse:
    """Validate, act, go back; a refusal of the rules stands beside its field."""
    commitment = _commitment(request, pk)
    if not form.is_valid():
        return _show(request, commitment, status=422, **{name: form})
    try:
        act(actor=request.actor, commitment=commitment, **form.cleaned_data)
    except Invalid as problem:
        form.add_error(problem.field, str(problem.reason))
        return _show(request, commitment, status=422, **{name: form})
    return _back(request, pk, said)


def _back(request: Request, pk: int, said: str = "") -> HttpResponse:
    """To the page the press came from; with a way back if something was closed."""
    here = reverse("commitments:commitment_detail", args=[pk])
    asked = request.POST.get("next") or request.GET.get("next") or ""
    target = asked if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else here
    if said:
        way = reverse("commitments:reopening_create", args=[pk])
        undo.offer(request, said, f"{way}?{urlencode({'next': target})}")
    return redirect(target)


def _show(request: Request, commitment: Commitment, status: int = 200, **forms: Form) -> HttpResponse:
    actor = request.actor
    context = {
        "commitment": commitment,
        "row": agreed.agreed_row(actor, commitment),
        "turns": queries.turns_of(actor, commitment),
        "obstacles": queries.obstacles_visible_to(actor).filter(commitment=commitment),
        "may_ask_hr": can_ask_hr(actor, commitment),
        "seen": _seen(commitment),
        "redate_form": RedateForm(),
        "drop_form": DropForm(),
        "obstacle_form": ObstacleForm(),
        "undo": undo.taken(request),
        **forms,
    }
    return page(request, "commitments/commitment_detail.html", context, status=status)


def _seen(commitment: Commitment) -> dict[str, Any]:
    return {
        "people": [commitment.owner, commitment.owed_to],
        "words": audiences.COMMITMENT.promise,
        "url": reverse("people:audience_detail", args=["commitments.commitment", commitment.pk]),
    }


def _show_obstacles(
    request: Request, answering: Obstacle | None = None, form: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    obstacles = list(queries.obstacles_to_remove(request.actor))
    context = {
        "open": [(one, form if one == answering else AnswerForm()) for one in obstacles if one.is_open],
        "answered": [one for one in obstacles if not one.is_open][:20],
        "promise": audiences.OBSTACLE.promise,
    }
    return page(request, "commitments/obstacle_list.html", context, status=status)
