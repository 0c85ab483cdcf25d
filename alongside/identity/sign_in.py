"""The steps of signing in: a first proof, a second factor where it is needed, then a session.

    prove -> (new device, and a second factor is needed?) -> second step -> session

Between the steps nobody is signed in: what was proved waits in the anonymous session, for half an hour at most.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login
from django.contrib.auth.hashers import make_password
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme

from alongside.core.actor import Strength
from alongside.core.web import Request
from alongside.identity import codes, devices, limits
from alongside.identity.bearers import bearers
from alongside.identity.models import Account
from alongside.identity.second_factor import has_second_factor

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PENDING = "pending"
GRACE = timedelta(days=7)


def account_named(name: str) -> Account | None:
    """The account with this e-mail address or personnel number."""
    found = (
        Account.objects.filter(email=name.lower()).first()
        if "@" in name
        else bearers().account_with_number(name)
    )
    return found if found is not None and found.is_open else None


def check_password(request: Request, name: str, password: str) -> Account | None:
    """The account, if name and password (or PIN) belong together. Raises TooMany when it comes too early.

    A name that nobody has costs the same time as a wrong password.
    """
    account, network = account_named(name), limits.network_of(request)
    is_own = account is not None and devices.device_of(request, account) is not None
    limits.take("login", name, network)
    if not is_own:
        limits.take("login_network", network)
    if account is not None and account.email is None:
        limits.take("pin", account.pk)
    if not _password_is_right(request, account, password):
        return None
    limits.forgive("login", name, network)
    if not is_own:
        limits.give_back("login_network", network)
    if account is not None and account.email is None:
        limits.forgive("pin", account.pk)
    return account


def _password_is_right(request: Request, account: Account | None, password: str) -> bool:
    if account is None:
        make_password(password)
        return False
    if account.email is not None:
        return authenticate(request, email=account.email, password=password) == account
    return account.check_password(password)


def go_on(request: Request, account: Account, proof: Strength, *, is_shared: bool, back: str) -> HttpResponse:
    """After the first proof: begin the session, or ask for the second factor that a new device needs."""
    device = None if is_shared else devices.device_of(request, account)
    has_app = has_second_factor(account)
    needed = has_app or bearers().needs_second_factor(account)
    if not needed or (device is not None and device.second_factor):
        return begin(request, account, proof, is_shared=is_shared, back=back)
    by_mail = not has_app and proof == Strength.PASSWORD and account.email is not None
    if not has_app and not by_mail:
        return begin(request, account, proof, is_shared=is_shared, back=back)
    code = None
    if by_mail:
        limits.take("mail_code", account.email)
        code = codes.mail_code(codes.Purpose.SIGN_IN, account, language=translation.get_language()).pk
    wait_for_second(request, account, proof, is_shared=is_shared, back=back, by_mail=by_mail, code=code)
    return redirect("identity:second_step_create")


def wait_for_second(request: Request, account: Account, proof: Strength, **what: Any) -> None:
    """Keep what was proved until the second step. `what`: is_shared, back, by_mail, code, link."""
    request.session.cycle_key()
    until = (timezone.now() + timedelta(minutes=30)).isoformat()
    request.session[PENDING] = {"account": account.pk, "proof": proof, "until": until, **what}


def begin(
    request: Request,
    account: Account,
    strength: Strength,
    *,
    is_shared: bool,
    back: str,
    secure_device: bool = False,
) -> HttpResponseRedirect:
    """Begin a session with a new id; on somebody's own device, remember the device."""
    _start_session(request, account, strength, is_shared=is_shared)
    response = redirect(back)
    if strength != Strength.SECOND_FACTOR and _must_set_up(account):
        response = redirect("identity:second_factor_detail")
        request.session["back"] = back
    if not is_shared:
        devices.trust(
            request, response, account, second_factor=secure_device or _was_secure(request, account)
        )
    return response


def begin_demo(request: Request, account: Account, *, back: str) -> HttpResponse:
    """A session without any proof. The caller has checked that this is a demo."""
    _start_session(request, account, Strength.SECOND_FACTOR, is_shared=False)
    request.session["is_demo"] = True
    return redirect(back)


def _start_session(request: Request, account: Account, strength: Strength, *, is_shared: bool) -> None:
    request.session.pop(PENDING, None)
    login(request, account, backend=BACKEND)
    request.session["is_shared"] = is_shared
    request.session["strength"] = strength
    request.session["device_words"] = devices.device_words(request)
    for name in ("started_at", "touched_at", "proved_at"):
        request.session[name] = timezone.now().isoformat()


def _must_set_up(account: Account) -> bool:
    """Whether this sign-in leads to setting up a second factor; the first one starts the days of grace."""
    if has_second_factor(account) or not bearers().needs_second_factor(account):
        return False
    if account.factor_due_at is None:
        account.factor_due_at = timezone.now() + GRACE
        account.save(update_fields=["factor_due_at"])
    return True


def _was_secure(request: Request, account: Account) -> bool:
    device = devices.device_of(request, account)
    return device is not None and device.second_factor


def way_back(request: Request, target: str) -> str:
    """The page to return to, if it is one of ours; Today otherwise."""
    if url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return target
    return settings.LOGIN_REDIRECT_URL
