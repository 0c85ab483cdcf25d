"""A password is what somebody typed or their password manager filled in: nothing cut, nothing changed."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from alongside.identity.tests.makers import PASSWORD, is_signed_in, sign_in, with_password

TYPED = "  Lantern otter Violin  "
LONG = "lantern otter violin " * 10


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [TYPED.strip(), TYPED.lower(), TYPED.upper()])
def test_a_password_counts_exactly_as_typed(cast, typed):
    with_password(cast.eve, TYPED)
    other, own = Client(), Client()
    sign_in(other, cast.eve.email, typed)
    assert not is_signed_in(other)
    sign_in(own, cast.eve.email, TYPED)
    assert is_signed_in(own)


@pytest.mark.django_db
@pytest.mark.parametrize("length", [64, 72, 73, 128, 200])
def test_a_password_of_sixty_four_characters_or_more_opens(cast, length):
    password = LONG[: length - 1] + "x"
    with_password(cast.eve)
    browser = Client()
    sign_in(browser, cast.eve.email)
    changed = browser.post("/account/password/", {"current": PASSWORD, "password": password})
    assert changed.status_code == 302, changed.content.decode()[:3000]
    cut, own = Client(), Client()
    sign_in(cut, cast.eve.email, password[:-1])  # nothing is cut off at some length
    assert not is_signed_in(cut)
    sign_in(own, cast.eve.email, password)
    assert is_signed_in(own)


@pytest.mark.django_db
def test_a_password_is_typed_unseen_and_may_be_pasted_or_filled_in(cast, web):
    with_password(cast.eve)
    for browser, page, filled in (
        (Client(), "/sign-in/", {"current-password"}),
        (web(cast.eve), "/account/password/", {"current-password", "new-password"}),
    ):
        fields = re.findall(r"<input[^>]*password[^>]*>", browser.get(page).content.decode())
        secret = [field for field in fields if 'autocomplete="' in field and "password" in field]
        assert secret
        assert all('type="password"' in field and "onpaste" not in field for field in secret)
        assert {re.search(r'autocomplete="([^"]+)"', field)[1] for field in secret} == filled
