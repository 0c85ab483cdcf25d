"""OpenID Connect: who is let in, linked, asked for a second factor, proved once more, signed out."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from alongside.core.actor import Strength
from alongside.identity import second_factor
from alongside.identity.codes import opened
from alongside.identity.models import LinkedIdentity, OneTimeCode
from alongside.identity.session_store import ABSOLUTE, IDLE
from alongside.identity.tests.makers import is_signed_in
from alongside.identity.tests.oidc_steps import RETURN, come_back, leave_for, nobody_came_in
from alongside.people.models import Person
from alongside.people.tests.makers import TESTS, a_person, a_seat


@pytest.mark.parametrize(
    "said", [{"email_verified": False}, {"email_verified": "true"}, {"email": "nobody@example.org"}]
)
def test_an_address_that_is_not_proved_or_not_invited_links_nothing(acme, idp, said, caplog):
    idp.claims = said
    page = come_back(Client(), idp)
    assert page.status_code == 422
    assert "nobody here has been invited" in page.content.decode()
    assert nobody_came_in()
    assert "sign-in by provider acme refused: nobody" in caplog.messages


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
        {"next": "/account/tokens/new/", "waits": "1", "carried-name": "script", "carried-scopes": "read"},
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


def test_a_session_by_a_provider_lasts_as_any_other_and_then_the_provider_is_asked(acme, idp, cast):
    """As docs/limits.md says: limits of its own, whatever the provider's session does (ASVS 7.6.1)."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser = Client()
        come_back(browser, idp)
        clock.shift(IDLE - timedelta(seconds=1))
        assert is_signed_in(browser)
        clock.shift(IDLE + timedelta(seconds=1))
        assert not is_signed_in(browser)
        asked = idp.asked.count("/token")
        assert come_back(browser, idp).status_code == 302
        assert idp.asked.count("/token") == asked + 1
        pauses = 0
        while is_signed_in(browser):
            clock.shift(IDLE / 2)
            pauses += 1
        assert ABSOLUTE <= pauses * IDLE / 2 <= ABSOLUTE + IDLE / 2
