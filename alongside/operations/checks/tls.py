"""Does the address that people type still speak an old TLS, or answer without any? Asked from outside."""

from __future__ import annotations

import socket
import ssl
import warnings
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from alongside.operations.checks.finding import Finding, problem

SECONDS = 5.0
PLAIN = 80


def tls_problems() -> Iterator[Finding]:
    """What is wrong with the way in; nothing where all is well, or where the address is not https."""
    address = urlsplit(settings.BASE_URL)
    if address.scheme != "https" or address.hostname is None:
        return
    if speaks_old_tls(address.hostname, address.port or 443):
        words = f"{settings.BASE_URL} still speaks TLS 1.0 or 1.1."
        yield problem("address", words, "Let the proxy offer 1.2 and 1.3 alone (docs/operations.md, Proxy).")
    if answers_plainly(f"http://{address.hostname}:{PLAIN}/sign-in/"):
        words = f"http://{address.hostname} answers without https."
        yield problem(
            "address", words, "Let the proxy lead to https there, or not listen (docs/operations.md, Proxy)."
        )


def speaks_old_tls(host: str, port: int) -> bool:
    """Whether a hand is shaken below TLS 1.2. Nothing is sent, so it does not matter whose certificate it is."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    # Otherwise this side would refuse, and nobody would learn of theirs.
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    try:
        with socket.create_connection((host, port), timeout=SECONDS) as line, context.wrap_socket(line):
            return True
    except OSError:  # ssl.SSLError is one
        return False


def answers_plainly(address: str) -> bool:
    """Whether plain http gets a page; being led elsewhere, refused or not heard is as it should be."""
    try:
        return httpx.get(address, timeout=SECONDS, follow_redirects=False).is_success
    except httpx.HTTPError:
        return False
