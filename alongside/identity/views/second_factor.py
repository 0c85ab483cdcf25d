"""Setting up the second factor: a square to scan, a code to try, and recovery codes shown once."""

from __future__ import annotations

import segno
from allauth.mfa.adapter import get_adapter
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alongside.core.web import Request, once_only, page, signed_in
from alongside.identity import (
    devices,
    limits,
    passkeys,
    queries,
    recovery_codes,
    second_factor,
    shown_once,
    sign_in,
)
from alongside.identity.bearers import bearers
from alongside.identity.forms import CodeOnlyForm
from alongside.identity.fresh import fresh_sign_in
from alongside.identity.models import Account
from alongside.identity.views.sign_in import too_early

SECRET = "second_factor_secret"  # noqa: S105  (the name of a session entry)


@require_GET
@signed_in
def second_factor_detail(request: Request) -> HttpResponse:
    """What is set up, or why and how to."""
    account = queries.account_of(request.actor)
    context = {
        "has_app": second_factor.has_app(account),
        "has_passkey": passkeys.passkeys_of(account).exists(),
        "codes_left": recovery_codes.left(account),
        "is_needed": bearers().needs_second_factor(account),
        "due": account.factor_due_at,
        "back": request.session.get("back", ""),
    }
    return page(request, "identity/second_factor_detail.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
@fresh_sign_in
def second_factor_create(request: Request) -> HttpResponse:
    """No once-key: the second time the code is used up, and a refused code must stay counted."""
    account = queries.account_of(request.actor)
    secret = request.session.get(SECRET) or second_factor.fresh_secret()
    request.session[SECRET] = secret
    form = CodeOnlyForm(request.POST or None)

    def show(status: int) -> HttpResponse:
        context = {"form": form, "secret": _in_groups(secret), "square": _square(account, secret)}
        return page(request, "identity/second_factor_create.html", context, status=status)

    if request.method != "POST" or not form.is_valid():
        return show(422 if form.errors else 200)
    try:
        limits.take("login", f"set-up-{account.pk}", limits.network_of(request))
    except limits.TooMany as early:
        return too_early(early, lambda: show(429), form)
    if not second_factor.secret_matches(secret, form.cleaned_data["code"].replace(" ", "")):
        form.add_error("code", _("This is not the code of the moment. Wait for the next one and type that."))
        return show(422)
    del request.session[SECRET]
    return _done(request, account, secret)


def _done(request: Request, account: Account, secret: str) -> HttpResponse:
    limits.forgive("login", f"set-up-{account.pk}", limits.network_of(request))
    printed = second_factor.set_up_second_factor(actor=request.actor, account=account, secret=secret)
    shown_once.put(request, recovery_codes=printed)
    response = redirect("identity:recovery_code_list")
    if not request.session.get("is_shared"):
        devices.trust(request, response, account, second_factor=True)
    return response


@require_POST
@signed_in
@fresh_sign_in
@once_only
def second_factor_delete(request: Request) -> HttpResponse:
    second_factor.remove_second_factor(actor=request.actor, account=queries.account_of(request.actor))
    messages.success(request, _("The second factor is removed."))
    return redirect("identity:second_factor_detail")


@require_POST
@signed_in
@fresh_sign_in
@once_only
def recovery_code_create(request: Request) -> HttpResponse:
    account = queries.account_of(request.actor)
    if second_factor.has_app(account):
        shown_once.put(
            request, recovery_codes=second_factor.renew_recovery_codes(actor=request.actor, account=account)
        )
    return redirect("identity:recovery_code_list")


@require_GET
@signed_in
def recovery_code_list(request: Request) -> HttpResponse:
    """The codes, one single time; then only how many are left."""
    context = {
        "codes": shown_once.take(request).get("recovery_codes", []),
        "codes_left": recovery_codes.left(queries.account_of(request.actor)),
        "back": sign_in.way_back(request, request.session.get("back", "")),
    }
    return page(request, "identity/recovery_code_list.html", context)


def _square(account: Account, secret: str) -> str:
    """The QR code as SVG without inline style (the content policy would drop it)."""
    url = get_adapter().build_totp_url(account, secret)
    return mark_safe(segno.make(url).svg_inline(scale=5, border=4, light="#fff", dark="#000"))  # noqa: S308


def _in_groups(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
