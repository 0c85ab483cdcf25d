"""One's own accounts elsewhere that open one's account here: to see, to link, to end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.core.web import Request, once_only, page, signed_in
from alongside.identity import providers, queries
from alongside.identity.fresh import fresh_sign_in
from alongside.identity.provider_pages import lead_to_providers


@require_GET
@signed_in
def identity_list(request: Request) -> HttpResponse:
    links = list(queries.identities_visible_to(request.actor))
    linked = {link.provider_id for link in links}
    offers = [provider for provider in providers.providers_on() if provider.pk not in linked]
    context = {"links": links, "offers": offers}
    return lead_to_providers(page(request, "identity/identity_list.html", context))


@require_POST
@signed_in
@fresh_sign_in
@once_only
def identity_delete(request: Request, pk: int) -> HttpResponse:
    link = get_object_or_404(queries.identities_visible_to(request.actor), pk=pk)
    providers.end_link(actor=request.actor, link=link)
    messages.success(request, _("It does not open your account any more."))
    return redirect("identity:identity_list")
