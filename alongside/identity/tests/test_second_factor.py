"""The second factor: when it is asked for, how it is set up, what it refuses."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from django.utils import timezone

from alongside.core.actor import Strength
from alongside.identity import recovery_codes, second_factor
from alongside.identity.models import Session
from alongside.identity.tests.makers import app_code, is_signed_in, sign_in, with_password
from alongside.people.tests.makers import TESTS

START = timezone.now().replace(microsecond=0)


@pytest.fixture
def max_(cast):
    """A manager with a password and an app."""
    with_password(cast.max)
    second_factor.set_up_second_factor(
        actor=TESTS, account=cast.max.account, secret=second_factor.fresh_secret()
    )
    return cast.max


def second(browser: Client, code: str):
    return browser.post("/sign-in/second-step/", {"code": code})


def test_a_new_device_asks_for_the_app_and_remembers_it_was_shown(max_):
    browser = Client()
    answer = sign_in(browser, max_.email, next="/1-1s/")
    assert answer.url == "/sign-in/second-step/"
    assert not is_signed_in(browser)
    assert second(browser, app_code(max_.account)).url == "/1-1s/"
    assert is_signed_in(browser)
    assert browser.session["strength"] == Strength.SECOND_FACTOR
    browser.post("/sign-out/")
    assert sign_in(browser, max_.email).url == "/"
    assert browser.session["strength"] == Strength.PASSWORD


def test_a_shared_device_is_always_new(max_):
    with time_machine.travel(START, tick=False) as clock:
        browser = Client()
        for _ in range(2):
            assert sign_in(browser, max_.email, device="shared").url == "/sign-in/second-step/"
            assert second(browser, app_code(max_.account)).status_code == 302
            browser.post("/sign-out/")
            clock.shift(timedelta(minutes=1))


def test_a_wrong_code_opens_nothing_and_tries_are_slowed_down(max_):
    browser = Client()
    sign_in(browser, max_.email)
    for _ in range(5):
        assert second(browser, "000000").status_code == 422
    assert second(browser, app_code(max_.account)).status_code == 429
    assert not is_signed_in(browser)


def test_a_code_of_the_app_opens_once(max_):
    with time_machine.travel(START, tick=False):
        code = app_code(max_.account)
        first, thief = Client(), Client()
        sign_in(first, max_.email)
        sign_in(thief, max_.email)
        assert second(first, code).status_code == 302
        assert second(thief, code).status_code == 422
        assert not is_signed_in(thief)


def test_a_recovery_code_opens_once_and_is_counted(max_):
    codes = second_factor.renew_recovery_codes(actor=TESTS, account=max_.account)
    for answer_status in (302, 422):
        browser = Client()
        sign_in(browser, max_.email, device="shared")
        assert second(browser, codes[0].replace("-", " ").lower()).status_code == answer_status
    assert recovery_codes.left(max_.account) == len(codes) - 1


def test_the_second_step_alone_is_no_door(max_):
    browser = Client()
    assert second(browser, app_code(max_.account)).url == "/sign-in/"
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(browser, max_.email)
        clock.shift(timedelta(minutes=31))
        assert second(browser, app_code(max_.account)).url == "/sign-in/"
    assert not is_signed_in(browser)


def test_an_employee_without_an_app_is_not_asked(cast):
    with_password(cast.eve)
    browser = Client()
    assert sign_in(browser, cast.eve.email).url == "/"


def test_an_employee_with_an_app_is_asked(cast):
    with_password(cast.eve)
    second_factor.set_up_second_factor(
        actor=TESTS, account=cast.eve.account, secret=second_factor.fresh_secret()
    )
    assert sign_in(Client(), cast.eve.email).url == "/sign-in/second-step/"


@pytest.mark.django_db(transaction=True)
def test_a_manager_without_an_app_gets_a_mailed_code_and_is_led_to_the_set_up(cast, run_tasks):
    with_password(cast.max)
    browser = Client()
    assert sign_in(browser, cast.max.email, next="/1-1s/").url == "/sign-in/second-step/"
    run_tasks()
    code = re.search(r"\d{4}-\d{4}", mail.outbox[0].body)[0]
    assert second(browser, code).url == "/account/second-factor/"
    page = browser.get("/account/second-factor/").content.decode()
    assert 'href="/1-1s/"' in page
    assert "It can wait until" in page


@pytest.mark.parametrize("who", ["max", "dora", "hana", "ada"])
def test_managers_hr_and_administrators_need_one(cast, who):
    with_password(getattr(cast, who))
    assert sign_in(Client(), getattr(cast, who).email).url == "/sign-in/second-step/"


def test_setting_up_can_wait_a_week_and_then_comes_first(cast, web):
    account = with_password(cast.max)
    with time_machine.travel(START, tick=False) as clock:
        account.factor_due_at = START + timedelta(days=7)
        account.save()
        browser = web(cast.max)
        clock.shift(timedelta(days=6, hours=23))
        assert browser.get("/1-1s/").status_code == 200
        clock.shift(timedelta(hours=2))
        assert browser.get("/1-1s/").url == "/account/second-factor/"
        assert browser.get("/account/second-factor/").status_code == 200
        htmx = browser.get("/1-1s/", headers={"HX-Request": "true"})
        assert htmx.headers["HX-Redirect"] == "/account/second-factor/"


def test_somebody_who_no_longer_needs_one_is_not_held_up(cast, web):
    cast.eve.account.factor_due_at = START - timedelta(days=1)
    cast.eve.account.save()
    assert web(cast.eve).get("/1-1s/").status_code == 200
    cast.eve.account.refresh_from_db()
    assert cast.eve.account.factor_due_at is None


def test_setting_up_shows_a_square_tries_a_code_and_shows_recovery_codes_once(cast, web):
    browser = web(cast.eve)
    page = browser.get("/account/second-factor/app/").content.decode()
    assert 'class="segno"' in page
    assert "style=" not in page
    secret = browser.session["second_factor_secret"]
    assert browser.post("/account/second-factor/app/", {"code": "000000"}).status_code == 422
    assert not Authenticator.objects.exists()
    shown = format_code(secret)
    assert browser.post("/account/second-factor/app/", {"code": shown}).url == "/account/second-factor/codes/"
    first = browser.get("/account/second-factor/codes/").content.decode()
    again = browser.get("/account/second-factor/codes/").content.decode()
    assert 'id="codes"' in first
    assert 'id="codes"' not in again


def format_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))


def test_the_secret_is_not_readable_in_the_database(cast):
    secret = second_factor.fresh_secret()
    second_factor.set_up_second_factor(actor=TESTS, account=cast.eve.account, secret=secret)
    assert all(secret not in str(row.data) for row in Authenticator.objects.all())
    assert secret.encode().hex() not in str(Authenticator.objects.get(type="totp").data)


def test_setting_up_gives_the_session_a_new_id(cast, web):
    browser = web(cast.eve)
    browser.get("/account/second-factor/app/")
    before = browser.cookies["session"].value
    browser.post(
        "/account/second-factor/app/", {"code": format_code(browser.session["second_factor_secret"])}
    )
    browser.get("/account/second-factor/codes/")
    assert browser.cookies["session"].value != before


def test_removing_it_needs_a_fresh_proof_and_nothing_changes_without(max_, web):
    browser = web(max_)
    stale = browser.session
    stale["proved_at"] = (timezone.now() - timedelta(minutes=16)).isoformat()
    stale.save()
    assert "Is it you?" in browser.post("/account/second-factor/end/").content.decode()
    assert second_factor.has_second_factor(max_.account)
    assert Session.objects.filter(account=max_.account).exists()
    fresh = web(max_)
    assert fresh.post("/account/second-factor/end/").status_code == 302
    assert not second_factor.has_second_factor(max_.account)


def test_the_library_still_makes_the_codes_of_rfc_6238():
    """Its published vectors, SHA-1, cut to six digits: we call parts that allauth does not document."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for moment, code in (
        (59, "287082"),
        (1111111109, "081804"),
        (1234567890, "005924"),
        (20000000000, "353130"),
    ):
        assert format_hotp_value(hotp_value(secret, moment // 30)) == code


def test_the_code_of_the_second_step_is_not_said_to_be_optional(cast):
    with_password(cast.max)
    browser = Client()
    sign_in(browser, cast.max.email)
    page = browser.get("/sign-in/second-step/").content.decode()
    assert 'for="id_code"' in page
    assert "(if you like)" not in page
    assert second(browser, "").status_code == 422


@pytest.mark.django_db(transaction=True)
def test_later_leads_to_the_page_that_was_asked_for(cast, run_tasks):
    """Also when an earlier sign-in on this browser wanted to go elsewhere."""
    with_password(cast.ada)
    browser = Client()
    for wanted in ("/administration/", "/people/"):
        answer = sign_in(browser, cast.ada.email, next=wanted)
        if answer.url == "/sign-in/second-step/":
            run_tasks()
            answer = second(browser, re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0])
        assert answer.url == "/account/second-factor/"
        assert f'class="button bare" href="{wanted}"' in browser.get(answer.url).content.decode()
