"""Pages whose forms may lead to a provider: only they name the providers' origins in the content policy."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.utils.csp import CSP

from alongside.identity.providers import origins_on


def lead_to_providers(response: HttpResponse) -> HttpResponse:
    """Let forms of this page follow a redirect to the providers that are on (browsers check `form-action` on it)."""
    origins = origins_on()
    if origins:
        policy = {**settings.SECURE_CSP, "form-action": [CSP.SELF, *origins]}
        response._csp_config = policy  # type: ignore[attr-defined]
    return response
