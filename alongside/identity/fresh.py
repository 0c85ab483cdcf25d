"""For what matters most (exports, roles, administration): proof of who you are from the last 15 minutes.

@require_POST
@signed_in
@fresh_sign_in
@once_only
def export_create(request): ...
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from alongside.core.actor import Actor
from alongside.core.web import Request
from alongside.identity import passkeys, shown_once
from alongside.identity.forms import ConfirmationForm
from alongside.identity.provider_pages import lead_to_providers
from alongside.identity.providers import links_of
from alongside.identity.queries import account_of

FRESH_FOR = timedelta(minutes=15)
CARRIED = "carried-"  # fields of the form that waits, so that nothing typed is lost
NOT_CARRIED = {"csrfmiddlewaretoken", "once"}


def is_fresh(actor: Actor) -> bool:
    """For policies: whether the person proved who they are within the last 15 minutes."""
    return actor.signed_in_at is not None and timezone.now() - actor.signed_in_at <= FRESH_FOR


def fresh_sign_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Asks for the password once more when the last proof is older; then back to the page with all that was typed."""

    @wraps(view)
    def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_fresh(request.actor):
            return view(request, *args, **kwargs)
        if request.method != "POST":
            return redirect(_confirmation(request.get_full_path()))
        if request.htmx:
            return HttpResponse(status=401, headers={"HX-Redirect": _confirmation(_page_of(request))})
        return ask(request, proof_form(request), back=request.get_full_path(), carried=_typed(request))

    checked.needs_fresh_sign_in = True  # type: ignore[attr-defined]
    return checked


def is_one_tap(request: Request) -> bool:
    """In the demo nobody has a password, so a tap is proof enough."""
    return bool(settings.DEMO and request.session.get("is_demo"))


def proof_form(request: Request, data: QueryDict | None = None) -> ConfirmationForm:
    """The form that asks for the proof; empty for one tap."""
    form = ConfirmationForm(data)
    if is_one_tap(request):
        del form.fields["proof"]
    return form


def ask(
    request: Request, form: ConfirmationForm, *, back: str, carried: list[tuple[str, str]], status: int = 200
) -> HttpResponse:
    """The page that asks for the proof; the fields of a form that waits travel with it, and nowhere else."""
    account = account_of(request.actor)
    offers = passkeys.possible() and not is_one_tap(request) and passkeys.passkeys_of(account).exists()
    ask_passkey = passkeys.ask_for_proof(request.session, account) if offers else None
    providers = [link.provider for link in links_of(account) if link.provider.is_on]
    context = {
        "providers": providers,
        "ask": ask_passkey,
        "form": form,
        "next": back,
        "carried": [(CARRIED + name, value) for name, value in carried],
    }
    return lead_to_providers(render(request, "identity/confirmation_create.html", context, status=status))


def carried_in(request: Request) -> list[tuple[str, str]]:
    """The fields of the waiting form, as they came with the proof."""
    return [
        (name.removeprefix(CARRIED), value)
        for name, values in request.POST.lists()
        if name.startswith(CARRIED)
        for value in values
    ]


def keep_carried(request: Request) -> None:
    """Before a way out to a provider: the fields of the waiting form, wrapped, in the session."""
    shown_once.put(request, carried=carried_in(request))


def take_carried(request: Request) -> list[tuple[str, str]]:
    """After the way back: the fields, once, named as confirmation_detail.html sends them on."""
    kept: Any = shown_once.take(request).get("carried", [])
    return [(str(name), str(value)) for name, value in kept]


def _typed(request: Request) -> list[tuple[str, str]]:
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, value) for name, value in fields if name not in NOT_CARRIED]


def _page_of(request: Request) -> str:
    current = request.htmx.current_url_abs_path
    return str(current or "/")


def _confirmation(back: str) -> str:
    return f"{reverse('identity:confirmation_create')}?{urlencode({'next': back})}"
