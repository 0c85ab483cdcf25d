"""Administration: signing others out, one person or everybody. For everybody else these pages are not there."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from alongside.core.web import Request, once_only, only_for, page, signed_in
from alongside.identity import services
from alongside.identity.bearers import bearers
from alongside.identity.forms import SigningOutForm
from alongside.identity.fresh import fresh_sign_in
from alongside.identity.policies import can_end_all_sessions
from alongside.identity.session_store import digest_of_key
from alongside.identity.sign_in import account_named


@require_GET
@signed_in
@only_for(can_end_all_sessions)
def signing_out_detail(request: Request) -> HttpResponse:
    return _show(request, SigningOutForm(), status=200)


@require_POST
@signed_in
@only_for(can_end_all_sessions)
@fresh_sign_in
@once_only
def signing_out_create(request: Request) -> HttpResponse:
    """Sign one person out everywhere."""
    form = SigningOutForm(request.POST)
    account = account_named(form.cleaned_data["name"]) if form.is_valid() else None
    if account is None:
        if form.is_valid():
            form.add_error("name", _("Nobody signs in here under this name."))
        return _show(request, form, status=422)
    services.end_sessions_of(actor=request.actor, account=account)
    messages.success(request, _("%(name)s is signed out everywhere.") % {"name": bearers().name_of(account)})
    return redirect("identity:signing_out_detail")


@require_POST
@signed_in
@only_for(can_end_all_sessions)
@fresh_sign_in
@once_only
def everybody_signing_out_create(request: Request) -> HttpResponse:
    """Sign everybody out, but for the session in hand."""
    here = digest_of_key(request.session.session_key)
    ended = services.end_everybodys_sessions(actor=request.actor, except_key=here)
    words = ngettext(
        "%(n)s session ended. You are signed in here alone now.",
        "%(n)s sessions ended. You are signed in here alone now.",
        ended,
    )
    messages.success(request, words % {"n": ended})
    return redirect("identity:signing_out_detail")


def _show(request: Request, form: SigningOutForm, *, status: int) -> HttpResponse:
    return page(request, "identity/signing_out_detail.html", {"form": form}, status=status)
