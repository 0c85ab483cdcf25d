"""OpenID Connect: who comes in, and everything an answer can be wrong in. Against a provider that lies on request."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from alongside.audit.models import AuditEntry
from alongside.core.actor import Strength
from alongside.identity import second_factor
from alongside.identity.models import LinkedIdentity, OneTimeCode, Session
from alongside.identity.tests.federation_makers import an_oidc_provider
from alongside.identity.tests.hostile_provider import (
    HostileProvider,
    signed_with_the_public_key,
    tampered,
    unsigned,
)
from alongside.identity.tests.makers import is_signed_in
from alongside.people.models import Person
from alongside.people.tests.makers import TESTS, a_person, a_seat

RETURN = "/sign-in/with/acme/return/"


@pytest.fixture
def idp() -> Iterator[HostileProvider]:
    provider = HostileProvider()
    yield provider
    provider.close()


@pytest.fixture
def acme(cast, idp):
    return an_oidc_provider(issuer=idp.issuer, found=False)


def leave_for(browser: Client, **more: str) -> str:
    answer = browser.post("/sign-in/with/acme/", {"next": "/1-1s/", **more})
    assert answer.status_code == 302
    return answer.url


def come_back(browser: Client, idp: HostileProvider):
    return browser.get(RETURN + idp.approve(leave_for(browser)))


def nobody_came_in() -> bool:
    return not Session.objects.exclude(account=None).exists() and not LinkedIdentity.objects.exists()


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
    "claims",
    [
        {"nonce": "of another sign-in"},
        {"aud": "another application"},
        {"aud": ["alongside", "another application"]},
        {"azp": "another application"},
        {"iss": "https://evil.example"},
        {"exp": 1_700_000_000},
        {"iat": 4_000_000_000},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
    ],
    ids=lambda claims: next(iter(claims)),
)
def test_a_token_that_says_something_wrong_opens_nothing(acme, idp, claims):
    idp.claims = claims
    answer = come_back(Client(), idp)
    assert answer.status_code == 422
    assert nobody_came_in()


@pytest.mark.parametrize("missing", ["nonce", "aud", "iss", "exp", "iat", "sub"])
def test_a_token_that_lacks_something_opens_nothing(acme, idp, missing):
    idp.drop = {missing}
    assert come_back(Client(), idp).status_code == 422
    assert nobody_came_in()


@pytest.mark.parametrize(
    "spoil", [unsigned, signed_with_the_public_key, tampered, lambda token: "", lambda token: "a.b.c"]
)
def test_a_token_that_is_not_signed_by_the_provider_opens_nothing(acme, idp, spoil):
    idp.spoil = spoil
    assert come_back(Client(), idp).status_code == 422
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


@pytest.mark.parametrize(
    "said", [{"email_verified": False}, {"email_verified": "true"}, {"email": "nobody@example.org"}]
)
def test_an_address_that_is_not_proved_or_not_invited_links_nothing(acme, idp, said):
    idp.claims = said
    page = come_back(Client(), idp)
    assert page.status_code == 422
    assert "nobody here has been invited" in page.content.decode()
    assert nobody_came_in()


def test_an_unproved_address_counts_where_the_administrator_says_so(acme, idp):
    idp.drop = {"email_verified"}
    assert come_back(Client(), idp).status_code == 422
    acme.vouches_for_email = True
    acme.save()
    assert come_back(Client(), idp).status_code == 302


def test_just_in_time_is_off_by_default_and_lets_in_only_people_of_the_chart(acme, idp, cast):
    new = a_person("Nina New", seat=a_seat("New", cast.works), invited=False)
    Person.objects.filter(pk=new.pk).update(account=None)
    typed = a_person("Tom Typed", invited=False)
    Person.objects.filter(pk=typed.pk).update(account=None)
    new.account.delete()
    typed.account.delete()
    idp.claims = {"sub": "n-1", "email": new.email}
    assert come_back(Client(), idp).status_code == 422
    acme.joining = "directory"
    acme.save()
    assert come_back(Client(), idp).status_code == 302
    new.refresh_from_db()
    assert new.account is not None
    assert new.invited_at is not None
    idp.claims = {"sub": "t-1", "email": typed.email}
    assert come_back(Client(), idp).status_code == 422


def test_a_closed_account_stays_closed(acme, idp, cast):
    come_back(Client(), idp)
    cast.eve.account.is_active = False
    cast.eve.account.save()
    browser = Client()
    assert come_back(browser, idp).status_code == 422
    assert not is_signed_in(browser)


def test_an_account_that_was_used_before_is_linked_only_with_a_code_from_its_mail(
    acme, idp, cast, web, monkeypatch
):
    web(cast.eve)
    browser = Client()
    answer = come_back(browser, idp)
    assert answer.url == "/sign-in/second-step/"
    assert not is_signed_in(browser)
    assert not LinkedIdentity.objects.exists()
    code = OneTimeCode.objects.get(account=cast.eve.account)
    from alongside.identity.codes import opened  # noqa: PLC0415

    assert browser.post("/sign-in/second-step/", {"code": "0000-0000"}).status_code == 422
    assert not LinkedIdentity.objects.exists()
    assert browser.post("/sign-in/second-step/", {"code": opened(code)}).url == "/1-1s/"
    assert LinkedIdentity.objects.get().account == cast.eve.account
    assert is_signed_in(browser)


def test_a_second_factor_of_the_provider_counts_only_where_it_is_trusted(acme, idp, cast):
    second_factor.set_up_second_factor(
        actor=TESTS, account=cast.eve.account, secret=second_factor.fresh_secret()
    )
    idp.claims = {"amr": ["pwd", "mfa"]}
    assert come_back(Client(), idp).url == "/sign-in/second-step/"
    acme.second_factor_words = "mfa hwk"
    acme.save()
    browser = Client()
    assert come_back(browser, idp).url == "/1-1s/"
    assert browser.session["strength"] == Strength.SECOND_FACTOR
    idp.claims = {"amr": "mfa"}  # a string is no list of methods
    assert come_back(Client(), idp).url == "/sign-in/second-step/"


def test_what_it_says_in_two_places_must_be_about_one_person(acme, idp, cast):
    idp.drop = {"email", "email_verified"}
    idp.userinfo = {"sub": "max-1", "email": "eve.employee@example.org", "email_verified": True}
    assert come_back(Client(), idp).status_code == 422
    assert nobody_came_in()
    idp.userinfo = idp.userinfo | {"sub": "eve-1"}
    assert come_back(Client(), idp).status_code == 302


def test_proving_once_more_goes_by_the_provider_and_keeps_what_was_typed(acme, idp, cast):
    browser = Client()
    come_back(browser, idp)
    session = browser.session
    session["proved_at"] = (timezone.now() - timedelta(minutes=16)).isoformat()
    session.save()
    asked = browser.post("/account/tokens/new/", {"name": "script", "scopes": ["read"]}).content.decode()
    assert "Prove it with Acme" in asked
    out = browser.post(
        "/confirm/with/acme/",
        {"next": "/account/tokens/new/", "carried-name": "script", "carried-scopes": "read"},
    )
    assert parse_qs(urlsplit(out.url).query)["prompt"] == ["login"]
    page = browser.get(RETURN + idp.approve(out.url))
    assert "Nothing you typed is lost" in page.content.decode()
    assert browser.post("/account/tokens/new/", {"name": "script", "scopes": ["read"]}).status_code == 302


@pytest.mark.parametrize("claims", [{"auth_time": 1_700_000_000}, {"auth_time": None}, {"sub": "max-1"}])
def test_proving_once_more_takes_a_proof_of_now_by_the_same_person(acme, idp, claims):
    browser = Client()
    come_back(browser, idp)
    session = browser.session
    session["proved_at"] = before = (timezone.now() - timedelta(minutes=16)).isoformat()
    session.save()
    out = browser.post("/confirm/with/acme/", {"next": "/"})
    idp.claims = claims
    assert browser.get(RETURN + idp.approve(out.url)).status_code == 422
    assert browser.session["proved_at"] == before


def test_linking_from_my_account_and_ending_the_link(acme, idp, cast, web):
    browser = web(cast.eve)
    idp.claims = {"email": "private@example.net"}
    out = browser.post("/account/identities/acme/new/")
    assert browser.get(RETURN + idp.approve(out.url)).url == "/account/identities/"
    link = LinkedIdentity.objects.get()
    assert link.account == cast.eve.account
    other = web(cast.max)
    out = other.post("/account/identities/acme/new/")
    assert other.get(RETURN + idp.approve(out.url)).status_code == 403
    assert LinkedIdentity.objects.get().account == cast.eve.account
    assert other.post(f"/account/identities/{link.pk}/end/").status_code == 404
    assert browser.post(f"/account/identities/{link.pk}/end/").status_code == 302
    assert not LinkedIdentity.objects.exists()


def test_signing_out_offers_to_sign_out_there_too(acme, idp, cast):
    idp.document = {"end_session_endpoint": f"{idp.issuer}/leave"}
    browser = Client()
    come_back(browser, idp)
    out = browser.post("/sign-out/")
    assert out.url == "/sign-in/?left=acme"
    page = browser.get(out.url).content.decode()
    assert "Sign out at Acme as well" in page
    assert f"{idp.issuer}/leave?client_id=alongside" in page


def test_only_pages_that_lead_to_a_provider_name_it_in_the_content_policy(acme, idp, cast, web):
    leave_for(Client())
    here = Client().get("/sign-in/").headers["Content-Security-Policy"]
    assert f"form-action 'self' {idp.issuer};" in here
    assert "form-action 'self';" in web(cast.eve).get("/account/").headers["Content-Security-Policy"]
