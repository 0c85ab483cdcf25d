"""An administrator signs one person out, or everybody; nobody else does, and nothing but sessions ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from alongside.audit.models import AuditEntry
from alongside.core.errors import Refused
from alongside.identity import services
from alongside.identity.models import Device, Session, Token
from alongside.identity.tests.makers import is_signed_in, sign_in, with_password
from alongside.people.tests.makers import TESTS

PAGE, ONE, ALL = (
    "/administration/sessions/",
    "/administration/sessions/end/",
    "/administration/sessions/end-all/",
)


@pytest.fixture
def signed_in(cast):
    """Eve on two devices and Ben on one, each with a password."""
    browsers = {name: Client() for name in ("eve", "eve elsewhere", "ben")}
    with_password(cast.eve)
    with_password(cast.ben)
    for name, browser in browsers.items():
        sign_in(browser, cast.ben.email if name == "ben" else cast.eve.email)
    assert all(is_signed_in(browser) for browser in browsers.values())
    return browsers


def acts(action: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=action))


def test_an_administrator_signs_one_person_out_everywhere_and_nobody_else(cast, signed_in, web):
    _token, secret = services.create_token(actor=TESTS, account=cast.eve.account, name="script")
    administrator = web(cast.ada)
    answer = administrator.post(ONE, {"name": f" {cast.eve.email.upper()} "}, follow=True)
    assert f"{cast.eve.name} is signed out everywhere." in answer.content.decode()
    assert [name for name, browser in signed_in.items() if is_signed_in(browser)] == ["ben"]
    assert is_signed_in(administrator)
    assert not Device.objects.filter(account=cast.eve.account, ended_at=None).exists()
    assert Device.objects.filter(account=cast.ben.account, ended_at=None).exists()
    assert Token.objects.get(account=cast.eve.account).ended_at is None
    assert Client().get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    [entry] = acts("identity.person_signed_out")
    assert (entry.person_id, entry.key) == (cast.ada.pk, str(cast.eve.account.pk))
    assert [row.person_id for row in entry.concerns.all()] == [cast.eve.pk]
    assert sign_in(signed_in["eve"], cast.eve.email).status_code == 302


def test_the_person_reads_who_did_it(cast, signed_in, web):
    web(cast.ada).post(ONE, {"name": cast.eve.email})
    page = web(cast.eve).get("/about-me/").content.decode()
    assert cast.ada.name in page and "signed you out everywhere" in page


def test_an_administrator_signs_everybody_out_but_stays(cast, signed_in, web):
    administrator, second = web(cast.ada), web(cast.ada)
    answer = administrator.post(ALL, follow=True)
    assert "4 sessions ended. You are signed in here alone now." in answer.content.decode()
    assert not any(is_signed_in(browser) for browser in (*signed_in.values(), second))
    assert is_signed_in(administrator)
    assert Session.objects.exclude(account=None).count() == 1
    [entry] = acts("identity.everybody_signed_out")
    assert (entry.person_id, entry.details) == (cast.ada.pk, {"sessions": 4})


@pytest.mark.parametrize("who", ["eve", "max", "dora", "hana", "omar"])
def test_for_anybody_else_there_is_nothing_and_nothing_ends(cast, signed_in, web, who):
    browser = web(getattr(cast, who))
    assert browser.get(PAGE).status_code == 404
    assert browser.post(ONE, {"name": cast.eve.email}).status_code == 404
    assert browser.post(ALL).status_code == 404
    actor = cast.acts(getattr(cast, who))
    with pytest.raises(Refused):
        services.end_sessions_of(actor=actor, account=cast.eve.account)
    with pytest.raises(Refused):
        services.end_everybodys_sessions(actor=actor)
    assert all(is_signed_in(browser) for browser in signed_in.values())
    assert not acts("identity.person_signed_out") and not acts("identity.everybody_signed_out")


@pytest.mark.parametrize("path", [ONE, ALL])
def test_it_asks_for_a_fresh_proof_and_nothing_ends_without(cast, signed_in, web, path):
    browser = web(cast.ada)
    session = browser.session
    session["proved_at"] = (timezone.now() - timedelta(minutes=16)).isoformat()
    session.save()
    assert "Is it you?" in browser.post(path, {"name": cast.eve.email}).content.decode()
    assert all(is_signed_in(browser) for browser in signed_in.values())
    assert not acts("identity.person_signed_out") and not acts("identity.everybody_signed_out")


@pytest.mark.parametrize("name", ["", "nobody@example.org", "4711"])
def test_a_name_that_nobody_has_is_said_at_the_field(cast, signed_in, web, name):
    answer = web(cast.ada).post(ONE, {"name": name})
    assert answer.status_code == 422
    assert all(is_signed_in(browser) for browser in signed_in.values())
    assert not acts("identity.person_signed_out")


def test_administration_leads_there(cast, web):
    assert f'href="{PAGE}"' in web(cast.ada).get("/administration/").content.decode()
