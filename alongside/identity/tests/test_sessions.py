"""How long a session lasts, and how it ends early."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from math import ceil, log2

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.audit.models import AuditEntry
from alongside.identity import services
from alongside.identity.models import Device, OneTimeCode, Session, Token
from alongside.identity.session_store import SessionStore
from alongside.identity.tests.makers import is_signed_in, sign_in, with_password
from alongside.people.calendar import today
from alongside.people.models import RoleGrant
from alongside.people.services import grant_role
from alongside.people.tests.makers import TESTS

START = timezone.now().replace(microsecond=0)


@pytest.fixture
def eve(cast):
    with_password(cast.eve)
    return cast.eve


def used_every(browser: Client, clock, pause: timedelta, times: int) -> int:
    """How often the page opened, when it is opened again and again with this pause."""
    for done in range(times):
        clock.shift(pause)
        if not is_signed_in(browser):
            return done
    return times


@pytest.mark.parametrize(
    ("device", "idle", "absolute"),
    [("own", timedelta(days=7), timedelta(days=30)), ("shared", timedelta(minutes=30), timedelta(hours=12))],
)
def test_a_session_ends_after_its_idle_time_and_after_its_absolute_time(eve, device, idle, absolute):
    with time_machine.travel(START, tick=False) as clock:
        browser = Client()
        sign_in(browser, eve.email, device=device)
        clock.shift(idle - timedelta(seconds=1))
        assert is_signed_in(browser)
        clock.shift(idle)
        assert not is_signed_in(browser)
    with time_machine.travel(START, tick=False) as clock:
        browser = Client()
        sign_in(browser, eve.email, device=device)
        pause = idle / 2
        assert used_every(browser, clock, pause, 200) == ceil(absolute / pause) - 1


def test_keeping_a_session_costs_no_query_and_seldom_a_write(eve):
    with time_machine.travel(START, tick=False) as clock:
        browser = Client()
        sign_in(browser, eve.email)
        browser.get("/1-1s/")
        with CaptureQueriesContext(
            connection,
        ) as quiet:
            browser.get("/1-1s/")
        assert not [query for query in quiet if "UPDATE" in query["sql"]]
        assert sum("identity_session" in query["sql"] for query in quiet) == 1
        clock.shift(timedelta(hours=2))
        with CaptureQueriesContext(connection) as later:
            browser.get("/1-1s/")
        assert sum("UPDATE" in query["sql"] and "identity_session" in query["sql"] for query in later) == 1


def test_closing_an_account_ends_everything_at_the_next_request(eve):
    browser = Client()
    sign_in(browser, eve.email)
    _token, secret = services.create_token(actor=TESTS, account=eve.account, name="script")
    Client().post("/sign-in/code/", {"email": eve.email})
    services.close_account(actor=TESTS, account=eve.account)
    assert not is_signed_in(browser)
    answer = Client().get("/api/v1/one-on-ones/", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 401
    assert not Session.objects.filter(account=eve.account).exists()
    assert not Device.objects.filter(ended_at=None).exists()
    assert not Token.objects.filter(ended_at=None).exists()
    assert not OneTimeCode.objects.filter(used_at=None, ended_at=None).exists()


def test_a_new_duty_gives_the_session_a_new_id_and_keeps_it(eve):
    browser = Client()
    sign_in(browser, eve.email)
    before = browser.cookies["session"].value
    grant_role(actor=TESTS, person=eve, role=RoleGrant.Role.AUDITOR, since=today())
    assert is_signed_in(browser)
    after = browser.cookies["session"].value
    assert after != before
    assert is_signed_in(browser)
    assert browser.cookies["session"].value == after
    old = Client()
    old.cookies["session"] = before
    assert not is_signed_in(old)


def test_one_sees_and_ends_ones_own_sessions(eve):
    here, there = Client(headers={"User-Agent": "Mozilla/5.0 (iPhone) Safari"}), Client()
    sign_in(here, eve.email)
    sign_in(there, eve.email)
    page = here.get("/account/sessions/").content.decode()
    assert "Safari, iPhone" in page
    other = Session.objects.exclude(device_words="Safari, iPhone").get(account=eve.account)
    assert here.post(f"/account/sessions/{other.pk}/end/").status_code == 302
    assert not is_signed_in(there)
    assert is_signed_in(here)


def test_nobody_ends_or_sees_the_sessions_of_others(eve, cast, web):
    browser = Client(headers={"User-Agent": "Mozilla/5.0 (iPhone) Safari"})
    sign_in(browser, eve.email)
    session = Session.objects.get(account=eve.account)
    for person in (cast.max, cast.hana, cast.ada, cast.omar):
        assert "iPhone" not in web(person).get("/account/sessions/").content.decode()
        assert web(person).post(f"/account/sessions/{session.pk}/end/").status_code == 404
        assert (
            web(person)
            .post(f"/account/devices/{Device.objects.get(account=eve.account).pk}/end/")
            .status_code
            == 404
        )
    assert is_signed_in(browser)


def test_all_others_end_with_one_press(eve):
    here, there = Client(), Client()
    sign_in(here, eve.email)
    sign_in(there, eve.email)
    assert here.post("/account/sessions/others/end/").status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(there)
    entry = AuditEntry.objects.get(action="identity.session_ended")
    assert (entry.person_id, entry.details) == (eve.pk, {"sessions": 1})
    assert here.post("/account/sessions/others/end/").status_code == 302
    assert AuditEntry.objects.filter(action="identity.session_ended").count() == 1


def test_the_list_says_days_and_no_time_of_day(eve):
    with time_machine.travel(START.replace(hour=13, minute=37), tick=False):
        browser = Client()
        sign_in(browser, eve.email)
        assert "13:37" not in browser.get("/account/sessions/").content.decode()


def test_a_device_that_is_trusted_no_longer_is_new_again(eve, cast):
    browser = Client()
    sign_in(browser, eve.email)
    browser.post(f"/account/devices/{Device.objects.get().pk}/end/")
    browser.post("/sign-out/")
    for number in range(10):
        sign_in(Client(), f"guess{number}@example.org", "not this one")
    assert sign_in(browser, eve.email).status_code == 429


def test_lapsed_sessions_are_deleted(eve):
    with time_machine.travel(START - timedelta(days=31), tick=False):
        sign_in(Client(), eve.email)
    assert Session.objects.count() == 1
    SessionStore.clear_expired()
    assert Session.objects.count() == 0


def test_the_key_of_a_session_cannot_be_guessed(eve):
    """128 bits and more from the system's generator, whatever the other generator is seeded with (ASVS 7.2.3)."""
    keys = set()
    for _ in range(500):
        random.seed(1)
        keys.add(SessionStore()._get_new_session_key())
    assert len(keys) == 500
    assert all(re.fullmatch(r"[a-z0-9]{32}", key) for key in keys)
    assert 32 * log2(36) >= 128
    browser = Client()
    sign_in(browser, eve.email)
    assert re.fullmatch(r"[a-z0-9]{32}", browser.cookies["session"].value)


@contextmanager
def only_reading() -> Iterator[None]:
    """As on a standby: the database refuses every change."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        yield
        transaction.set_rollback(True)


def test_where_the_database_can_only_be_read_pages_are_read_and_the_session_ends_no_later(eve):
    with time_machine.travel(START, tick=False) as clock:
        browser = Client(raise_request_exception=False)
        sign_in(browser, eve.email)
        before = Session.objects.get().expire_date
        clock.shift(timedelta(days=6))
        with only_reading():
            assert is_signed_in(browser)
        assert Session.objects.get().expire_date == before
        clock.shift(timedelta(days=2))
        assert not is_signed_in(browser)


def test_what_else_a_session_has_to_keep_is_not_lost_in_silence(eve):
    with time_machine.travel(START, tick=False) as clock:
        browser = Client(raise_request_exception=False)
        sign_in(browser, eve.email)
        clock.shift(timedelta(hours=2))
        kept = browser.session
        del kept["device_words"]  # the next request notes them anew, beside the time of use
        kept.save()
        with only_reading():
            assert browser.get("/account/").status_code == 503
        assert browser.get("/account/").status_code == 200
        assert "device_words" in browser.session
