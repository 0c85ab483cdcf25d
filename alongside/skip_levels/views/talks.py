"""Skip-level talks: whose turn it is, one talk, its topics."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from alongside.core import free_times
from alongside.core.errors import Invalid
from alongside.core.web import Request, once_only, page, signed_in
from alongside.people.calendar import today
from alongside.people.models import Person
from alongside.people.queries import me, people_visible_to
from alongside.skip_levels import policies, queries, rotation, services
from alongside.skip_levels.forms import InvitationForm, TopicForm
from alongside.skip_levels.models import TALK_MINUTES, SkipTalk
from alongside.skip_levels.queries import groups


def talk_or_404(request: Request, pk: int) -> SkipTalk:
    return get_object_or_404(queries.talks_visible_to(request.actor), pk=pk)


@require_GET
@signed_in
def talk_list(request: Request) -> HttpResponse:
    """Mine, those I was told of as the manager between, whose turn it is, and what came back."""
    actor = request.actor
    leads = bool(policies.can_lead_skip_talks(actor))
    talks = list(queries.talks_visible_to(actor)[: queries.MOST_LISTED])
    context = {
        "own": [(talk, talk.other(actor.person_id)) for talk in talks if talk.manager_id != actor.person_id],
        "told": [talk for talk in talks if talk.manager_id == actor.person_id],
        "leads": leads,
        "suggestions": [
            (one, one.turn.waits(today())) for one in (queries.suggestions_for(actor) if leads else [])
        ],
        "groups": groups.groups_visible_to(actor)[: queries.MOST_LISTED],
        "may_invite_group": policies.can_invite_group(actor) if leads else None,
        "retellings": queries.retellings_visible_to(actor)[: queries.MOST_LISTED],
        "readings": queries.readings_visible_to(actor)[: queries.MOST_LISTED],
        "actor": actor,
    }
    return page(request, "skip_levels/talk_list.html", context)


@require_GET
@signed_in
def talk_form(request: Request, person_pk: int) -> HttpResponse:
    """Invite somebody."""
    person = get_object_or_404(people_visible_to(request.actor), pk=person_pk)
    policies.can_invite_to_talk(request.actor, person).enforce()
    return _form(request, person, InvitationForm(initial=free_times.chosen(request)))


@require_POST
@signed_in
@once_only
def talk_create(request: Request, person_pk: int) -> HttpResponse:
    person = get_object_or_404(people_visible_to(request.actor), pk=person_pk)
    form = InvitationForm(request.POST)
    if not form.is_valid():
        policies.can_invite_to_talk(request.actor, person).enforce()
        return _form(request, person, form, status=422)
    try:
        talk = services.invite_to_talk(
            actor=request.actor,
            person=person,
            purpose=form.cleaned_data["purpose"],
            starts_at=form.starts_at,
        )
    except Invalid as problem:
        form.add_error("day", str(problem.reason))
        return _form(request, person, form, status=422)
    return redirect("skip_levels:talk_detail", pk=talk.pk)


@require_GET
@signed_in
def talk_detail(request: Request, pk: int) -> HttpResponse:
    return _show(request, talk_or_404(request, pk), TopicForm())


@require_POST
@signed_in
@once_only
def topic_create(request: Request, pk: int) -> HttpResponse:
    talk, form = talk_or_404(request, pk), TopicForm(request.POST)
    if not form.is_valid():
        return _show(request, talk, form, status=422)
    services.add_topic(actor=request.actor, talk=talk, **form.cleaned_data)
    return redirect("skip_levels:talk_detail", pk=pk)


@require_POST
@signed_in
@once_only
def topic_delete(request: Request, pk: int, topic_pk: int) -> HttpResponse:
    topic = get_object_or_404(queries.topics_visible_to(request.actor), pk=topic_pk, talk=pk)
    services.remove_topic(actor=request.actor, topic=topic)
    return redirect("skip_levels:talk_detail", pk=pk)


@require_POST
@signed_in
@once_only
def closing_create(request: Request, pk: int) -> HttpResponse:
    """We met."""
    services.close_talk(actor=request.actor, talk=talk_or_404(request, pk))
    return redirect("skip_levels:talk_detail", pk=pk)


@require_POST
@signed_in
@once_only
def calling_off_create(request: Request, pk: int) -> HttpResponse:
    services.call_off_talk(actor=request.actor, talk=talk_or_404(request, pk))
    return redirect("skip_levels:talk_detail", pk=pk)


def _form(request: Request, person: Person, form: InvitationForm, status: int = 200) -> HttpResponse:
    first = timezone.make_aware(rotation.first_start(person.site, today()))
    context = {
        "person": person,
        "form": form,
        "proposals": free_times.proposals(
            request,
            [me(request.actor), person],
            around=first,
            minutes=TALK_MINUTES,
            earliest=first,
        ),
    }
    template = "skip_levels/talk_form.html"
    return page(request, template, context, parts=(free_times.ASKED,), status=status)


def _show(request: Request, talk: SkipTalk, form: TopicForm, status: int = 200) -> HttpResponse:
    actor = request.actor
    context = {
        "talk": talk,
        "is_told": actor.person_id == talk.manager_id,
        "is_leader": actor.person_id == talk.leader_id,
        "other": talk.other(actor.person_id),
        "topics": list(queries.topics_visible_to(actor).filter(talk=talk)),
        "may_change": policies.can_change_talk(actor, talk),
        "may_close": policies.can_close_talk(actor, talk),
        "form": form,
        "actor": actor,
    }
    return page(request, "skip_levels/talk_detail.html", context, status=status)
