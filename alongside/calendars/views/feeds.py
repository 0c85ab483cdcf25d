"""The address a calendar reads: for programs, without signing in; and the page where one makes and ends it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from alongside.calendars import feeds, finding, queries, services
from alongside.calendars.forms import TitleForm
from alongside.calendars.models import Connection
from alongside.calendars.views.accounts import show_account
from alongside.core.actor import Door
from alongside.core.web import Request, once_only, signed_in
from alongside.identity import limits, shown_once
from alongside.identity.fresh import fresh_sign_in
from alongside.people.actors import actor_for


@require_safe
def feed_detail(request: HttpRequest, secret: str) -> HttpResponse:
    """A calendar for whoever has the secret; an ended secret is answered like one that never was."""
    limits.take("calendar_feed", limits.network_of(request))
    feed = queries.live_feed(secret)
    if feed is None:
        raise Http404
    actor = actor_for(feed.person, door=Door.API, scopes=frozenset({"read"}))
    found = feeds.contents_of(actor, feed)
    services.note_reading(actor=actor, feed=feed)
    response = HttpResponse(found.words, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="alongside.ics"'
    stamp = int(found.changed_at.timestamp())
    same = get_conditional_response(request, etag=found.etag, last_modified=stamp, response=response)
    answer = same or response
    answer["ETag"] = found.etag
    answer["Last-Modified"] = found.last_modified
    # To be asked again each time; "no-store" would make calendars throw away what they compare with.
    answer["Cache-Control"] = "private, no-cache"
    return answer


@require_GET
@signed_in
def account_detail(request: Request) -> HttpResponse:
    """My calendar: the address it reads, and whether it is asked for free times; a new one is asked now."""
    connection = queries.connections_visible_to(request.actor).first()
    if connection is not None and connection.state == Connection.State.UNTRIED:
        finding.try_once(request.actor, connection)
    return show_account(request, secret=shown_once.take(request).get("feed", ""))


@require_POST
@signed_in
@fresh_sign_in
@once_only
def feed_create(request: Request) -> HttpResponse:
    """A fresh address; an earlier one ends."""
    form = TitleForm(request.POST)
    if not form.is_valid():
        return show_account(request, title_form=form, status=422)
    _feed, secret = services.open_feed(actor=request.actor, **form.cleaned_data)
    shown_once.put(request, feed=secret)
    return redirect("calendars:account_detail")


@require_POST
@signed_in
@once_only
def feed_update(request: Request, pk: int) -> HttpResponse:
    """What the events are called."""
    feed = get_object_or_404(queries.feeds_visible_to(request.actor), pk=pk)
    form = TitleForm(request.POST)
    if not form.is_valid():
        return show_account(request, title_form=form, status=422)
    services.choose_title(actor=request.actor, feed=feed, **form.cleaned_data)
    messages.success(request, _("Saved. Your calendar shows it when it asks the next time."))
    return redirect("calendars:account_detail")


@require_POST
@signed_in
@once_only
def feed_end(request: Request, pk: int) -> HttpResponse:
    feed = get_object_or_404(queries.feeds_visible_to(request.actor), pk=pk)
    services.end_feed(actor=request.actor, feed=feed)
    messages.success(request, _("The address has ended. Whoever has it gets nothing any more."))
    return redirect("calendars:account_detail")
