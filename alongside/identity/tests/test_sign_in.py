"""Coming in: what opens the door, what does not, and what a refusal tells."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone

from alongside.identity.models import Device, Session
from alongside.identity.session_store import digest_of_key
from alongside.identity.tests.makers import PASSWORD, is_signed_in, sign_in, with_password


@pytest.fixture
def eve(cast):
    with_password(cast.eve)
    return cast.eve


def test_the_right_password_opens_and_leads_back(eve):
    browser = Client()
    answer = sign_in(browser, "Eve.Employee@example.org", next="/1-1s/")
    assert (answer.status_code, answer.url) == (302, "/1-1s/")
    assert is_signed_in(browser)


def test_a_wrong_password_and_an_unknown_name_get_the_very_same_page(eve):
    pages = [sign_in(Client(), name, "not this one") for name in (eve.email, "nobody@example.org", "12345")]
    assert [page.status_code for page in pages] == [422, 422, 422]
    bodies = [page.content.decode() for page in pages]
    assert all("do not belong together" in body for body in bodies)
    assert not Session.objects.exclude(account=None).exists()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_way_back_stays_here(eve, target):
    assert sign_in(Client(), eve.email, next=target).url == "/"


def test_after_five_wrong_ones_even_the_right_one_waits_and_then_works(eve):
    browser = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(5):
            assert sign_in(browser, eve.email, "not this one").status_code == 422
        early = sign_in(browser, eve.email)
        assert early.status_code == 429
        assert "Please wait 10 seconds" in early.content.decode()
        assert "Nothing is locked" in early.content.decode()
        assert early.headers["Retry-After"] == "10"
        assert not is_signed_in(browser)
        clock.shift(timedelta(seconds=10))
        assert sign_in(browser, eve.email).status_code == 302
        assert is_signed_in(browser)


def test_the_network_of_an_attacker_slows_down_but_a_trusted_device_there_does_not(eve, cast):
    home = Client()
    sign_in(home, eve.email)
    home.post("/sign-out/")
    for number in range(10):
        sign_in(Client(), f"guess{number}@example.org", "not this one")
    assert sign_in(Client(), eve.email).status_code == 429
    assert sign_in(home, eve.email).status_code == 302


def test_many_good_sign_ins_of_one_office_do_not_slow_it_down(eve):
    for _ in range(12):
        assert sign_in(Client(), eve.email, device="shared").status_code == 302


def test_a_closed_account_stays_closed_with_the_right_password(eve):
    eve.account.is_active = False
    eve.account.save()
    assert sign_in(Client(), eve.email).status_code == 422


def test_signing_in_gives_a_new_session_id_and_the_database_knows_only_its_hash(eve):
    browser = Client()
    browser.get("/sign-in/code/")
    browser.post("/sign-in/code/", {"email": eve.email})
    before = browser.cookies["session"].value
    sign_in(browser, eve.email)
    after = browser.cookies["session"].value
    assert before != after
    assert not Session.objects.filter(session_key__in=[before, after]).exists()
    assert Session.objects.get(session_key=digest_of_key(after)).account == eve.account
    assert not Session.objects.filter(session_key=digest_of_key(before)).exists()


def test_signing_out_ends_the_row_so_a_stolen_cookie_opens_nothing(eve):
    browser, thief = Client(), Client()
    sign_in(browser, eve.email)
    thief.cookies["session"] = browser.cookies["session"].value
    assert is_signed_in(thief)
    browser.post("/sign-out/")
    assert not is_signed_in(thief)


def test_ones_own_device_is_remembered_and_a_shared_one_never(eve):
    sign_in(Client(), eve.email, device="shared")
    assert not Device.objects.exists()
    own = Client()
    sign_in(own, eve.email, device="own")
    assert Device.objects.get().account == eve.account
    cookie = own.cookies["device"]
    assert cookie["httponly"]
    assert cookie.value not in str(Device.objects.get().__dict__)


def test_a_cookie_that_somebody_planted_is_replaced(eve):
    browser = Client()
    browser.cookies["device"] = "planted"
    sign_in(browser, eve.email)
    assert browser.cookies["device"].value != "planted"


def test_a_shared_device_keeps_no_drafts_and_ends_with_the_browser(eve):
    browser = Client()
    answer = sign_in(browser, eve.email, device="shared")
    assert answer.cookies["session"]["max-age"] == ""
    assert 'data-draft-store="none"' in browser.get("/account/").content.decode()


def test_the_demo_lets_in_with_one_tap_and_groups_people_by_role(cast, settings):
    settings.DEMO = True
    browser = Client()
    page = browser.get("/sign-in/").content.decode()
    assert (
        page.index("Managers")
        < page.index("Max Manager")
        < page.index("Employees")
        < page.index("Eve Employee")
    )
    assert "Team lead, has a team of 2" in page
    assert browser.post(f"/sign-in/as/{cast.eve.account_id}/").status_code == 302
    assert is_signed_in(browser)


def test_outside_the_demo_one_tap_is_not_there(cast):
    browser = Client()
    assert "one tap" not in browser.get("/sign-in/").content.decode()
    assert browser.post(f"/sign-in/as/{cast.eve.account_id}/").status_code == 404
    assert not is_signed_in(browser)


def test_production_refuses_to_start_as_a_demo(tmp_path):
    environment = {
        **os.environ,
        "ALONGSIDE_PRODUCTION": "1",
        "ALONGSIDE_DEMO": "1",
        "ALONGSIDE_DATA": str(tmp_path),
    }
    started = subprocess.run(
        [sys.executable, "-c", "import alongside.config.settings"],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert started.returncode != 0
    assert ImproperlyConfigured.__name__ in started.stderr
    assert "production refuses it" in started.stderr


def test_the_password_is_stored_as_argon2id(eve, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    eve.account.set_password(PASSWORD)
    assert eve.account.password.startswith("argon2$argon2id$")
    assert eve.account.check_password(PASSWORD)
