"""Changing one's own password or PIN."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alongside.core.web import Request, page, signed_in
from alongside.identity import limits, queries, services
from alongside.identity.forms import ChangePasswordForm
from alongside.identity.fresh import is_fresh
from alongside.identity.session_store import digest_of_key
from alongside.identity.views.sign_in import too_early


@require_http_methods(["GET", "POST"])
@signed_in
def password_update(request: Request) -> HttpResponse:
    """No once-key: the second time the old password no longer fits, and a refusal must stay counted.

    Whoever has no password yet, and proved a moment ago who they are (by code or link), sets the first one.
    """
    account = queries.account_of(request.actor)
    first = not account.has_usable_password()
    form = ChangePasswordForm(request.POST or None, account=account)
    if first:
        del form.fields["current"]

    def show(status: int) -> HttpResponse:
        return page(request, "identity/password_update.html", {"form": form, "first": first}, status=status)

    if first and not is_fresh(request.actor):
        return redirect("identity:reset_create")
    if request.method != "POST" or not form.is_valid():
        return show(422 if form.errors else 200)
    network = limits.network_of(request)
    try:
        limits.take("login", f"confirm-{account.pk}", network)
    except limits.TooMany as early:
        return too_early(early, lambda: show(429), form)
    if not first and not account.check_password(form.cleaned_data["current"]):
        form.add_error("current", _("That is not your password."))
        return show(422)
    limits.forgive("login", f"confirm-{account.pk}", network)
    services.set_password(
        actor=request.actor,
        account=account,
        password=form.cleaned_data["password"],
        keep_session=digest_of_key(request.session.session_key),
    )
    update_session_auth_hash(request, account)
    messages.success(request, _("Your new password is set. Everywhere else you are signed out."))
    return redirect("identity:session_list")
