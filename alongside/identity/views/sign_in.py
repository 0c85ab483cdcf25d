"""Signing in and out. These pages are for people who are not signed in yet, so none asks for it.

They carry no once-key: signing in twice does no harm, and the rollback of a refused form would undo its count.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alongside.core.actor import Strength
from alongside.core.web import Request
from alongside.identity import codes, limits, passkeys, queries, sign_in
from alongside.identity.bearers import bearers
from alongside.identity.federation import oidc
from alongside.identity.forms import SecondStepForm, SignInForm
from alongside.identity.models import Account
from alongside.identity.provider_pages import lead_to_providers
from alongside.identity.providers import providers_on
from alongside.identity.return_addresses import signed_out_address
from alongside.identity.second_factor import code_is_right, has_app
from alongside.identity.views.federated import finish_link


@require_http_methods(["GET", "POST"])
def session_create(request: Request) -> HttpResponse:
    """E-mail or personnel number, and password or PIN."""
    back = sign_in.way_back(request, request.POST.get("next") or request.GET.get("next", ""))
    form = SignInForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _show(request, form, back, status=422 if form.errors else 200)
    name, password = form.cleaned_data["name"].strip(), form.cleaned_data["password"]
    try:
        account = sign_in.check_password(request, name, password)
        if account is not None:
            proof, is_shared = Strength.PASSWORD, form.is_shared or account.email is None
            return sign_in.go_on(request, account, proof, is_shared=is_shared, back=back)
    except limits.TooMany as early:
        return too_early(early, lambda: _show(request, form, back, status=429), form)
    form.add_error(
        None, _("The name and the password do not belong together. Check both, or let us mail you a code.")
    )
    return _show(request, form, back, status=422)


def _show(request: Request, form: SignInForm, back: str, *, status: int) -> HttpResponse:
    context = {
        "form": form,
        "next": back,
        **_demo(request),
        "passkeys": passkeys.possible(),
        "providers": providers_on(),
        "leave": _left_at(request),
    }
    return lead_to_providers(render(request, "identity/session_create.html", context, status=status))


def _demo(request: Request) -> dict[str, Any]:
    """Whom to be in a demo: a few of each role, or who was searched for."""
    if not settings.DEMO:
        return {}
    who = request.GET.get("who", "").strip()[:100]
    return {
        "who": who,
        "demo_found": bearers().demo_search(who) if who else [],
        "demo_groups": [] if who else bearers().demo_groups(),
        "is_demo": True,
    }


def _left_at(request: Request) -> dict[str, str]:
    """After signing out here: where one can sign out at the provider, too."""
    provider = providers_on().filter(slug=request.GET.get("left", "")).first()
    address = (
        oidc.address_to_leave(provider, signed_out_address()) if provider and not provider.is_saml else ""
    )
    return {"name": provider.name, "address": address} if provider and address else {}


@require_http_methods(["GET", "POST"])
def second_step_create(request: Request) -> HttpResponse:
    """The second proof on a new device: the app, a recovery code, or (while no app is set up) a mailed code."""
    pending = _pending(request)
    if pending is None:
        return redirect("identity:session_create")
    account = queries.account_to_open(pending["account"])
    if account is None:
        return redirect("identity:session_create")
    form = SecondStepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if _second_is_right(request, account, pending, form.cleaned_data):
                return _begin_after_second(request, account, pending)
        except limits.TooMany as early:
            return too_early(early, lambda: _ask_second(request, account, form, pending, status=429), form)
        form.add_error("code", _("This is not the code of the moment. Wait for the next one and type that."))
    return _ask_second(request, account, form, pending, status=422 if form.errors else 200)


def _ask_second(
    request: Request, account: Account, form: SecondStepForm, pending: dict[str, Any], *, status: int
) -> HttpResponse:
    offers = not pending["by_mail"] and passkeys.possible() and passkeys.passkeys_of(account).exists()
    context = {
        "form": form,
        "by_mail": pending["by_mail"],
        "ask": passkeys.ask_for_proof(request.session, account) if offers else None,
        "has_app": has_app(account),
    }
    return render(request, "identity/second_step_create.html", context, status=status)


def _second_is_right(
    request: Request, account: Account, pending: dict[str, Any], given: dict[str, str]
) -> bool:
    code, network = given["code"], limits.network_of(request)
    limits.take("login", f"second-{account.pk}", network)
    if pending["by_mail"]:
        right = codes.use_code(pending.get("code"), codes.Purpose.SIGN_IN, code) is not None
    elif given["credential"]:
        right = passkey_is_right(request, account, given["credential"])
    else:
        right = code_is_right(account, code)
    if right:
        limits.forgive("login", f"second-{account.pk}", network)
    return right


def passkey_is_right(request: Request, account: Account, answer: str) -> bool:
    """Whether a passkey of this account answered what the page asked."""
    try:
        return passkeys.proved_by(answer, passkeys.take_question(request.session), account) == account
    except passkeys.NotProved:
        return False


def _begin_after_second(request: Request, account: Account, pending: dict[str, Any]) -> HttpResponse:
    if pending.get("link"):
        return finish_link(request, account, pending)
    return sign_in.begin(
        request,
        account,
        Strength.PASSWORD if pending["by_mail"] else Strength.SECOND_FACTOR,
        is_shared=pending["is_shared"],
        back=pending["back"],
        secure_device=True,
    )


def _pending(request: Request) -> dict[str, Any] | None:
    pending: dict[str, Any] | None = request.session.get(sign_in.PENDING)
    until = parse_datetime(pending["until"]) if pending else None
    return pending if until is not None and until > timezone.now() else None


@require_POST
def demo_session_create(request: Request, pk: int) -> HttpResponse:
    """One tap; only in demo mode, which production refuses to start with."""
    if not settings.DEMO:
        raise Http404
    account = queries.account_to_open(pk)
    if account is None:
        raise Http404
    back = sign_in.way_back(request, request.POST.get("next", ""))
    if back == settings.LOGIN_REDIRECT_URL and settings.TOUR_COOKIE not in request.COOKIES:
        back = settings.TOUR_URL
    return sign_in.begin_demo(request, account, back=back)


@require_POST
def session_delete(request: Request) -> HttpResponse:
    """Sign out here; the session's row goes with it."""
    provider = providers_on().filter(pk=request.session.get("provider", 0)).first()
    logout(request)
    left = f"?{urlencode({'left': provider.slug})}" if provider else ""
    return redirect(f"{reverse('identity:session_create')}{left}")


def too_early(early: limits.TooMany, show: Any, form: Form) -> HttpResponse:
    """The same page with the time to wait, in words and for programs."""
    form.add_error(None, early.words)
    response: HttpResponse = show()
    response.headers["Retry-After"] = str(early.seconds)
    return response
