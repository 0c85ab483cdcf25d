"""Production talks across a network only in TLS: with people's proxy, the database, and the mail server.

A way that stays within this machine (a socket, a loopback address) needs none. Whoever runs a network that nobody else
reaches, such as the one between the containers of one host, says so: ALONGSIDE_UNENCRYPTED names those ways.
"""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult

from django.core.exceptions import ImproperlyConfigured

ELSEWHERE = ("PGHOST", "PGHOSTADDR", "PGSERVICE", "PGSERVICEFILE")  # what libpq reads beside the address
WAYS = frozenset({"database", "mail", "metrics", "web"})


def accepted_ways() -> frozenset[str]:
    """What ALONGSIDE_UNENCRYPTED names. Raises ImproperlyConfigured for a word that is no way."""
    named = frozenset(os.environ.get("ALONGSIDE_UNENCRYPTED", "").lower().split())
    if named - WAYS:
        raise ImproperlyConfigured(f"ALONGSIDE_UNENCRYPTED may name {', '.join(sorted(WAYS))}; nothing else.")
    return named


def is_own(host: str) -> bool:
    """Does a way to this host stay within the machine? Nothing and a path are a socket."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host in {"", "localhost"} or host.startswith("/")


def refuse_plain_database(options: dict[str, Any], *, accepted: frozenset[str]) -> None:
    """`options`: a database of Django's settings; hosts with commas between are several. Raises ImproperlyConfigured."""
    more = options["OPTIONS"]
    named = [name for name in ELSEWHERE if os.environ.get(name)] + ["service"] * ("service" in more)
    if named:
        raise ImproperlyConfigured(
            f"{', '.join(named)} may lead the database connection elsewhere than its address says. Name the host there."
        )
    hosts = f"{options['HOST']},{more.get('hostaddr', '')}".split(",")
    is_checked = more.get("sslmode") == "verify-full"
    if not (is_checked or "database" in accepted or all(map(is_own, hosts))):
        raise ImproperlyConfigured(
            "The database is on another machine, and not everything on the way is encrypted and checked. Add "
            "?sslmode=verify-full&sslrootcert=FILE to its address, or, where nobody else reaches that network, name "
            "`database` in ALONGSIDE_UNENCRYPTED."
        )


def refuse_plain_mail(url: SplitResult, *, accepted: frozenset[str]) -> None:
    """Raises ImproperlyConfigured for a mail server on another machine that is spoken to in plain sight."""
    if url.scheme == "smtp" and "mail" not in accepted and not is_own(url.hostname or ""):
        raise ImproperlyConfigured(
            "ALONGSIDE_MAIL leads to another machine in plain sight. Begin it with smtp+starttls:// or smtps://, or, "
            "where nobody else reaches that network, name `mail` in ALONGSIDE_UNENCRYPTED."
        )


def refuse_plain_web(host: str, certificate: str, *, accepted: frozenset[str]) -> None:
    """Raises ImproperlyConfigured for a web process that other machines reach and that has no certificate."""
    if not (certificate or "web" in accepted or is_own(host)):
        raise ImproperlyConfigured(
            f"ALONGSIDE_HOST is {host}, which other machines reach. Name a certificate and its key in "
            "ALONGSIDE_TLS_CERTIFICATE and ALONGSIDE_TLS_KEY, listen on 127.0.0.1, or, where nobody else reaches that "
            "network, name `web` in ALONGSIDE_UNENCRYPTED."
        )


def refuse_plain_metrics(host: str, *, accepted: frozenset[str]) -> None:
    """Raises ImproperlyConfigured for figures that cross a network in plain sight, and the token with them."""
    if not ("metrics" in accepted or is_own(host)):
        raise ImproperlyConfigured(
            f"ALONGSIDE_METRICS listens on {host}, which other machines reach, and the figures are served without TLS. "
            "Listen on 127.0.0.1 behind a proxy that speaks TLS, or, where nobody else reaches that network, name "
            "`metrics` in ALONGSIDE_UNENCRYPTED."
        )


def certificate_and_key() -> tuple[str, str]:
    """What ALONGSIDE_TLS_CERTIFICATE and ALONGSIDE_TLS_KEY name, or nothing twice. Raises ImproperlyConfigured."""
    names = ("ALONGSIDE_TLS_CERTIFICATE", "ALONGSIDE_TLS_KEY")
    files = [os.environ.get(name, "") for name in names]
    for name, file in zip(names, files, strict=True):
        if any(files) and not (file and os.access(file, os.R_OK) and Path(file).is_file()):
            raise ImproperlyConfigured(f"{name} must name a file that can be read, as the other one does.")
    return files[0], files[1]
