"""Merkle sealing (RFC 6962 hashing: leaf 0x00, node 0x01). Pure functions over rows as plain dictionaries."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any


def leaf(row: dict[str, Any]) -> bytes:
    """The hash of one entry; dates as ISO text, keys sorted, so that it can be recomputed anywhere."""
    text = json.dumps(row, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(b"\x00" + text.encode()).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """The Merkle tree head of RFC 6962, section 2.1. Raises ValueError for no leaves."""
    if not leaves:
        raise ValueError("nothing to seal")
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + merkle_root(leaves[:split]) + merkle_root(leaves[split:])).digest()


def chained(root: bytes, previous: str) -> str:
    """The seal: the root bound to the seal before it, as hex."""
    return hashlib.sha256(bytes.fromhex(previous) + root).hexdigest()
