"""A browser in words a person recognises, and the cookie of a device they trust."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from alongside.identity.models import Account, Device

TRUSTED_FOR = timedelta(days=90)
COOKIE = "device"
# First match wins: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip


def device_words(request: HttpRequest) -> str:
    """ "Firefox, Windows"; parts that are not known are left out. No version: it would only help to track."""
    agent = request.headers.get("User-Agent", "")
    names = [next((name for sign, name in table if sign in agent), "") for table in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, names))


def cookie_name() -> str:
    return f"__Host-{COOKIE}" if settings.SECURE else COOKIE


def device_of(request: HttpRequest, account: Account) -> Device | None:
    """The trusted device that this browser is for this account, if it is one."""
    secret = request.COOKIES.get(cookie_name(), "")
    if not secret:
        return None
    return Device.objects.filter(
        account=account, digest=_digest(secret, account), ended_at=None, expires_at__gt=timezone.now()
    ).first()


def trust(request: HttpRequest, response: HttpResponse, account: Account, *, second_factor: bool) -> Device:
    """Remember this browser as the account's own device. A cookie that was not ours before is replaced, not believed."""
    known = device_of(request, account)
    secret = request.COOKIES[cookie_name()] if known else secrets.token_urlsafe(32)
    device, _ = Device.objects.update_or_create(
        digest=_digest(secret, account),
        defaults={
            "account": account, "words": device_words(request), "second_factor": second_factor,
            "expires_at": timezone.now() + TRUSTED_FOR, "ended_at": None,
        },
    )  # fmt: skip
    response.set_cookie(
        cookie_name(), secret, max_age=TRUSTED_FOR, secure=settings.SECURE, httponly=True, samesite="Lax"
    )
    return device


def forget_old() -> int:
    """Delete devices whose trust is long over; returns how many."""
    return Device.objects.filter(expires_at__lt=timezone.now() - timedelta(days=30)).delete()[0]


def _digest(secret: str, account: Account) -> str:
    return hashlib.sha256(f"{account.pk}:{secret}".encode()).hexdigest()
