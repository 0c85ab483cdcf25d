"""Group talks: planned with who is next, answered, closed with who was there."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from alongside.core import free_times
from alongside.core.errors import Invalid
from alongside.core.web import Request, once_only, page, signed_in
from alongside.people.calendar import today
from alongside.people.queries import me
from alongside.skip_levels import policies, rotation, services
from alongside.skip_levels.forms import AttendanceForm, GroupForm
from alongside.skip_levels.models import GROUP_MINUTES, GroupTalk
from alongside.skip_levels.queries import groups as queries


@require_GET
@signed_in
def group_form(request: Request) -> HttpResponse:
    policies.can_invite_group(request.actor).enforce()
    return _form(request, GroupForm(initial=free_times.chosen(request)))


@require_POST
@signed_in
@once_only
def group_create(request: Request) -> HttpResponse:
    policies.can_invite_group(request.actor).enforce()
    form = GroupForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=422)
    try:
        group = services.invite_group(
            actor=request.actor,
            purpose=form.cleaned_data["purpose"],
            starts_at=form.starts_at,
            size=form.cleaned_data["size"],
        )
    except Invalid as problem:
        form.add_error("day", str(problem.reason))
        return _form(request, form, status=422)
    return redirect("skip_levels:group_detail", pk=group.pk)


@require_GET
@signed_in
def group_detail(request: Request, pk: int) -> HttpResponse:
    return _show(request, _group_or_404(request, pk))


@require_POST
@signed_in
@once_only
def place_update(request: Request, pk: int, place_pk: int) -> HttpResponse:
    """I come, or I can't."""
    place = get_object_or_404(queries.places_visible_to(request.actor), pk=place_pk, group=pk)
    services.answer_place(actor=request.actor, place=place, coming=request.POST.get("coming") == "1")
    return redirect("skip_levels:group_detail", pk=pk)


@require_POST
@signed_in
@once_only
def group_close(request: Request, pk: int) -> HttpResponse:
    """We met, and these were there."""
    group = _group_or_404(request, pk)
    policies.can_close_group(request.actor, group).enforce()
    form = AttendanceForm(request.POST, people=[one.person for one in queries.seen_places(group)])
    if not form.is_valid():
        return _show(request, group, form, status=422)
    try:
        services.close_group(actor=request.actor, group=group, **form.cleaned_data)
    except Invalid as problem:  # somebody gave up their place meanwhile
        form.add_error(problem.field, str(problem.reason))
        return _show(request, group, form, status=422)
    return redirect("skip_levels:group_detail", pk=pk)


@require_POST
@signed_in
@once_only
def group_call_off(request: Request, pk: int) -> HttpResponse:
    services.call_off_group(actor=request.actor, group=_group_or_404(request, pk))
    return redirect("skip_levels:group_detail", pk=pk)


def _group_or_404(request: Request, pk: int) -> GroupTalk:
    return get_object_or_404(queries.groups_visible_to(request.actor), pk=pk)


def _form(request: Request, form: GroupForm, status: int = 200) -> HttpResponse:
    following = queries.next_in_turn(request.actor)[: policies.MOST_IN_GROUP]
    first = timezone.make_aware(rotation.first_start(None, today()))
    context = {
        "form": form,
        "following": following,
        "proposals": free_times.proposals(
            request, [me(request.actor), *following], around=first, minutes=GROUP_MINUTES, earliest=first
        ),
    }
    template = "skip_levels/group_form.html"
    return page(request, template, context, parts=(free_times.ASKED,), status=status)


def _show(
    request: Request, group: GroupTalk, form: AttendanceForm | None = None, status: int = 200
) -> HttpResponse:
    actor, places = request.actor, queries.seen_places(group)
    is_leader = actor.person_id == group.leader_id
    mine = queries.own_place(actor, group)
    people = [one.person for one in places]
    context = {
        "group": group,
        "places": places,
        "mine": mine,
        "is_leader": is_leader,
        "is_told": queries.is_told(actor, group, mine),
        "may_answer": policies.can_answer_place(actor, mine) if mine is not None else None,
        "may_call_off": policies.can_call_off_group(actor, group),
        "may_close": policies.can_close_group(actor, group),
        "form": form or AttendanceForm(people=people, initial={"there": [one.pk for one in people]}),
        "heard": queries.heard_in(places) if is_leader else [],
    }
    return page(request, "skip_levels/group_detail.html", context, status=status)
