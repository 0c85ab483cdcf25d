"""Signing in by a mailed code, and choosing a new password by one. Neither tells whether an address is known.

For people who are not signed in, so no page asks for it; no once-keys, as in sign_in.py.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alongside.core.actor import Strength
from alongside.core.web import Request
from alongside.identity import codes, limits, services, sign_in
from alongside.identity.actors import account_actor
from alongside.identity.devices import device_words
from alongside.identity.forms import AddressForm, CodeSignInForm, ResetForm
from alongside.identity.models import OneTimeCode
from alongside.identity.views.sign_in import too_early

SIGN_IN, RESET = codes.Purpose.SIGN_IN, codes.Purpose.RESET


@require_http_methods(["GET", "POST"])
def code_create(request: Request) -> HttpResponse:
    """Ask for a code to sign in with."""
    return _ask_for_code(request, SIGN_IN, "mail_code", "identity:code_session_create")


@require_http_methods(["GET", "POST"])
def reset_create(request: Request) -> HttpResponse:
    """Ask for a code to choose a new password with."""
    return _ask_for_code(request, RESET, "reset", "identity:reset_update")


def _ask_for_code(request: Request, purpose: codes.Purpose, bucket: str, next_page: str) -> HttpResponse:
    back = sign_in.way_back(request, request.POST.get("next") or request.GET.get("next", ""))
    form = AddressForm(request.POST or None)
    context = {"form": form, "next": back, "is_reset": purpose == RESET}

    def show(status: int) -> HttpResponse:
        return render(request, "identity/code_create.html", context, status=status)

    if request.method != "POST" or not form.is_valid():
        return show(422 if form.errors else 200)
    email = form.cleaned_data["email"]
    try:
        limits.take(bucket, email)
        limits.take("mail_network", limits.network_of(request))
    except limits.TooMany as early:
        return too_early(early, lambda: show(429), form)
    code = codes.mail_code(purpose, sign_in.account_named(email), language=translation.get_language())
    request.session["code"] = {"id": code.pk, "email": email, "back": back}
    return redirect(next_page)


@require_http_methods(["GET", "POST"])
def code_session_create(request: Request) -> HttpResponse:
    """Sign in with the code from the mail."""
    asked = request.session.get("code")
    if asked is None:
        return redirect("identity:code_create")
    form = CodeSignInForm(request.POST or None)

    def show(status: int) -> HttpResponse:
        context = {"form": form, "email": asked["email"]}
        return render(request, "identity/code_session_create.html", context, status=status)

    if request.method != "POST" or not form.is_valid():
        return show(422 if form.errors else 200)
    try:
        code = _use(request, asked, SIGN_IN, form.cleaned_data["code"])
        if code is not None and code.account is not None and code.account.is_open:
            del request.session["code"]
            return sign_in.go_on(
                request, code.account, Strength.LINK, is_shared=form.is_shared, back=asked["back"]
            )
    except limits.TooMany as early:
        return too_early(early, lambda: show(429), form)
    form.add_error("code", _wrong_code())
    return show(422)


@require_http_methods(["GET", "POST"])
def reset_update(request: Request) -> HttpResponse:
    """Choose a new password with the code from the mail. A second factor that is set up is still asked for."""
    asked = request.session.get("code")
    if asked is None:
        return redirect("identity:reset_create")
    account = sign_in.account_named(asked["email"])
    form = ResetForm(request.POST or None, account=account)

    def show(status: int) -> HttpResponse:
        context = {"form": form, "email": asked["email"]}
        return render(request, "identity/reset_update.html", context, status=status)

    if request.method != "POST" or not form.is_valid():
        return show(422 if form.errors else 200)
    try:
        code = _use(request, asked, RESET, form.cleaned_data["code"])
    except limits.TooMany as early:
        return too_early(early, lambda: show(429), form)
    if code is None or code.account is None or not code.account.is_open:
        form.add_error("code", _wrong_code())
        return show(422)
    del request.session["code"]
    services.set_password(
        actor=account_actor(code.account), account=code.account, password=form.cleaned_data["password"]
    )
    return sign_in.go_on(request, code.account, Strength.LINK, is_shared=False, back=asked["back"])


def _use(request: Request, asked: dict[str, str], purpose: codes.Purpose, words: str) -> OneTimeCode | None:
    network = limits.network_of(request)
    limits.take("login", asked["email"], network)
    code = codes.use_code(int(asked["id"]), purpose, words, device_words=device_words(request))
    if code is not None:
        limits.forgive("login", asked["email"], network)
    return code


def _wrong_code() -> str:
    return _("This code does not work, or no longer. Compare it with the mail, or ask for a new one.")
