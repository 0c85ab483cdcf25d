"""Proving once more who one is, before something that matters; then back to the page and to what was typed."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alongside.core.actor import Strength
from alongside.core.web import Request, signed_in
from alongside.identity import fresh, limits, sign_in
from alongside.identity.forms import ConfirmationForm
from alongside.identity.models import Account
from alongside.identity.queries import account_of
from alongside.identity.second_factor import code_is_right
from alongside.identity.views.sign_in import passkey_is_right, too_early


@require_http_methods(["GET", "POST"])
@signed_in
def confirmation_create(request: Request) -> HttpResponse:
    """No once-key: proving twice does no harm, and the rollback of a refused form would undo its count."""
    back = sign_in.way_back(request, request.POST.get("next") or request.GET.get("next", ""))
    form = fresh.proof_form(request, request.POST if request.method == "POST" else None)
    carried = fresh.carried_in(request)
    if request.method != "POST" or not form.is_valid():
        return fresh.ask(request, form, back=back, carried=carried, status=422 if form.errors else 200)
    try:
        strength = _strength_after(request, form)
    except limits.TooMany as early:
        return too_early(
            early, lambda: fresh.ask(request, form, back=back, carried=carried, status=429), form
        )
    if strength is None:
        form.add_error("proof", _("That is neither your password nor the code of the moment."))
        return fresh.ask(request, form, back=back, carried=carried, status=422)
    request.session.cycle_key()
    request.session["proved_at"] = timezone.now().isoformat()
    request.session["strength"] = strength
    return fresh.go_on(request, back=back, carried=carried)


def _strength_after(request: Request, form: ConfirmationForm) -> str | None:
    if fresh.is_one_tap(request):
        return str(request.session.get("strength", Strength.NONE))
    return _proved(request, form.cleaned_data["proof"], form.cleaned_data["credential"])


def _proved(request: Request, proof: str, passkey: str) -> str | None:
    """How strongly the proof was given; None if it is wrong."""
    account: Account = account_of(request.actor)
    network = limits.network_of(request)
    limits.take("login", f"confirm-{account.pk}", network)
    if passkey:
        strength = Strength.SECOND_FACTOR if passkey_is_right(request, account, passkey) else None
    elif account.has_usable_password() and account.check_password(proof):
        strength = request.session.get("strength", Strength.PASSWORD)
    elif code_is_right(account, proof):
        strength = Strength.SECOND_FACTOR
    else:
        strength = None
    if strength is None:
        return None
    limits.forgive("login", f"confirm-{account.pk}", network)
    return str(strength)
