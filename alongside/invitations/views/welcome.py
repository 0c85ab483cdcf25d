"""The page behind an invitation's link. It finishes one task and shows nothing else."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.core.actor import ANONYMOUS, Strength
from alongside.core.web import Request
from alongside.identity import limits, sign_in
from alongside.identity.actors import account_actor
from alongside.invitations import links, queries, services
from alongside.invitations.forms import WelcomeForm


@require_http_methods(["GET", "POST"])
def welcome_create(request: Request, signed: str) -> HttpResponse:
    """The page behind an invitation: choose a password, nothing else. Looking at it changes nothing.

    For people who are not signed in, so it asks for no sign-in; no once-key, because the link itself works once.
    """
    invitation_id = links.invitation_id_in(signed)
    if invitation_id is None:
        raise Http404
    invitation = queries.live_invitation(invitation_id)
    account = invitation.person.account if invitation else None
    if invitation is None or account is None or account.has_usable_password():
        return _lapsed(request, invitation_id)
    form = WelcomeForm(request.POST or None, account=account)
    if request.method != "POST" or not form.is_valid():
        context: dict[str, Any] = {"form": form, "person": invitation.person}
        status = 422 if form.errors else 200
        return render(request, "invitations/welcome_create.html", context, status=status)
    services.accept_invitation(
        actor=account_actor(account), invitation=invitation, password=form.cleaned_data["password"]
    )
    return sign_in.begin(request, account, Strength.LINK, is_shared=form.is_shared, back="/")


def _lapsed(request: Request, invitation_id: int) -> HttpResponse:
    """Used or too old. A new mail goes to the address we know, never to whoever asks."""
    if request.method == "POST":
        limits.take("mail_code", f"invitation-{invitation_id}")
        services.renew_invitation(actor=ANONYMOUS, invitation_id=invitation_id)
        return render(request, "invitations/welcome_renewed.html")
    return render(request, "invitations/welcome_lapsed.html", status=410)
