"""The door through which SAML responses come, and what providers have to know about us."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from alongside.core.web import Request
from alongside.identity.federation import journeys, saml
from alongside.identity.federation.problems import ProviderProblem
from alongside.identity.models import IdentityProvider
from alongside.identity.providers import providers_by_saml, providers_on
from alongside.identity.views.federated import refuse, settle


@csrf_exempt
@require_POST
def saml_session_create(request: Request, slug: str) -> HttpResponse:
    """A response that the browser brings from the provider.

    No CSRF token: the provider has none. What stands in its place is the request id, which this browser's session
    must know. That session's cookie does not travel with a POST from elsewhere (SameSite), so the first arrival is
    answered by a page of ours that sends the same response once more, now from here.
    """
    provider = get_object_or_404(providers_on(), slug=slug, kind=IdentityProvider.Kind.SAML)
    answer = request.POST.get("SAMLResponse", "")[: saml.LONGEST + 1]
    if "relayed" not in request.POST and journeys.KEY not in request.session:
        return render(request, "identity/saml_relay.html", {"provider": provider, "answer": answer})
    try:
        request_id = saml.request_id_in(answer)
        journey = journeys.take(request, request_id, provider)
        if journey is None:
            raise ProviderProblem("unsolicited")
        claim = saml.claim_from(provider, answer, request_id)
    except ProviderProblem as problem:
        return refuse(request, provider, problem)
    return settle(request, provider, journey, claim)


@require_GET
def saml_metadata_detail(request: Request, slug: str) -> HttpResponse:
    """Our metadata: addresses, nothing secret."""
    provider = get_object_or_404(providers_by_saml(), slug=slug)
    return HttpResponse(saml.metadata(provider), content_type="application/samlmetadata+xml; charset=utf-8")
