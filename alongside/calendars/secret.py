"""Secrets in addresses: 256 random bits, of which only a hash is stored (ASVS 6.5.2 asks for 112)."""

from __future__ import annotations

import hashlib
import secrets

BYTES = 32


def fresh_secret() -> str:
    return secrets.token_urlsafe(BYTES)


def digest_of(secret: str) -> str:
    """How a secret is looked up."""
    return hashlib.sha256(secret.encode()).hexdigest()
