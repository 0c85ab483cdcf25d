"""People who can really sign in."""

from __future__ import annotations

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.test import Client

from alongside.identity.models import Account
from alongside.people.models import Person

PASSWORD = "lantern otter violin"
PIN = "739462"


def with_password(person: Person, password: str = PASSWORD) -> Account:
    person.account.set_password(password)
    person.account.save()
    return person.account


def sign_in(browser: Client, name: str, password: str = PASSWORD, **more: str):
    return browser.post("/sign-in/", {"name": name, "password": password, **more})


def app_code(account: Account, *, steps: int = 0) -> str:
    """What the app of this account shows, so many steps of 30 s from now."""
    stored = Authenticator.objects.get(user=account, type="totp").data["secret"]
    return format_hotp_value(hotp_value(decrypt(stored), int(time.time()) // 30 + steps))


def is_signed_in(browser: Client) -> bool:
    return browser.get("/account/").status_code == 200
