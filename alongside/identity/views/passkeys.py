"""Passkeys: to sign in with, to see, to add, to remove."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alongside.core.actor import Strength
from alongside.core.web import Request, once_only, page, signed_in
from alongside.identity import devices, limits, passkeys, queries, sign_in
from alongside.identity.forms import PasskeyForm, PasskeySignInForm
from alongside.identity.fresh import fresh_sign_in
from alongside.identity.views.sign_in import too_early


@require_http_methods(["GET", "POST"])
def passkey_session_create(request: Request) -> HttpResponse:
    """Sign in with a passkey alone: whose it is, it says itself."""
    back = sign_in.way_back(request, request.POST.get("next") or request.GET.get("next", ""))
    form = PasskeySignInForm(request.POST or None)

    def show(status: int) -> HttpResponse:
        context = {"form": form, "next": back, "ask": passkeys.ask_for_proof(request.session)}
        return render(request, "identity/passkey_session_create.html", context, status=status)

    if request.method != "POST" or not form.is_valid():
        return show(422 if form.errors else 200)
    network = limits.network_of(request)
    try:
        limits.take("login_network", network)
        account = passkeys.proved_by(form.cleaned_data["credential"], passkeys.take_question(request.session))
    except limits.TooMany as early:
        return too_early(early, lambda: show(429), form)
    except passkeys.NotProved:
        form.add_error(None, _("No passkey of ours answered. Try once more, or sign in another way."))
        return show(422)
    limits.give_back("login_network", network)
    return sign_in.begin(
        request, account, Strength.SECOND_FACTOR, is_shared=form.is_shared, back=back, secure_device=True
    )


@require_GET
@signed_in
def passkey_list(request: Request) -> HttpResponse:
    found = queries.passkeys_visible_to(request.actor)
    return page(request, "identity/passkey_list.html", {"passkeys": found})


@require_http_methods(["GET", "POST"])
@signed_in
@fresh_sign_in
@once_only
def passkey_create(request: Request) -> HttpResponse:
    account = queries.account_of(request.actor)
    form = PasskeyForm(request.POST or None, initial={"name": devices.device_words(request)})

    def show(status: int) -> HttpResponse:
        ask = passkeys.ask_for_new(request.session, account) if passkeys.possible() else None
        return page(request, "identity/passkey_create.html", {"form": form, "ask": ask}, status=status)

    if request.method != "POST" or not form.is_valid():
        return show(422 if form.errors else 200)
    try:
        state = passkeys.take_question(request.session)
        passkeys.add_passkey(
            actor=request.actor, account=account, state=state,
            name=form.cleaned_data["name"], answer=form.cleaned_data["credential"],
        )  # fmt: skip
    except passkeys.NotProved:
        form.add_error(None, _("The answer of the device did not fit the question. Try once more."))
        return show(422)
    if not request.session.get("is_shared"):
        messages.success(request, _("Done. From now on you can sign in with it."))
    return redirect("identity:passkey_list")


@require_POST
@signed_in
@fresh_sign_in
@once_only
def passkey_delete(request: Request, pk: int) -> HttpResponse:
    passkey = get_object_or_404(queries.passkeys_visible_to(request.actor), pk=pk)
    passkeys.remove_passkey(actor=request.actor, account=queries.account_of(request.actor), passkey=passkey)
    messages.success(request, _("The passkey is removed."))
    return redirect("identity:passkey_list")
