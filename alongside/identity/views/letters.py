"""The first sign-in of somebody without e-mail: personnel number, the code from a letter, and a PIN of their own.

For people who are not signed in, so no page asks for it; no once-key, because the code itself works once.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alongside.core.actor import Strength
from alongside.core.web import Request
from alongside.identity import codes, limits, services, sign_in
from alongside.identity.actors import account_actor
from alongside.identity.bearers import bearers
from alongside.identity.devices import device_words
from alongside.identity.forms import LetterForm
from alongside.identity.models import Account, OneTimeCode
from alongside.identity.queries import letters_of
from alongside.identity.views.sign_in import too_early

LETTER = codes.Purpose.LETTER


@require_http_methods(["GET", "POST"])
def letter_session_create(request: Request) -> HttpResponse:
    form = LetterForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _show(request, form, status=422 if form.errors else 200)
    number, network = form.cleaned_data["number"], limits.network_of(request)
    try:
        limits.take("login", number, network)
        limits.take("login_network", network)
    except limits.TooMany as early:
        return too_early(early, lambda: _show(request, form, status=429), form)
    account = bearers().account_with_number(number)
    code = _use(account, form.cleaned_data["code"], device_words(request))
    if account is None or code is None:
        return _refuse(request, form, account)
    limits.forgive("login", number, network)
    limits.give_back("login_network", network)
    services.set_password(actor=account_actor(account), account=account, password=form.cleaned_data["pin"])
    sign_in.begin(request, account, Strength.PASSWORD, is_shared=True, back="/")
    return render(request, "identity/letter_used.html", {"letters": letter_rows(account)})


def _use(account: Account | None, words: str, device: str) -> OneTimeCode | None:
    row = codes.latest_code(account, LETTER) if account is not None and account.is_open else None
    return codes.use_code(row.pk if row else None, LETTER, words, device_words=device)


def _refuse(request: Request, form: LetterForm, account: Account | None) -> HttpResponse:
    """Whoever holds the right code of an old letter learns that it was used, and when."""
    words = form.cleaned_data["code"]
    used = codes.used_with(account, LETTER, words) if account is not None else None
    if used is None:
        form.add_error("code", _("Number and code do not belong together, or the letter is too old."))
    return _show(request, form, status=422, used=used)


def _show(
    request: Request, form: LetterForm, *, status: int, used: OneTimeCode | None = None
) -> HttpResponse:
    context = {"form": form, "used": used}
    return render(request, "identity/letter_session_create.html", context, status=status)


def letter_rows(account: Account) -> list[dict[str, Any]]:
    """Every letter ever made for an account: who made it, when it was used, on what."""
    letters = list(letters_of(account))
    names = bearers().names_of({row.made_by_id for row in letters if row.made_by_id is not None})
    return [{"letter": row, "made_by": names.get(row.made_by_id or 0, "")} for row in letters]
