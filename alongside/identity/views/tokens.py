"""Tokens for programs that act for their owner: made, shown once, ended."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.core.web import Request, once_only, only_for, page, signed_in
from alongside.identity import queries, services, shown_once
from alongside.identity.forms import ServiceTokenForm, TokenForm
from alongside.identity.fresh import fresh_sign_in
from alongside.identity.policies import can_keep_service_tokens


@require_GET
@signed_in
def token_list(request: Request) -> HttpResponse:
    return _show(request, TokenForm(), status=200, secret=shown_once.take(request).get("token", ""))


@require_POST
@signed_in
@fresh_sign_in
@once_only
def token_create(request: Request) -> HttpResponse:
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    account = queries.account_of(request.actor)
    _token, secret = services.create_token(actor=request.actor, account=account, **form.cleaned_data)
    shown_once.put(request, token=secret)
    return redirect("identity:token_list")


@require_POST
@signed_in
@once_only
def token_end(request: Request, pk: int) -> HttpResponse:
    token = get_object_or_404(queries.tokens_visible_to(request.actor), pk=pk)
    services.end_token(actor=request.actor, token=token)
    messages.success(request, _("The token has ended. The program that has it gets no answer any more."))
    return redirect("identity:token_list")


def _show(request: Request, form: TokenForm, *, status: int, secret: object = "") -> HttpResponse:
    context = {"form": form, "tokens": queries.tokens_visible_to(request.actor), "secret": secret}
    return page(request, "identity/token_list.html", context, status=status)


@require_GET
@signed_in
@only_for(can_keep_service_tokens)
def service_token_list(request: Request) -> HttpResponse:
    """Tokens of the company's programs, for administrators."""
    secret = shown_once.take(request).get("service_token", "")
    return _show_service(request, ServiceTokenForm(), status=200, secret=secret)


@require_POST
@signed_in
@only_for(can_keep_service_tokens)
@fresh_sign_in
@once_only
def service_token_create(request: Request) -> HttpResponse:
    form = ServiceTokenForm(request.POST)
    if not form.is_valid():
        return _show_service(request, form, status=422)
    _token, secret = services.create_service_token(actor=request.actor, **form.cleaned_data)
    shown_once.put(request, service_token=secret)
    return redirect("identity:service_token_list")


@require_POST
@signed_in
@fresh_sign_in
@once_only
def service_token_end(request: Request, pk: int) -> HttpResponse:
    token = get_object_or_404(queries.service_tokens_visible_to(request.actor), pk=pk)
    services.end_service_token(actor=request.actor, token=token)
    messages.success(request, _("The token has ended. The program that has it gets no answer any more."))
    return redirect("identity:service_token_list")


def _show_service(request: Request, form: TokenForm, *, status: int, secret: object = "") -> HttpResponse:
    context = {"form": form, "tokens": queries.service_tokens_visible_to(request.actor), "secret": secret}
    return page(request, "identity/service_token_list.html", context, status=status)
