"""The SCIM address, and the page where an administrator lets an identity provider in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alongside.core.web import Request, once_only, only_for, page, signed_in
from alongside.identity import shown_once
from alongside.identity.fresh import fresh_sign_in
from alongside.people.forms.provisioning import ProvisioningTokenForm
from alongside.people.policies import can_set_up_provisioning
from alongside.people.provisioning import queries, server, services

MOST_WAITING = 100


@csrf_exempt
@require_http_methods(["GET", "POST", "PUT", "PATCH", "DELETE"])
def scim_detail(request: Request, path: str = "") -> HttpResponse:
    """For programs with a provisioning token: no session, so no CSRF token and no sign-in page."""
    return server.answer(request, path)


@require_GET
@signed_in
@only_for(can_set_up_provisioning)
def provisioning_detail(request: Request) -> HttpResponse:
    return _show(
        request, ProvisioningTokenForm(), status=200, secret=shown_once.take(request).get("scim", "")
    )


@require_POST
@signed_in
@only_for(can_set_up_provisioning)
@fresh_sign_in
@once_only
def provisioning_token_create(request: Request) -> HttpResponse:
    form = ProvisioningTokenForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    _token, secret = services.create_provisioning_token(actor=request.actor, **form.cleaned_data)
    shown_once.put(request, scim=secret)
    return redirect("people:provisioning_detail")


@require_POST
@signed_in
@fresh_sign_in
@once_only
def provisioning_token_end(request: Request, pk: int) -> HttpResponse:
    token = get_object_or_404(queries.tokens_visible_to(request.actor), pk=pk)
    services.end_provisioning_token(actor=request.actor, token=token)
    messages.success(request, _("The token has ended. Nobody it brought has left."))
    return redirect("people:provisioning_detail")


def _show(request: Request, form: ProvisioningTokenForm, *, status: int, secret: object = "") -> HttpResponse:
    context = {
        "form": form, "secret": secret, "address": f"{settings.BASE_URL}{server.ADDRESS}",
        "tokens": queries.tokens_visible_to(request.actor),
        "waiting": queries.waiting(request.actor)[:MOST_WAITING],
    }  # fmt: skip
    return page(request, "people/provisioning_detail.html", context, status=status)
