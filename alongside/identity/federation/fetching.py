"""Asking a provider: https only, no redirects, five seconds, little to read; its words are never shown to anybody."""

from __future__ import annotations

import ipaddress
import json
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from alongside.core.trust import distrust, trusted
from alongside.identity.federation.problems import ProviderProblem

SECONDS = 5
MOST_BYTES = 1_000_000
type Json = dict[str, Any]


def is_safe(address: str) -> bool:
    """https; or, outside production, plain http to this machine itself (tests, trying out)."""
    parts = urlsplit(address)
    if parts.scheme == "https" and parts.hostname:
        return True
    return parts.scheme == "http" and not settings.PRODUCTION and _is_loopback(parts.hostname or "")


def get(address: str, **more: Any) -> Json:
    """A JSON object by GET. Raises ProviderProblem."""
    status, text = _ask("GET", address, **more)
    if status != httpx.codes.OK:
        raise ProviderProblem("status")
    return _object(text)


def post(address: str, **more: Any) -> tuple[int, Json]:
    """(status, JSON object) by POST. Raises ProviderProblem."""
    status, text = _ask("POST", address, **more)
    return status, _object(text)


def _ask(method: str, address: str, **more: Any) -> tuple[int, bytes]:
    if not is_safe(address):
        raise ProviderProblem("https")
    try:
        with (
            httpx.Client(timeout=SECONDS, follow_redirects=False, verify=trusted()) as client,
            client.stream(method, address, **more) as answer,
        ):
            text = b""
            for part in answer.iter_bytes():
                text += part
                if len(text) > MOST_BYTES:
                    raise ProviderProblem("too_big")
    except (httpx.HTTPError, httpx.InvalidURL) as problem:
        reason = distrust(problem)
        raise ProviderProblem("distrust" if reason else "unreachable", reason) from problem
    if answer.is_server_error or answer.is_redirect:
        raise ProviderProblem("status")
    return answer.status_code, text


def _object(text: bytes) -> Json:
    try:
        body = json.loads(text)
    except ValueError as problem:
        raise ProviderProblem("not_json") from problem
    if not isinstance(body, dict):
        raise ProviderProblem("not_json")
    return body


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
