"""Where one is signed in, and which devices one trusts: to see, and to end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.core.web import Request, once_only, page, signed_in
from alongside.identity import queries, services
from alongside.identity.fresh import fresh_sign_in
from alongside.identity.session_store import digest_of_key
from alongside.identity.views.letters import letter_rows


@require_GET
@signed_in
def session_list(request: Request) -> HttpResponse:
    context = {
        "sessions": queries.sessions_visible_to(request.actor),
        "devices": queries.devices_visible_to(request.actor),
        "letters": letter_rows(queries.account_of(request.actor)),
        "here": _here(request),
    }
    return page(request, "identity/session_list.html", context)


@require_POST
@signed_in
@fresh_sign_in
@once_only
def session_end(request: Request, key: str) -> HttpResponse:
    """End one session; the one in hand, too."""
    session = get_object_or_404(queries.sessions_visible_to(request.actor), pk=key)
    if session.pk == _here(request):
        return redirect("identity:session_list")
    services.end_session(actor=request.actor, session=session)
    messages.success(request, _("That session has ended."))
    return redirect("identity:session_list")


@require_POST
@signed_in
@fresh_sign_in
@once_only
def other_sessions_end(request: Request) -> HttpResponse:
    """End all sessions but the one in hand."""
    account = queries.account_of(request.actor)
    services.end_other_sessions(actor=request.actor, account=account, except_key=_here(request))
    messages.success(request, _("You are signed in here alone now."))
    return redirect("identity:session_list")


@require_POST
@signed_in
@fresh_sign_in
@once_only
def device_end(request: Request, pk: int) -> HttpResponse:
    device = get_object_or_404(queries.devices_visible_to(request.actor), pk=pk)
    services.end_device(actor=request.actor, device=device)
    messages.success(request, _("That device is not trusted any more."))
    return redirect("identity:session_list")


def _here(request: Request) -> str:
    return digest_of_key(request.session.session_key)
