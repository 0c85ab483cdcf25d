"""A provider of identity that does as it is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from alongside.identity.models import IdentityProvider
from alongside.identity.tests.federation_makers import an_oidc_provider
from alongside.identity.tests.hostile_provider import HostileProvider


@pytest.fixture
def idp() -> Iterator[HostileProvider]:
    provider = HostileProvider()
    yield provider
    provider.close()


@pytest.fixture
def acme(cast, idp) -> IdentityProvider:
    """The provider as Alongside knows it; nothing was asked yet."""
    return an_oidc_provider(issuer=idp.issuer, found=False)
