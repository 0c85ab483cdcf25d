"""What matters most asks once more who one is, and loses nothing that was typed."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.identity.fresh import is_fresh
from alongside.identity.models import Device, Session, Token
from alongside.identity.session_store import digest_of_key
from alongside.identity.tests.makers import PASSWORD, with_password

ADDRESSES = {
    "sessions/others/end": lambda session, device: reverse("identity:other_sessions_end"),
    "sessions/{session}/end": lambda session, device: reverse("identity:session_end", args=[session]),
    "devices/{device}/end": lambda session, device: reverse("identity:device_end", args=[device]),
}
TYPED = {"name": 'Script of\n"Eve" & <b>co</b>', "scopes": ["read", "write"]}


@pytest.fixture
def stale(cast, web):
    """Eve's browser, 16 minutes after she proved who she is."""
    with_password(cast.eve)
    return made_stale(web(cast.eve))


def made_stale(browser: Client) -> Client:
    session = browser.session
    session["proved_at"] = (timezone.now() - timedelta(minutes=15, seconds=1)).isoformat()
    session.save()
    return browser


def fields_of(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', page, re.S):
        found.setdefault(name, []).append(unescape(value))
    return found


def test_a_post_waits_and_arrives_whole_after_the_proof(stale):
    asked = stale.post("/account/tokens/new/", TYPED)
    page = asked.content.decode()
    assert asked.status_code == 200
    assert "Is it you?" in page
    assert not Token.objects.exists()
    carried = fields_of(page)
    wrong = stale.post("/confirm/", {"next": "/account/tokens/new/", "proof": "wrong", **carried})
    assert wrong.status_code == 422
    assert fields_of(wrong.content.decode()) == carried
    assert carried["waits"] == ["1"]
    proved = stale.post("/confirm/", {"next": "/account/tokens/new/", "proof": PASSWORD, **carried})
    back = fields_of(proved.content.decode())
    assert back == {"name": [TYPED["name"].replace("\n", "\r\n")], "scopes": ["read", "write"]} or back == {
        "name": [TYPED["name"]],
        "scopes": ["read", "write"],
    }
    assert 'action="/account/tokens/new/"' in proved.content.decode()
    assert stale.post("/account/tokens/new/", back).status_code == 302
    assert Token.objects.get().scopes == ["read", "write"]


def test_a_page_leads_to_the_proof_and_back(stale):
    answer = stale.get("/account/second-factor/app/")
    assert answer.url == "/confirm/?next=%2Faccount%2Fsecond-factor%2Fapp%2F"
    proved = stale.post("/confirm/", {"next": "/account/second-factor/app/", "proof": PASSWORD})
    assert proved.url == "/account/second-factor/app/"
    assert stale.get("/account/second-factor/app/").status_code == 200


def test_htmx_is_led_to_the_proof_and_back_to_the_page_it_is_on(stale):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/account/tokens/"}
    answer = stale.post("/account/tokens/new/", TYPED, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/confirm/?next=%2Faccount%2Ftokens%2F"
    assert not Token.objects.exists()


def test_the_proof_gives_a_new_session_id_and_leads_nowhere_else(stale):
    before = stale.cookies["session"].value
    answer = stale.post("/confirm/", {"next": "https://evil.example/", "proof": PASSWORD})
    assert answer.url == "/"
    assert stale.cookies["session"].value != before


def test_wrong_proofs_are_slowed_down(stale):
    for _ in range(5):
        assert stale.post("/confirm/", {"next": "/", "proof": "wrong"}).status_code == 422
    assert stale.post("/confirm/", {"next": "/", "proof": PASSWORD}).status_code == 429


def test_in_the_demo_one_tap_is_the_proof_and_only_for_demo_sessions(cast, settings, web):
    settings.DEMO = True
    browser = Client()
    browser.post(f"/sign-in/as/{cast.eve.account_id}/")
    made_stale(browser)
    assert browser.post("/confirm/", {"next": "/account/tokens/", "proof": ""}).status_code == 302
    real = made_stale(web(cast.eve))
    assert real.post("/confirm/", {"next": "/account/tokens/", "proof": ""}).status_code == 422


def test_policies_can_ask_too(cast):
    assert not is_fresh(cast.acts(cast.eve))


@pytest.mark.parametrize("what", ["sessions/others/end", "sessions/{session}/end", "devices/{device}/end"])
def test_ending_other_sessions_and_devices_asks_first_and_nothing_ends_without(stale, cast, web, what):
    web(cast.eve)
    here = digest_of_key(stale.session.session_key)
    other = Session.objects.filter(account=cast.eve.account).exclude(pk=here).first()
    expires = timezone.now() + timedelta(days=1)
    device = Device.objects.create(account=cast.eve.account, digest="d" * 64, expires_at=expires)
    path = ADDRESSES[what](other.pk, device.pk)
    assert "Is it you?" in stale.post(path).content.decode()
    assert Session.objects.filter(pk=other.pk).exists()
    device.refresh_from_db()
    assert device.ended_at is None


def test_a_button_without_fields_waits_too_and_is_sent_on_not_opened(stale):
    asked = stale.post("/account/sessions/others/end/").content.decode()
    assert 'name="waits"' in asked
    proved = stale.post(
        "/confirm/", {"next": "/account/sessions/others/end/", "proof": PASSWORD, "waits": "1"}
    )
    page = proved.content.decode()
    assert proved.status_code == 200
    assert 'method="post" action="/account/sessions/others/end/"' in page
    assert "It has not happened yet" in page
