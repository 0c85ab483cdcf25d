"""The steps of a sign-in by OpenID Connect, as a browser takes them."""

from __future__ import annotations

from django.test import Client

from alongside.identity.models import LinkedIdentity, Session
from alongside.identity.tests.hostile_provider import HostileProvider

RETURN = "/sign-in/with/acme/return/"


def leave_for(browser: Client, **more: str) -> str:
    answer = browser.post("/sign-in/with/acme/", {"next": "/1-1s/", **more})
    assert answer.status_code == 302
    return answer.url


def come_back(browser: Client, idp: HostileProvider):
    return browser.get(RETURN + idp.approve(leave_for(browser)))


def nobody_came_in() -> bool:
    return not Session.objects.exclude(account=None).exists() and not LinkedIdentity.objects.exists()
