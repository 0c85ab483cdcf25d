"""On every request: is the session still good, does it need a new id, must a second factor be set up first?

Costs no query of its own: the session and the account are loaded anyway.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from alongside.core.actor import Strength
from alongside.identity.bearers import bearers
from alongside.identity.devices import device_words
from alongside.identity.limits import TooMany
from alongside.identity.models import Account
from alongside.identity.session_store import SessionStore

# What stays open while a second factor has to be set up: setting it up, and leaving.
OPEN_WHILE_DUE = (
    "/account/second-factor/",
    "/account/passkeys/",
    "/sign-out/",
    "/sign-in/",
    "/confirm/",
    "/static/",
    "/healthz",
    "/readyz",
)


class SessionRulesMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = request.session
        if (
            not isinstance(session, SessionStore)
            or request.path.startswith("/static/")
            or not session.session_key
        ):
            return self.get_response(request)
        account = request.user
        if isinstance(account, Account) and not account.is_open:
            logout(request)  # whoever has left is a stranger from the very instant on
        elif isinstance(account, Account):
            _keep(request, session, account)
            proved = session.get("strength") == Strength.SECOND_FACTOR
            if not proved and _is_overdue(account) and not request.path.startswith(OPEN_WHILE_DUE):
                return _to_set_up(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, TooMany):
            return None
        response = render(request, "429.html", {"reason": problem.words}, status=429)
        response.headers["Retry-After"] = str(problem.seconds)
        return response


def _keep(request: HttpRequest, session: SessionStore, account: Account) -> None:
    if "device_words" not in session:
        session["device_words"] = device_words(request)
    session.touch()
    changed, renewed = account.rights_changed_at, session.moment("renewed_at") or session.moment("started_at")
    if changed is not None and renewed is not None and renewed < changed:
        session.cycle_key()
        session.note("renewed_at", timezone.now())


def _is_overdue(account: Account) -> bool:
    """Whether the days of grace are over. Asks the floor above only then, and forgets who no longer needs one."""
    if account.factor_due_at is None or account.factor_due_at > timezone.now():
        return False
    if bearers().needs_second_factor(account):
        return True
    account.factor_due_at = None
    account.save(update_fields=["factor_due_at"])
    return False


def _to_set_up(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": "/account/second-factor/"})
    return redirect("identity:second_factor_detail")
