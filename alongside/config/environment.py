"""How settings are read from the environment: flags, secrets, key rings, database addresses."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def flag(name: str, default: bool = False) -> bool:
    """A yes or no."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def secret(name: str, *, folder: Path, production: bool) -> str:
    """A secret from the environment, or (outside production) from the data folder, made at first use.

    Raises ImproperlyConfigured in production when it is in neither place.
    """
    if name in os.environ:
        return os.environ[name]
    path = folder / name.lower()
    if not path.exists():
        if production:
            raise ImproperlyConfigured(f"Set {name}; `alongside setup` prints fresh values.")
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Written aside and linked, so that of several processes starting at once exactly one makes the secret
        # and nobody reads a half-written one: words wrapped with a lost key stay unreadable for ever.
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete_on_close=False) as draft:
            draft.write(os.urandom(32).hex())
            draft.close()
            with contextlib.suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_text().strip()


def key_ring(words: str) -> list[tuple[str, str]]:
    """Refused at the start, not at the first word somebody types: a ring that is empty, doubled or malformed."""
    parts = [part.rpartition(":")[::2] for part in words.split()]
    ring = [(name or "first", key) for name, key in parts]
    whole = all(re.fullmatch("[0-9a-fA-F]{64}", key) and len(name) <= 40 for name, key in ring)
    if not ring or not whole or len(dict(ring)) != len(ring):
        raise ImproperlyConfigured(
            "ALONGSIDE_KEY_RING must be one or more `name:key`, names different and at most 40 characters, "
            "each key 64 hex digits."
        )
    return ring


def database(url: str) -> dict[str, Any]:
    """The address of a server as Django's settings want it."""
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": parts.port or "",
        "OPTIONS": query,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # pgbouncer in transaction mode keeps no cursor or prepared statement between transactions
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
