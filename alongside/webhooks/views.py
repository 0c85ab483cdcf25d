"""The administrators' pages of webhooks: where events go, and what became of them."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.core.errors import Invalid
from alongside.core.web import Request, once_only, only_for, page, signed_in
from alongside.identity import shown_once
from alongside.identity.fresh import fresh_sign_in
from alongside.webhooks import queries, services
from alongside.webhooks.forms import EndpointForm
from alongside.webhooks.models import Endpoint
from alongside.webhooks.policies import can_keep_webhooks

SHOWN = 100


@require_GET
@signed_in
@only_for(can_keep_webhooks)
def endpoint_list(request: Request) -> HttpResponse:
    return _show(request, EndpointForm(), status=200)


@require_POST
@signed_in
@only_for(can_keep_webhooks)
@fresh_sign_in
@once_only
def endpoint_create(request: Request) -> HttpResponse:
    form = EndpointForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        endpoint, secret = services.create_endpoint(actor=request.actor, **form.cleaned_data)
    except Invalid as problem:
        form.add_error(problem.field, str(problem.reason))
        return _show(request, form, status=422)
    shown_once.put(request, webhook_secret=secret)
    return redirect("webhooks:endpoint_detail", pk=endpoint.pk)


@require_GET
@signed_in
def endpoint_detail(request: Request, pk: int) -> HttpResponse:
    """One endpoint with its log."""
    endpoint = _endpoint(request, pk)
    log = queries.deliveries_visible_to(request.actor).filter(endpoint=endpoint)[:SHOWN]
    secret = shown_once.take(request).get("webhook_secret", "")
    return page(
        request, "webhooks/endpoint_detail.html", {"endpoint": endpoint, "log": log, "secret": secret}
    )


@require_POST
@signed_in
@fresh_sign_in
@once_only
def secret_create(request: Request, pk: int) -> HttpResponse:
    endpoint = _endpoint(request, pk)
    shown_once.put(request, webhook_secret=services.rotate_secret(actor=request.actor, endpoint=endpoint))
    return redirect("webhooks:endpoint_detail", pk=pk)


@require_POST
@signed_in
@once_only
def test_create(request: Request, pk: int) -> HttpResponse:
    return _done(request, pk, services.send_test, _("A test is on its way. Look at the log in a moment."))


@require_POST
@signed_in
@once_only
def stop_create(request: Request, pk: int) -> HttpResponse:
    return _done(request, pk, services.stop_endpoint, _("Stopped. Nothing is sent for now."))


@require_POST
@signed_in
@once_only
def stop_delete(request: Request, pk: int) -> HttpResponse:
    return _done(request, pk, services.resume_endpoint, _("It goes on."))


@require_POST
@signed_in
@fresh_sign_in
@once_only
def endpoint_end(request: Request, pk: int) -> HttpResponse:
    services.end_endpoint(actor=request.actor, endpoint=_endpoint(request, pk))
    messages.success(request, _("Ended. Nothing is sent there any more."))
    return redirect("webhooks:endpoint_list")


@require_POST
@signed_in
@once_only
def replay_create(request: Request, pk: int) -> HttpResponse:
    delivery = get_object_or_404(queries.deliveries_visible_to(request.actor), pk=pk)
    services.replay(actor=request.actor, delivery=delivery)
    messages.success(request, _("It is sent once more, under its old number."))
    return redirect("webhooks:endpoint_detail", pk=delivery.endpoint_id)


def _done(request: Request, pk: int, change: Callable[..., object], words: str) -> HttpResponse:
    change(actor=request.actor, endpoint=_endpoint(request, pk))
    messages.success(request, words)
    return redirect("webhooks:endpoint_detail", pk=pk)


def _endpoint(request: Request, pk: int) -> Endpoint:
    return get_object_or_404(queries.endpoints_visible_to(request.actor), pk=pk)


def _show(request: Request, form: EndpointForm, *, status: int) -> HttpResponse:
    context = {"form": form, "endpoints": queries.endpoints_visible_to(request.actor)}
    return page(request, "webhooks/endpoint_list.html", context, status=status)
