"""Support access: an administrator opens and ends it; the supporter comes in with a key and sees the machine alone."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alongside.core.errors import Refused
from alongside.core.web import Request, once_only, only_for, page, signed_in
from alongside.identity import limits, shown_once
from alongside.identity.fresh import fresh_sign_in
from alongside.identity.policies import can_look_as_supporter, can_open_support
from alongside.identity.session_store import SessionStore
from alongside.identity.support import queries, services
from alongside.operations.forms import SupportForm, SupportKeyForm
from alongside.operations.support import machine_as_seen_by
from alongside.people.queries import names_of

MOST = 50


@require_GET
@signed_in
@only_for(can_open_support)
def support_list(request: Request) -> HttpResponse:
    return _list(request, SupportForm(), status=200)


@require_POST
@signed_in
@only_for(can_open_support)
@fresh_sign_in
@once_only
def support_create(request: Request) -> HttpResponse:
    form = SupportForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    _access, key = services.open_support(actor=request.actor, **form.cleaned_data)
    shown_once.put(request, support=key)
    return redirect("operations:support_list")


@require_POST
@signed_in
@once_only
def support_end(request: Request, pk: int) -> HttpResponse:
    """One press, without a new proof: ending gives nobody anything."""
    access = get_object_or_404(queries.accesses_visible_to(request.actor), pk=pk)
    services.end_support(actor=request.actor, access=access)
    messages.success(request, _("Ended. Their next click leads nowhere."))
    return redirect("operations:support_list")


@require_http_methods(["GET", "POST"])
def support_session_create(request: Request) -> HttpResponse:
    """For somebody without an account here, so it asks for no sign-in: the key is the proof."""
    form = SupportKeyForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _door(request, form, status=422 if form.errors else 200)
    limits.take("login_network", limits.network_of(request))
    try:
        access = services.begin_support(actor=request.actor, key=form.cleaned_data["key"])
    except Refused as refused:
        form.add_error("key", str(refused.reason))
        return _door(request, form, status=422)
    request.session.flush()
    request.session[queries.SESSION_KEY] = access.pk
    if isinstance(request.session, SessionStore):
        request.session.note("started_at", timezone.now())
        request.session.note("touched_at", timezone.now())
    return redirect("operations:support_detail")


@require_POST
def support_session_delete(request: Request) -> HttpResponse:
    """The supporter goes."""
    if request.actor.support_id is not None:
        request.session.flush()
    return redirect("operations:support_session_create")


@require_GET
def support_detail(request: Request) -> HttpResponse:
    """The machine, for a supporter whose access is open, and for administrators who want to see what they see."""
    if not can_look_as_supporter(request.actor):
        raise Http404
    services.note_look(actor=request.actor, page="machine")
    access = queries.access_in(request.session)
    context = {"machine": machine_as_seen_by(request.actor), "access": access}
    return render(request, "operations/support_detail.html", context)


def _door(request: Request, form: SupportKeyForm, *, status: int) -> HttpResponse:
    return render(request, "operations/support_session_create.html", {"form": form}, status=status)


def _list(request: Request, form: SupportForm, *, status: int) -> HttpResponse:
    accesses = list(queries.accesses_visible_to(request.actor)[:MOST])
    names = names_of({one.opened_by_id for one in accesses})
    context = {
        "form": form,
        "key": shown_once.take(request).get("support", ""),
        "accesses": [(one, names.get(one.opened_by_id, "")) for one in accesses],
    }
    return page(request, "operations/support_list.html", context, status=status)
