"""Secrets that a page shows one single time, after the redirect of the POST that made them."""

from __future__ import annotations

import json

from alongside.core import keyring
from alongside.core.web import Request

_KEY = "shown_once"
_CONTEXT = "identity.shown_once"


def put(request: Request, **words: object) -> None:
    """Keep something for the next page. It lies wrapped in the session, and is gone once shown."""
    ring_key, wrapped = keyring.wrap(json.dumps(words).encode(), _CONTEXT)
    request.session[_KEY] = f"{ring_key}:{wrapped.hex()}"


def take(request: Request) -> dict[str, object]:
    """What was put there; empty the second time."""
    ring_key, _, wrapped = request.session.pop(_KEY, "").rpartition(":")
    if not wrapped:
        return {}
    words: dict[str, object] = json.loads(keyring.unwrap(ring_key, bytes.fromhex(wrapped), _CONTEXT))
    return words
