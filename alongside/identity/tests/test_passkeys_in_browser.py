"""Passkeys in chromium with a virtual authenticator: made, named, used alone, as second step, as fresh proof, removed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from alongside.audit.models import AuditEntry
from alongside.core.actor import Strength
from alongside.identity.models import Session
from alongside.identity.tests.makers import PASSWORD, with_password
from alongside.people.tests.makers import small_company

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def people(db) -> SimpleNamespace:
    return small_company()


@pytest.fixture
def phone(chromium, live_server, settings) -> Iterator[Page]:
    """A phone with a finger that is always right, at an address with a name."""
    settings.BASE_URL = live_server.url
    context = chromium.new_context(base_url=live_server.url, viewport=PHONE)
    page = context.new_page()
    page.set_default_timeout(15_000)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    page.on("pageerror", lambda problem: complaints.append(str(problem)))
    yield page
    context.close()
    assert complaints == []


def authenticator(page: Page, *, verified: bool = True) -> SimpleNamespace:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": verified, "automaticPresenceSimulation": True,
    }  # fmt: skip
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return SimpleNamespace(devtools=devtools, id=made["authenticatorId"])


def come_in(page: Page, person, web, *, stale: bool = False) -> None:
    browser = web(person)
    if stale:
        session = browser.session
        session["proved_at"] = (timezone.now() - timedelta(minutes=16)).isoformat()
        session.save()
    value = browser.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": settings.BASE_URL}]
    )


def make_passkey(page: Page, name: str = "My phone") -> None:
    page.goto("/account/passkeys/new/")
    page.get_by_label("What do you call it?").fill(name)
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url("**/account/passkeys/")
    expect(page.get_by_text(name, exact=True)).to_be_visible()


def sign_out(page: Page) -> None:
    page.context.clear_cookies()


def signed_in_session(account) -> Session:
    return Session.objects.filter(account=account).order_by("started_at").last()


def test_a_passkey_is_made_signs_in_alone_and_opens_nothing_once_removed(people, phone, web):
    authenticator(phone)
    come_in(phone, people.max, web)
    make_passkey(phone)
    row = Authenticator.objects.get(user=people.max.account, type="webauthn")
    assert row.data["name"] == "My phone"
    assert AuditEntry.objects.filter(action="identity.passkey_added").exists()
    sign_out(phone)
    phone.goto("/sign-in/?next=/1-1s/")
    phone.get_by_role("link", name="Sign in with a passkey").click()
    phone.get_by_role("button", name="Use a passkey").click()
    phone.wait_for_url("**/1-1s/")  # a manager, and no further step: the passkey is both factors
    assert signed_in_session(people.max.account).get_decoded()["strength"] == Strength.SECOND_FACTOR
    phone.goto("/account/passkeys/")
    phone.locator("summary", has_text="Remove").click()
    phone.get_by_role("button", name="Remove it").click()
    expect(phone.get_by_text("None yet.")).to_be_visible()
    sign_out(phone)
    phone.goto("/sign-in/passkey/")
    phone.get_by_role("button", name="Use a passkey").click()
    expect(phone.get_by_text("No passkey of ours answered")).to_be_visible()


def test_a_passkey_is_the_second_step_after_the_password(people, phone, web):
    authenticator(phone)
    come_in(phone, people.max, web)
    make_passkey(phone)
    with_password(people.max)
    sign_out(phone)
    phone.goto("/sign-in/")
    phone.get_by_label("E-mail or personnel number").fill(people.max.email)
    phone.get_by_label("Password or PIN").fill(PASSWORD)
    phone.get_by_role("button", name="Sign in", exact=True).click()
    phone.wait_for_url("**/sign-in/second-step/")
    phone.get_by_role("button", name="Use a passkey").click()
    phone.wait_for_url(lambda url: "/sign-in/" not in url)
    assert signed_in_session(people.max.account).get_decoded()["strength"] == Strength.SECOND_FACTOR


def test_what_matters_most_takes_a_passkey_and_loses_nothing_that_was_typed(people, phone, web):
    authenticator(phone)
    come_in(phone, people.eve, web)
    make_passkey(phone)
    sign_out(phone)
    come_in(phone, people.eve, web, stale=True)
    phone.goto("/account/tokens/")
    phone.get_by_label("What is it for?").fill("calendar script")
    phone.get_by_role("button", name="Make it").click()
    phone.get_by_role("button", name="Use a passkey").click()
    phone.get_by_role("button", name="Send it").click()
    expect(phone.get_by_text("Copy it now: it is shown once")).to_be_visible()
    expect(phone.get_by_text("calendar script", exact=True)).to_be_visible()


def test_a_person_whom_the_device_does_not_recognise_stays_outside(people, phone, web):
    device = authenticator(phone)
    come_in(phone, people.eve, web)
    make_passkey(phone)
    sign_out(phone)
    device.devtools.send("WebAuthn.setUserVerified", {"authenticatorId": device.id, "isUserVerified": False})
    phone.goto("/sign-in/passkey/")
    phone.get_by_role("button", name="Use a passkey").click()
    expect(phone.get_by_text("The device did not answer")).to_be_visible()
    phone.goto("/account/")
    assert "/sign-in/" in phone.url
    assert not Session.objects.filter(account=people.eve.account, started_at__gte=timezone.now()).exists()


def test_a_copied_passkey_is_found_by_its_counter(people, phone, web):
    device = authenticator(phone)
    come_in(phone, people.eve, web)
    make_passkey(phone)
    row = Authenticator.objects.get(user=people.eve.account, type="webauthn")
    row.data["uses"] = 1_000  # the other copy was used a thousand times meanwhile
    row.save()
    sign_out(phone)
    phone.goto("/sign-in/passkey/")
    phone.get_by_role("button", name="Use a passkey").click()
    expect(phone.get_by_text("No passkey of ours answered")).to_be_visible()
    assert device.id
