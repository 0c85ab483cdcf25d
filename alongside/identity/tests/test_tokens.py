"""Tokens: made with scopes, shown once, ended."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from alongside.identity import limits
from alongside.identity.models import Token
from alongside.identity.services import create_token, end_token
from alongside.one_on_ones import services as one_on_ones
from alongside.people.tests.makers import TESTS

pytestmark = pytest.mark.django_db


def ask(secret: str, method: str = "get", path: str = "/api/v1/one-on-ones/", **more: object):
    return getattr(Client(), method)(path, headers={"Authorization": f"Bearer {secret}"}, **more)


def test_a_token_is_shown_once_and_works(cast, web):
    browser = web(cast.eve)
    assert (
        browser.post("/account/tokens/new/", {"name": "script", "scopes": ["read"]}).url == "/account/tokens/"
    )
    first, again = (browser.get("/account/tokens/").content.decode() for _ in range(2))
    secret = re.search(r"alongside_[\w-]+", first)[0]
    assert secret not in again
    assert secret not in str(Token.objects.get().__dict__)
    assert ask(secret).status_code == 200


def test_a_token_without_a_scope_is_refused_in_words(cast, web):
    assert web(cast.eve).post("/account/tokens/new/", {"name": "script"}).status_code == 422
    assert not Token.objects.exists()


def test_a_reading_token_changes_nothing(cast):
    series = one_on_ones.start_series(actor=cast.acts(cast.max), employee=cast.eve)
    _row, secret = create_token(actor=TESTS, account=cast.eve.account, name="reads", scopes=["read"])
    path, body = f"/api/v1/one-on-ones/{series.pk}/items", {"text": "by a program"}
    answer = ask(secret, "post", path, data=body, content_type="application/json")
    assert answer.status_code == 403
    assert answer.json()["detail"] == "This token may only read."
    assert ask(secret, path=path).json()["items"] == []
    _row, writes = create_token(actor=TESTS, account=cast.eve.account, name="writes")
    assert ask(writes, "post", path, data=body, content_type="application/json").status_code == 201


def test_an_ended_token_opens_nothing_and_only_its_owner_ends_it(cast, web):
    token, secret = create_token(actor=TESTS, account=cast.eve.account, name="script")
    assert web(cast.max).post(f"/account/tokens/{token.pk}/end/").status_code == 404
    assert ask(secret).status_code == 200
    assert web(cast.eve).post(f"/account/tokens/{token.pk}/end/").status_code == 302
    assert ask(secret).status_code == 401


def test_tokens_that_nobody_has_wait_longer_and_longer_and_nobody_else_waits_with_them(cast, monkeypatch):
    monkeypatch.setitem(limits.TABLE, "api_unknown", replace(limits.TABLE["api_unknown"], count=3))
    token, secret = create_token(actor=TESTS, account=cast.eve.account, name="script")
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        assert [ask(f"alongside_guess{n}").status_code for n in range(3)] == [401, 401, 401]
        refused = ask("alongside_guess4")
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many")
        assert refused.headers["Retry-After"] == "5"
        assert ask(secret).status_code == 200
        assert ask("alongside_guess5", REMOTE_ADDR="192.0.2.9").status_code == 401
        clock.shift(timedelta(seconds=5))
        assert ask("alongside_guess6").status_code == 401
        assert ask("alongside_guess7").headers["Retry-After"] == "10"
        end_token(actor=cast.acts(cast.eve), token=token)
        assert ask(secret).status_code == 429
        clock.shift(timedelta(minutes=1))
        assert ask(secret).status_code == 401


def test_the_api_answers_too_many_calls_in_its_own_shape(cast, monkeypatch):
    monkeypatch.setitem(limits.TABLE, "api", replace(limits.TABLE["api"], count=2))
    _token, secret = create_token(actor=TESTS, account=cast.eve.account, name="script")
    _other, second = create_token(actor=TESTS, account=cast.eve.account, name="another")
    assert [ask(secret).status_code for _ in range(3)] == [200, 200, 429]
    refused = ask(secret)
    assert refused.json()["code"] == "too_many"
    assert int(refused.headers["Retry-After"]) <= 60
    assert ask(second).status_code == 200
