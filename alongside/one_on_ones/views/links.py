"""The door of links in mails: one task each, without signing in; opening a link changes and shows nothing."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from alongside.core.actor import Actor, Door, Strength
from alongside.core.errors import Refused
from alongside.core.web import Request, once_only
from alongside.identity.limits import limited
from alongside.one_on_ones import links, queries, services
from alongside.one_on_ones.forms import TopicByLinkForm
from alongside.one_on_ones.models import Meeting
from alongside.one_on_ones.policies import can_add_item
from alongside.one_on_ones.views.shown import can_close_now
from alongside.people.actors import actor_for

NOT_HERE = 404


class SeeOther(HttpResponseRedirect):
    """The task is done; the answer stands elsewhere. Nobody is led to the sign-in page."""

    status_code = 303


@require_GET
@limited("mail_link")
def link_detail(request: Request, token: str) -> HttpResponse:
    """One button, or one box and one button."""
    found = _open(token)
    if found is None:
        return _over(request)
    link, meeting, _actor = found
    return _show(request, token, link, meeting, TopicByLinkForm())


@require_POST
@limited("mail_link")
@once_only
def link_use(request: Request, token: str) -> HttpResponse:
    """Do the one task, as the person the link was made for."""
    found = _open(token)
    if found is None:
        return _over(request)
    link, meeting, actor = found
    try:
        if link.task == links.Task.WE_MET:
            services.close_meeting(actor=actor, meeting=meeting)
            return SeeOther(reverse("one_on_ones:link_done"))
        form = TopicByLinkForm(request.POST)
        if not form.is_valid():
            return _show(request, token, link, meeting, form, status=422)
        text = form.cleaned_data["text"]
        services.add_item_by_link(actor=actor, series=meeting.series, text=text, link=link)
    except Refused:
        return _over(request)
    return SeeOther(reverse("one_on_ones:link_done"))


@require_GET
def link_done(request: Request) -> HttpResponse:
    """Says that it worked, to whoever asks; there is nothing to find out here."""
    return render(request, "one_on_ones/link_done.html")


def _open(token: str) -> tuple[links.Link, Meeting, Actor] | None:
    """What a link still opens: its meeting and the actor it speaks for; None when it is over."""
    link = links.read(token)
    person = queries.person_of_link(link) if link is not None else None
    if link is None or person is None:
        return None
    actor = replace(actor_for(person, door=Door.MAIL), strength=Strength.LINK)
    meeting = queries.meeting_of_link(actor, link)
    if meeting is None or not can_add_item(actor, meeting.series):
        return None
    return link, meeting, actor


def _show(
    request: Request,
    token: str,
    link: links.Link,
    meeting: Meeting,
    form: TopicByLinkForm,
    status: int = 200,
) -> HttpResponse:
    context = {
        "token": token,
        "task": link.task,
        "form": form,
        "is_early": link.task == links.Task.WE_MET and not can_close_now(meeting),
    }
    return render(request, "one_on_ones/link_detail.html", context, status=status)


def _over(request: Request) -> HttpResponse:
    return render(request, "one_on_ones/link_over.html", status=NOT_HERE)
