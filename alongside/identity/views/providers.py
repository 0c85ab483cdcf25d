"""Administration: the identity providers of the company. For everybody else these pages are not there."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alongside.core.web import Request, once_only, only_for, page, signed_in
from alongside.identity import limits, providers, queries
from alongside.identity.federation.trying import standing_problems, try_provider
from alongside.identity.fresh import fresh_sign_in
from alongside.identity.models import IdentityProvider
from alongside.identity.policies import can_set_up_sign_in, can_switch_on_provider
from alongside.identity.provider_forms import FORMS, ProviderForm
from alongside.identity.return_addresses import our_entity_id, return_address, signed_out_address


@require_GET
@signed_in
@only_for(can_set_up_sign_in)
def provider_list(request: Request) -> HttpResponse:
    rows = [
        {"provider": provider, "problems": standing_problems(provider)}
        for provider in queries.providers_visible_to(request.actor)
    ]
    return page(request, "identity/provider_list.html", {"rows": rows})


@require_GET
@signed_in
def provider_detail(request: Request, pk: int) -> HttpResponse:
    return _detail(request, _one(request, pk))


@require_http_methods(["GET", "POST"])
@signed_in
@only_for(can_set_up_sign_in)
@fresh_sign_in
@once_only
def provider_create(request: Request, kind: str) -> HttpResponse:
    if kind not in FORMS:
        raise Http404
    return _form(request, FORMS[kind](request.POST or None), kind, None)


@require_http_methods(["GET", "POST"])
@signed_in
@only_for(can_set_up_sign_in)
@fresh_sign_in
@once_only
def provider_update(request: Request, pk: int) -> HttpResponse:
    provider = _one(request, pk)
    # The form has a row of its own, so that the service still sees what was there before.
    form = FORMS[provider.kind](request.POST or None, instance=_one(request, pk))
    return _form(request, form, provider.kind, provider)


@require_POST
@signed_in
@fresh_sign_in
def provider_test(request: Request, pk: int) -> HttpResponse:
    """Ask the provider now and say what it answered. Nothing is changed, so no once-key."""
    provider = _one(request, pk)
    limits.take("provider_test", request.actor.me)
    return _detail(request, provider, findings=try_provider(provider))


@require_POST
@signed_in
@fresh_sign_in
@once_only
def provider_on(request: Request, pk: int) -> HttpResponse:
    provider = _one(request, pk)
    providers.switch_on_provider(actor=request.actor, provider=provider)
    messages.success(request, _("It is on: the sign-in page offers it from now on."))
    return redirect("identity:provider_detail", pk=pk)


@require_POST
@signed_in
@fresh_sign_in
@once_only
def provider_off(request: Request, pk: int) -> HttpResponse:
    providers.switch_off_provider(actor=request.actor, provider=_one(request, pk))
    messages.success(request, _("It is off: nobody comes in through it any more."))
    return redirect("identity:provider_detail", pk=pk)


@require_POST
@signed_in
@fresh_sign_in
@once_only
def provider_delete(request: Request, pk: int) -> HttpResponse:
    providers.remove_provider(actor=request.actor, provider=_one(request, pk))
    messages.success(request, _("The provider is removed."))
    return redirect("identity:provider_list")


def _one(request: Request, pk: int) -> IdentityProvider:
    return get_object_or_404(queries.providers_visible_to(request.actor), pk=pk)


def _detail(request: Request, provider: IdentityProvider, **more: object) -> HttpResponse:
    context = {
        "provider": provider,
        "may_switch_on": can_switch_on_provider(request.actor, provider),
        "problems": standing_problems(provider),
        "return_address": return_address(provider),
        "entity_id": our_entity_id(provider),
        "signed_out_address": signed_out_address(),
        **more,
    }
    return page(request, "identity/provider_detail.html", context)


def _form(request: Request, form: ProviderForm, kind: str, provider: IdentityProvider | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        saved = providers.save_provider(
            actor=request.actor, provider=provider, kind=kind, **form.cleaned_data
        )
        messages.success(request, _("Saved. Test the connection before you switch it on."))
        return redirect("identity:provider_detail", pk=saved.pk)
    context = {"form": form, "kind": kind, "provider": provider}
    return page(request, "identity/provider_form.html", context, status=422 if form.errors else 200)
