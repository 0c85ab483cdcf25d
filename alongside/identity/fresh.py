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
WAITS = "waits"  # that a form waits at all: many buttons send no field
NOT_CARRIED = {"csrfmiddlewaretoken", "once"}

type Fields = list[tuple[str, str]]


def is_fresh(actor: Actor) -> bool:
    """For policies: whether the person proved who they are within the last 15 minutes."""
    return actor.signed_in_at is not None and timezone.now() - actor.signed_in_at <= FRESH_FOR


def fresh_sign_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Asks for the password once more when the last proof is older; then back to the page with all that was typed."""
    return fresh_sign_in_after(lambda request, *args, **kwargs: None)(view)


def fresh_sign_in_after(
    look: Callable[..., object],
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """The same for pages about one record: `look` gets what the view gets and raises Http404 for whom there is none.

    Who may not see it then gets 404 at once, not a question that ends there.
    """

    def around(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if is_fresh(request.actor):
                return view(request, *args, **kwargs)
            look(request, *args, **kwargs)
            return _ask_first(request)

        checked.needs_fresh_sign_in = True  # type: ignore[attr-defined]
        return checked

    return around


def _ask_first(request: Request) -> HttpResponse:
    if request.method != "POST":
        return redirect(_confirmation(request.get_full_path()))
    if request.htmx:
        return HttpResponse(status=401, headers={"HX-Redirect": _confirmation(_page_of(request))})
    return ask(request, proof_form(request), back=request.get_full_path(), carried=_typed(request))


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
    request: Request, form: ConfirmationForm, *, back: str, carried: Fields | None, status: int = 200
) -> HttpResponse:
    """The page that asks for the proof; the fields of a form that waits travel with it, and nowhere else.

    `carried` is None when no form waits: then `back` is a page to open, not an address to send to.
    """
    account = account_of(request.actor)
    offers = passkeys.possible() and not is_one_tap(request) and passkeys.passkeys_of(account).exists()
    ask_passkey = passkeys.ask_for_proof(request.session, account) if offers else None
    providers = [link.provider for link in links_of(account) if link.provider.is_on]
    context = {
        "providers": providers,
        "ask": ask_passkey,
        "form": form,
        "next": back,
        "carried": _wrapped(carried),
    }
    return lead_to_providers(render(request, "identity/confirmation_create.html", context, status=status))


def carried_in(request: Request) -> Fields | None:
    """The fields of the waiting form, as they came with the proof; None when none waits."""
    if WAITS not in request.POST:
        return None
    return [
        (name.removeprefix(CARRIED), value)
        for name, values in request.POST.lists()
        if name.startswith(CARRIED)
        for value in values
    ]


def keep_carried(request: Request) -> None:
    """Before a way out to a provider: the fields of the waiting form, wrapped, in the session."""
    shown_once.put(request, carried=carried_in(request))


def take_carried(request: Request) -> Fields | None:
    """After the way back: the fields, once, named as confirmation_detail.html sends them on; None if none waits."""
    kept: Any = shown_once.take(request).get("carried")
    return None if kept is None else [(str(name), str(value)) for name, value in kept]


def go_on(request: Request, *, back: str, carried: Fields | None) -> HttpResponse:
    """After the proof: to the page, or a button that sends the waiting form on."""
    if carried is None:
        return redirect(back)
    return render(request, "identity/confirmation_detail.html", {"next": back, "carried": carried})


def _wrapped(carried: Fields | None) -> Fields:
    if carried is None:
        return []
    return [(WAITS, "1"), *((CARRIED + name, value) for name, value in carried)]


def _typed(request: Request) -> Fields:
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, value) for name, value in fields if name not in NOT_CARRIED]


def _page_of(request: Request) -> str:
    current = request.htmx.current_url_abs_path
    return str(current or "/")


def _confirmation(back: str) -> str:
    return f"{reverse('identity:confirmation_create')}?{urlencode({'next': back})}"
