"""Identity providers for tests: rows, and the keys of a provider of our own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.utils import timezone

from alongside.core import keyring
from alongside.identity.models import IdentityProvider

ISSUER = "https://login.example.org"
SECRET = "client secret of a test"
ENTITY = "https://idp.example.org/metadata"


@cache
def signing_key(name: str = "idp") -> rsa.RSAPrivateKey:
    """Named "short", it is as long as nobody should use any more."""
    return rsa.generate_private_key(public_exponent=65537, key_size=1024 if name == "short" else 2048)


def key_pem(name: str = "idp") -> bytes:
    return signing_key(name).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@cache
def certificate(name: str = "idp", *, days: int = 365) -> str:
    key, now = signing_key(name), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    return built.public_bytes(serialization.Encoding.PEM).decode()


def an_oidc_provider(
    *, slug: str = "acme", issuer: str = ISSUER, secret: str = SECRET, found: bool = True, **more: Any
) -> IdentityProvider:
    """On, and with what it publishes already known, so that nothing is asked over the network."""
    published = {
        "authorization_endpoint": f"{issuer}/authorize", "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/keys", "end_session_endpoint": f"{issuer}/leave",
    }  # fmt: skip
    row = IdentityProvider.objects.create(
        slug=slug, kind="oidc", name=more.pop("name", slug.title()), issuer=issuer, client_id="alongside",
        **{"is_on": True, "found": published if found else {}, "found_at": timezone.now() if found else None, **more},
    )  # fmt: skip
    if secret:
        row.ring_key, row.sealed = keyring.wrap(secret.encode(), f"identity.provider.{row.pk}")
        row.save()
    return row


def a_saml_provider(*, slug: str = "idp", issuer: str = ENTITY, **more: Any) -> IdentityProvider:
    values = {
        "sign_in_address": "https://idp.example.org/sso", "certificates": certificate(), "is_on": True, "name": slug,
    }  # fmt: skip
    return IdentityProvider.objects.create(slug=slug, kind="saml", issuer=issuer, **(values | more))
