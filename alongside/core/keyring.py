"""Keys that encrypt: a ring outside the database wraps one data key per series, case or author."""

from __future__ import annotations

import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12
KEY_BYTES = 32


class Unreadable(Exception):
    """The key is gone (erased, or not in the ring), or the bytes were moved or changed."""


def seal(key: bytes, plain: bytes, context: str) -> bytes:
    """Encrypt with AES-256-GCM. `context` (table, column, row) must be the same to open it again."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, context.encode())


def unseal(key: bytes, sealed: bytes, context: str) -> bytes:
    """Decrypt what `seal` made. Raises Unreadable for a wrong key, context or changed bytes."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context.encode())
    except InvalidTag as wrong:
        raise Unreadable(context) from wrong


def wrap(data_key: bytes, context: str) -> tuple[str, bytes]:
    """Wrap a data key with the newest key of the ring: (name of the ring key, wrapped bytes)."""
    name = next(iter(_ring()))
    return name, seal(_ring()[name], data_key, context)


def unwrap(ring_key: str, wrapped: bytes, context: str) -> bytes:
    """Open a wrapped data key. Raises Unreadable when the ring no longer has its key."""
    if ring_key not in _ring():
        raise Unreadable(f"{context}: the key ring has no key named {ring_key}")
    return unseal(_ring()[ring_key], wrapped, context)


@cache
def _ring() -> dict[str, bytes]:
    ring = {name: bytes.fromhex(key) for name, key in settings.KEY_RING}
    for name, key in ring.items():
        if len(key) != KEY_BYTES:
            raise ValueError(f"The key {name} in ALONGSIDE_KEY_RING must be {KEY_BYTES} bytes in hex.")
    return ring
