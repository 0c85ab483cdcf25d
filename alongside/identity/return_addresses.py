"""Our own addresses, as a provider has to know them."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from alongside.identity.models import IdentityProvider


def return_address(provider: IdentityProvider) -> str:
    """Where a provider sends people back to: the redirect URI, or the assertion consumer service."""
    name = "saml_session_create" if provider.is_saml else "provider_session_return"
    return f"{settings.BASE_URL}{reverse(f'identity:{name}', args=[provider.slug])}"


def our_entity_id(provider: IdentityProvider) -> str:
    """What we call ourselves towards a SAML provider: the address of our metadata."""
    return f"{settings.BASE_URL}{reverse('identity:saml_metadata_detail', args=[provider.slug])}"


def signed_out_address() -> str:
    """Where an OpenID provider may send people after they signed out there too."""
    return f"{settings.BASE_URL}{reverse('identity:session_create')}"
