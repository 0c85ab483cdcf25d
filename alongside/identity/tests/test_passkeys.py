"""Passkeys without a browser: whose they are, what garbage gets, what an app beside them means."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from alongside.core.errors import Refused
from alongside.identity import passkeys, second_factor
from alongside.identity.models import Session
from alongside.identity.tests.makers import sign_in, with_password
from alongside.people.tests.makers import TESTS


@pytest.fixture
def named(settings):
    settings.BASE_URL = "https://alongside.example"


def a_passkey(account) -> Authenticator:
    return Authenticator.objects.create(user=account, type="webauthn", data={"name": "a key"})


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "nonsense", '{"id": 1}', json.dumps({"id": "a", "x": "y" * 30_000})]
)
def test_garbage_opens_nothing_and_is_no_error(cast, named, answer):
    browser = Client()
    assert browser.get("/sign-in/passkey/").status_code == 200
    refused = browser.post("/sign-in/passkey/", {"credential": answer})
    assert refused.status_code == 422
    assert not Session.objects.exclude(account=None).exists()


def test_a_question_is_answered_once_and_not_after_five_minutes(cast, named):
    session: dict[str, object] = {}
    with time_machine.travel(timezone.now(), tick=False) as clock:
        passkeys.ask_for_proof(session)
        assert passkeys.take_question(session)["user_verification"] == "required"
        with pytest.raises(passkeys.NotProved):
            passkeys.take_question(session)
        passkeys.ask_for_proof(session)
        clock.shift(timedelta(minutes=5, seconds=1))
        with pytest.raises(passkeys.NotProved):
            passkeys.take_question(session)


def test_nobody_sees_or_removes_the_passkey_of_another(cast, web):
    key = a_passkey(cast.eve.account)
    for person in (cast.max, cast.hana, cast.ada):
        assert web(person).post(f"/account/passkeys/{key.pk}/end/").status_code == 404
        assert "a key" not in web(person).get("/account/passkeys/").content.decode()
        with pytest.raises((Refused, PermissionDenied)):
            passkeys.remove_passkey(actor=cast.acts(person), account=cast.eve.account, passkey=key)
    assert Authenticator.objects.filter(pk=key.pk).exists()
    assert web(cast.eve).post(f"/account/passkeys/{key.pk}/end/").status_code == 302
    assert not Authenticator.objects.exists()


def test_a_passkey_counts_as_second_factor_and_the_app_comes_and_goes_beside_it(cast):
    with_password(cast.max)
    a_passkey(cast.max.account)
    assert second_factor.has_second_factor(cast.max.account)
    assert sign_in(Client(), cast.max.email).url == "/sign-in/second-step/"
    second_factor.set_up_second_factor(
        actor=TESTS, account=cast.max.account, secret=second_factor.fresh_secret()
    )
    second_factor.remove_second_factor(actor=TESTS, account=cast.max.account)
    assert second_factor.has_second_factor(cast.max.account)
    assert not second_factor.has_app(cast.max.account)


def test_at_an_address_without_a_name_the_page_says_why_there_are_none(cast, web):
    assert "reached by a number" in web(cast.eve).get("/account/passkeys/new/").content.decode()
    assert "Sign in with a passkey" not in Client().get("/sign-in/").content.decode()


def test_the_challenge_is_for_our_address_alone(cast, named):
    options = json.loads(passkeys.ask_for_new({}, cast.eve.account).options)
    assert options["rp"]["id"] == "alongside.example"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["authenticatorSelection"]["residentKey"] == "required"
