"""How settings are read from the environment: flags, secrets, key rings, database addresses."""

from __future__ import annotations

import contextlib
import os
import re
import ssl
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

WRITABLE_BY_OTHERS = 0o022
# A server that vanished from the network is given up within seconds, not after the hours that TCP would wait.
PATIENCE = {
    "connect_timeout": "5",
    "tcp_user_timeout": "20000",
    "keepalives_idle": "20",
    "keepalives_interval": "5",
    "keepalives_count": "3",
}
LEAST_SECRET = 32  # characters
LEAST_VARIETY = 8  # different characters: "aaaa..." and "0123" are no secrets
KNOWN = ("changeme", "change-me", "insecure", "secret", "password", "example", "alongside", "default")


def flag(name: str, default: bool = False) -> bool:
    """A yes or no."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def data_folder(default: Path) -> Path:
    """ALONGSIDE_DATA, made where it is not there. Raises ImproperlyConfigured where it can't be made or written."""
    place = Path(os.environ.get("ALONGSIDE_DATA", default)).resolve()
    try:
        if not place.exists():
            place.mkdir(parents=True, mode=0o711)  # the database user may walk through, nobody may look
        (place / "mail").mkdir(exist_ok=True, mode=0o700)
    except OSError as problem:
        raise ImproperlyConfigured(
            f"The data folder {place} can't be made or written ({problem.strerror}). Let it belong to the user that "
            "Alongside runs as, or name another one by ALONGSIDE_DATA."
        ) from problem
    return place


def authorities(name: str) -> str:
    """A file of certificates, or nothing. Raises ImproperlyConfigured for one that can't be read as such."""
    path = os.environ.get(name, "")
    try:
        if path:
            ssl.create_default_context(cafile=path)
    except OSError as problem:
        raise ImproperlyConfigured(f"{name} names {path}, which can't be read as certificates.") from problem
    return path


def secret(name: str, *, folder: Path, production: bool) -> str:
    """A secret from the environment, the file that <name>_FILE names, or the data folder (made there outside production).

    Raises ImproperlyConfigured in production when it is in none of these places, and when others may write the file.
    """
    if name in os.environ:
        return os.environ[name]
    path = Path(os.environ.get(f"{name}_FILE", folder / name.lower()))
    if f"{name}_FILE" in os.environ and not path.is_file():
        raise ImproperlyConfigured(f"{name}_FILE names {path}, and there is no such file.")
    if not path.exists():
        if production:
            raise ImproperlyConfigured(f"Set {name}; `openssl rand -hex 32` makes a good value.")
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Written aside and linked, so that of several processes starting at once exactly one makes the secret
        # and nobody reads a half-written one: words wrapped with a lost key stay unreadable for ever.
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete_on_close=False) as draft:
            draft.write(os.urandom(32).hex())
            draft.close()
            with contextlib.suppress(FileExistsError):
                os.link(draft.name, path)
    if production and path.stat().st_mode & WRITABLE_BY_OTHERS:
        raise ImproperlyConfigured(
            f"Others may write {path}, which holds {name}. Take that right away: chmod go-w {path}"
        )
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
        "OPTIONS": PATIENCE | query,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # pgbouncer in transaction mode keeps no cursor or prepared statement between transactions
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


def mailers(url: SplitResult, *, folder: Path) -> dict[str, dict[str, Any]]:
    """Mail as Django's settings want it: by the server of the address, or else into a folder."""
    if url.scheme not in {"smtp", "smtps", "smtp+starttls"}:
        backend, options = "django.core.mail.backends.filebased.EmailBackend", {"file_path": str(folder)}
        return {"default": {"BACKEND": backend, "OPTIONS": options}}
    return {
        "default": {
            "BACKEND": "alongside.notifications.smtp.BoundedBackend",
            "OPTIONS": {
                "host": url.hostname or "localhost",
                "port": url.port or 25,
                "username": unquote(url.username or ""),
                "password": unquote(url.password or ""),
                "use_ssl": url.scheme == "smtps",
                "use_tls": url.scheme == "smtp+starttls",
                "timeout": 20,  # for each answer
                "total": 60,  # for one connection
            },
        }
    }


def refuse_weak_secrets(secrets: dict[str, str]) -> None:
    """In production every secret is long, looks random, and is used for one thing only.

    `secrets` is the name people know it by -> its value. Raises ImproperlyConfigured with what to do.
    """
    seen: dict[str, str] = {}
    for name, value in secrets.items():
        if len(value) < LEAST_SECRET or len(set(value)) < LEAST_VARIETY:
            raise ImproperlyConfigured(
                f"{name} is too short or too regular to be a secret. Make one: openssl rand -hex 32"
            )
        if any(word in value.lower() for word in KNOWN):
            raise ImproperlyConfigured(f"{name} looks like an example. Make one: openssl rand -hex 32")
        if value.lower() in seen:
            raise ImproperlyConfigured(
                f"{name} and {seen[value.lower()]} are the same. Each needs a value of its own: openssl rand -hex 32"
            )
        seen[value.lower()] = name
