"""OpenID Connect: who comes in, and everything an answer can be wrong in. Against a provider that lies on request."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from alongside.audit.models import AuditEntry
from alongside.identity.models import IdentityProvider, LinkedIdentity, Session
from alongside.identity.tests.federation_makers import an_oidc_provider
from alongside.identity.tests.hostile_provider import (
    HostileProvider,
    signed_with_the_public_key,
    tampered,
    unsigned,
)
from alongside.identity.tests.makers import is_signed_in
from alongside.identity.tests.oidc_steps import RETURN, come_back, leave_for, nobody_came_in


def test_the_way_out_carries_state_nonce_and_a_pkce_challenge(acme, idp):
    query = parse_qs(urlsplit(leave_for(Client())).query)
    assert query["response_type"] == ["code"]
    assert query["code_challenge_method"] == ["S256"]
    assert len(query["code_challenge"][0]) == 43
    assert len(query["state"][0]) >= 43
    assert len(query["nonce"][0]) >= 43
    assert query["redirect_uri"][0].endswith(RETURN)


def test_an_invited_person_comes_in_is_linked_and_told(acme, idp, cast, run_tasks):
    browser = Client()
    assert come_back(browser, idp).url == "/1-1s/"
    assert is_signed_in(browser)
    link = LinkedIdentity.objects.get()
    assert (link.account, link.subject) == (cast.eve.account, "eve-1")
    assert AuditEntry.objects.filter(action="identity.identity_linked").count() == 1


def test_from_then_on_the_subject_decides_and_not_the_address(acme, idp, cast):
    come_back(Client(), idp)
    idp.claims = {"email": "max.manager@example.org"}
    browser = Client()
    assert come_back(browser, idp).status_code == 302
    assert Session.objects.filter(account=cast.eve.account).count() == 2
    idp.claims = {"sub": "somebody-else", "email": "nobody@example.org"}
    assert come_back(Client(), idp).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_the_person_is_mailed_about_the_link(cast, run_tasks):
    idp = HostileProvider()
    try:
        an_oidc_provider(issuer=idp.issuer, found=False)
        come_back(Client(), idp)
    finally:
        idp.close()
    run_tasks()
    assert [message.to for message in mail.outbox] == [["eve.employee@example.org"]]
    assert "/account/identities/" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"nonce": "of another sign-in"}, "nonce"),
        ({"aud": "another application"}, "audience"),
        ({"aud": ["alongside", "another application"]}, "audience"),
        ({"azp": "another application"}, "audience"),
        ({"iss": "https://evil.example"}, "issuer"),
        ({"exp": 1_700_000_000}, "expired"),
        ({"iat": 4_000_000_000}, "expired"),
        ({"sub": ""}, "claims"),
        ({"sub": 7}, "claims"),
        ({"sub": "x" * 256}, "claims"),
    ],
)
def test_a_token_that_says_something_wrong_opens_nothing(acme, idp, claims, code):
    idp.claims = claims
    answer = come_back(Client(), idp)
    assert (answer.status_code, answer.context["code"]) == (422, code)
    assert nobody_came_in()


@pytest.mark.parametrize("missing", ["nonce", "aud", "iss", "exp", "iat", "sub"])
def test_a_token_that_lacks_something_opens_nothing(acme, idp, missing):
    idp.drop = {missing}
    assert come_back(Client(), idp).status_code == 422
    assert nobody_came_in()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (unsigned, "algorithm"),
        (signed_with_the_public_key, "algorithm"),
        (tampered, "signature"),
        (lambda token: "", "no_id_token"),
        (lambda token: "a.b.c", "algorithm"),
    ],
)
def test_a_token_that_is_not_signed_by_the_provider_opens_nothing(acme, idp, spoil, code):
    idp.spoil = spoil
    answer = come_back(Client(), idp)
    assert (answer.status_code, answer.context["code"]) == (422, code)
    assert nobody_came_in()


def test_a_key_that_is_not_published_opens_nothing_even_under_a_known_name(acme, idp):
    idp.key = "stranger"
    assert come_back(Client(), idp).status_code == 422
    idp.kid = "stranger"
    assert come_back(Client(), idp).status_code == 422
    assert nobody_came_in()


def test_new_keys_are_found_at_once_and_old_ones_end(acme, idp, cast):
    come_back(Client(), idp)
    idp.key = idp.kid = "next"
    idp.published = ["next"]
    assert come_back(Client(), idp).status_code == 302
    idp.key = idp.kid = "idp"
    assert come_back(Client(), idp).status_code == 422


def test_unknown_key_names_do_not_make_us_ask_for_ever(acme, idp):
    idp.kid = "stranger"
    for _ in range(12):
        come_back(Client(), idp)
    assert idp.asked.count("/keys") <= 6


def test_an_answer_that_did_not_begin_here_opens_nothing(acme, idp):
    address = leave_for(Client())
    assert Client().get(RETURN + idp.approve(address)).status_code == 422
    browser = Client()
    leave_for(browser)
    for query in ("", "?code=x", "?code=x&state=", "?code=x&state=guessed"):
        assert browser.get(RETURN + query).status_code == 422
    assert nobody_came_in()
    assert "/token" not in idp.asked


def test_an_answer_counts_once_and_a_code_too(acme, idp, cast):
    browser = Client()
    query = idp.approve(leave_for(browser))
    assert browser.get(RETURN + query).status_code == 302
    assert browser.get(RETURN + query).status_code == 422
    thief = Client()
    state = parse_qs(urlsplit(leave_for(thief)).query)["state"][0]
    code = parse_qs(query[1:])["code"][0]
    assert thief.get(f"{RETURN}?code={code}&state={state}").status_code == 422
    assert not is_signed_in(thief)


def test_an_answer_too_late_opens_nothing(acme, idp):
    browser = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        address = leave_for(browser)
        clock.shift(timedelta(minutes=16))
        assert browser.get(RETURN + idp.approve(address)).status_code == 422
    assert nobody_came_in()


def test_an_answer_of_one_provider_is_none_of_another(acme, idp):
    an_oidc_provider(slug="other", issuer="https://other.example")
    browser = Client()
    query = idp.approve(leave_for(browser))
    assert browser.get("/sign-in/with/other/return/" + query).status_code == 422
    assert browser.get(RETURN + query + "&iss=https://other.example").status_code == 422
    assert nobody_came_in()


def test_a_provider_that_calls_itself_otherwise_is_not_asked_further(acme, idp):
    idp.document = {"issuer": "https://evil.example"}
    assert Client().post("/sign-in/with/acme/").status_code == 422


def test_a_no_from_the_provider_is_told_in_words(acme, idp):
    browser = Client()
    state = parse_qs(urlsplit(leave_for(browser)).query)["state"][0]
    page = browser.get(f"{RETURN}?error=access_denied&state={state}&error_description=<b>secret</b>")
    assert page.status_code == 422
    assert "did not let you through" in page.content.decode()
    assert "secret" not in page.content.decode()


def test_a_provider_that_is_switched_off_is_not_there(acme, idp):
    browser = Client()
    query = idp.approve(leave_for(browser))
    acme.is_on = False
    acme.save()
    assert browser.get(RETURN + query).status_code == 404
    assert Client().post("/sign-in/with/acme/").status_code == 404
    assert nobody_came_in()


@pytest.mark.parametrize("typ", ["at+jwt", "application/at+jwt", "logout+jwt", "secevent+jwt", "AT+JWT"])
def test_a_token_made_for_another_purpose_is_no_id_token(acme, idp, typ):
    """An access token or a logout token of the same provider: signed, for us, and even with our nonce."""
    idp.typ = typ
    answer = come_back(Client(), idp)
    assert (answer.status_code, answer.context["code"]) == (422, "no_id_token")
    assert nobody_came_in()


def test_an_untyped_token_of_another_purpose_is_no_id_token(acme, idp):
    told = {"events": {"http://schemas.openid.net/event/backchannel-logout": {}}, "sid": "1"}
    idp.claims = told
    assert come_back(Client(), idp).context["code"] == "no_id_token"
    idp.claims, idp.drop = {"scope": "openid email", "client_id": "alongside"}, {"nonce"}
    assert come_back(Client(), idp).context["code"] == "nonce"
    assert nobody_came_in()


@pytest.mark.parametrize("typ", ["JWT", "jwt", "application/jwt"])
def test_an_id_token_may_say_that_it_is_a_token(acme, idp, cast, typ):
    idp.typ = typ
    assert come_back(Client(), idp).status_code == 302


def test_a_short_key_of_the_provider_opens_nothing(acme, idp):
    idp.key = idp.kid = "short"
    idp.published = ["short"]
    answer = come_back(Client(), idp)
    assert (answer.status_code, answer.context["code"]) == (422, "weak")
    assert nobody_came_in()


def test_tokens_of_the_provider_stay_on_the_server(acme, idp, cast):
    idp.handed = {
        "access_token": "canary-access-token",
        "refresh_token": "canary-refresh-token",
        "token_type": "Bearer",
    }
    idp.userinfo = {"sub": "eve-1", "email": "eve.employee@example.org", "email_verified": True}
    idp.drop = {"email"}
    browser = Client()
    answers = [come_back(browser, idp)]
    assert "/userinfo" in idp.asked  # the access token was used
    answers += [
        browser.get(path) for path in ("/account/", "/account/identities/", "/account/sessions/", "/")
    ]
    secrets = ["canary-access-token", "canary-refresh-token", *idp.issued]
    assert len(secrets) == 3
    reached = [f"{answer.headers}{answer.content.decode()}" for answer in answers]
    reached += [str(browser.cookies), str(dict(browser.session.items()))]
    reached += [
        str(row.__dict__)
        for model in (LinkedIdentity, Session, IdentityProvider)
        for row in model.objects.all()
    ]
    assert not [secret for secret in secrets for text in reached if secret in text]
