"""Mailed codes: to sign in, and for a new password."""

from __future__ import annotations

import re
from datetime import timedelta
from math import log2

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from alongside.identity import codes, second_factor
from alongside.identity.models import OneTimeCode
from alongside.identity.tests.makers import PASSWORD, app_code, is_signed_in, sign_in, with_password
from alongside.people.tests.makers import TESTS

NEW = "copper tundra bassoon"


def code_in_mail() -> str:
    return re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0]


def ask(browser: Client, email: str, page: str = "code"):
    return browser.post(f"/sign-in/{page}/", {"email": email})


@pytest.mark.django_db(transaction=True)
def test_a_mailed_code_opens_once_in_the_browser_that_asked(cast, run_tasks):
    browser, other = Client(), Client()
    assert ask(browser, cast.eve.email).url == "/sign-in/code/entry/"
    ask(other, "nobody@example.org")
    run_tasks()
    assert [message.to for message in mail.outbox] == [[cast.eve.email]]
    code = code_in_mail()
    assert other.post("/sign-in/code/entry/", {"code": code}).status_code == 422
    assert browser.post("/sign-in/code/entry/", {"code": code.replace("-", " ")}).status_code == 302
    assert is_signed_in(browser)
    browser.post("/sign-out/")
    ask(browser, cast.eve.email)
    assert browser.post("/sign-in/code/entry/", {"code": code}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_the_mail_carries_no_name_and_no_link_and_the_database_no_code(cast, run_tasks):
    ask(Client(), cast.eve.email)
    stored = OneTimeCode.objects.get()
    run_tasks()
    assert "Eve" not in mail.outbox[0].body
    assert "http" not in mail.outbox[0].body
    assert code_in_mail() not in str(stored.__dict__)
    assert not OneTimeCode.objects.get().sealed
    run_tasks()
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_an_unknown_address_gets_the_same_page_and_costs_the_same_work(cast, run_tasks):
    known, unknown = Client(), Client()
    first, second = ask(known, cast.eve.email), ask(unknown, "nobody@example.org")
    assert (first.status_code, first.url) == (second.status_code, second.url)
    pages = [
        browser.get("/sign-in/code/entry/").content.decode().replace(email, "").replace(str(token), "")
        for browser, email, token in ((known, cast.eve.email, ""), (unknown, "nobody@example.org", ""))
    ]
    shapes = [re.sub(r'value="[^"]{40,}"', "", page) for page in pages]
    assert shapes[0] == shapes[1]
    assert OneTimeCode.objects.count() == 2
    run_tasks()
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_people_who_are_not_invited_get_no_code(cast, run_tasks):
    cast.eve.invited_at = None
    cast.eve.save()
    ask(Client(), cast.eve.email)
    ask(Client(), cast.eve.email, "reset")
    run_tasks()
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_the_mail_speaks_the_language_of_the_page(cast, run_tasks):
    Client(headers={"Accept-Language": "de"}).post("/sign-in/code/", {"email": cast.eve.email})
    assert OneTimeCode.objects.get().language == "de"
    run_tasks()
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_a_code_lapses_and_dies_after_five_wrong_tries(cast):
    row, words = codes.make_code(codes.Purpose.SIGN_IN, cast.eve.account)
    for _ in range(codes.MOST_TRIES):
        assert codes.use_code(row.pk, codes.Purpose.SIGN_IN, "0000-0000") is None
    assert codes.use_code(row.pk, codes.Purpose.SIGN_IN, words) is None
    row, words = codes.make_code(codes.Purpose.SIGN_IN, cast.eve.account)
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1)):
        assert codes.use_code(row.pk, codes.Purpose.SIGN_IN, words) is None
    assert codes.use_code(row.pk, codes.Purpose.RESET, words) is None
    assert codes.use_code(row.pk, codes.Purpose.SIGN_IN, words) == row
    assert codes.use_code(row.pk, codes.Purpose.SIGN_IN, words) is None


@pytest.mark.django_db
def test_no_code_that_travels_by_mail_lives_longer_than_ten_minutes():
    """ASVS 6.5.5."""
    mailed = (codes.Purpose.SIGN_IN, codes.Purpose.RESET)
    assert {codes.LIFETIME[purpose] for purpose in mailed} == {timedelta(minutes=10)}


def test_a_newer_code_ends_the_one_before(cast):
    row, words = codes.make_code(codes.Purpose.SIGN_IN, cast.eve.account)
    codes.make_code(codes.Purpose.SIGN_IN, cast.eve.account)
    assert codes.use_code(row.pk, codes.Purpose.SIGN_IN, words) is None


@pytest.mark.django_db(transaction=True)
def test_a_reset_sets_the_password_signs_in_and_ends_every_other_session(cast, run_tasks):
    with_password(cast.eve)
    elsewhere, browser = Client(), Client()
    sign_in(elsewhere, cast.eve.email)
    assert ask(browser, cast.eve.email, "reset").url == "/sign-in/reset/password/"
    run_tasks()
    answer = browser.post("/sign-in/reset/password/", {"code": code_in_mail(), "password": NEW})
    assert answer.status_code == 302
    assert is_signed_in(browser)
    assert not is_signed_in(elsewhere)
    assert sign_in(Client(), cast.eve.email, NEW).status_code == 302
    assert sign_in(Client(), cast.eve.email, PASSWORD).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_a_wrong_code_or_a_known_password_changes_nothing(cast, run_tasks):
    with_password(cast.eve)
    browser = Client()
    ask(browser, cast.eve.email, "reset")
    run_tasks()
    assert browser.post("/sign-in/reset/password/", {"code": "1111-2222", "password": NEW}).status_code == 422
    known = browser.post("/sign-in/reset/password/", {"code": code_in_mail(), "password": "password1234"})
    assert known.status_code == 422
    assert "attackers try first" in known.content.decode()
    assert sign_in(Client(), cast.eve.email, PASSWORD).status_code == 302


@pytest.mark.django_db
def test_the_fourth_reset_in_an_hour_has_to_wait_known_or_not(cast):
    for email in (cast.eve.email, "nobody@example.org"):
        for _ in range(3):
            assert ask(Client(), email, "reset").status_code == 302
        assert ask(Client(), email, "reset").status_code == 429


@pytest.mark.django_db
def test_signing_in_by_code_still_asks_for_the_app(cast):
    second_factor.set_up_second_factor(
        actor=TESTS, account=cast.eve.account, secret=second_factor.fresh_secret()
    )
    browser = Client()
    ask(browser, cast.eve.email)
    row = OneTimeCode.objects.get()
    answer = browser.post("/sign-in/code/entry/", {"code": codes.opened(row)})
    assert answer.url == "/sign-in/second-step/"
    assert not is_signed_in(browser)


@pytest.mark.django_db
def test_a_reset_still_asks_for_the_app(cast):
    account = with_password(cast.eve)
    second_factor.set_up_second_factor(actor=TESTS, account=account, secret=second_factor.fresh_secret())
    browser = Client()
    ask(browser, cast.eve.email, "reset")
    sent = {"code": codes.opened(OneTimeCode.objects.get()), "password": NEW}
    assert browser.post("/sign-in/reset/password/", sent).url == "/sign-in/second-step/"
    assert not is_signed_in(browser)
    assert browser.post("/sign-in/second-step/", {"code": "000000"}).status_code == 422
    assert not is_signed_in(browser)
    assert sign_in(Client(), cast.eve.email, NEW).url == "/sign-in/second-step/"
    assert browser.post("/sign-in/second-step/", {"code": app_code(account)}).status_code == 302
    assert is_signed_in(browser)


@pytest.mark.django_db
@pytest.mark.parametrize("purpose", codes.Purpose)
def test_no_code_is_easier_to_guess_than_one_in_a_million(cast, purpose):
    """ASVS 6.5.4 asks for 20 bits; codes that live for days have more than 56."""
    alphabet, length, _group = codes.SHAPE[purpose]
    bits = length * log2(len(set(alphabet)))
    assert bits >= (20 if codes.LIFETIME[purpose] <= timedelta(minutes=10) else 56)
    made = [codes.make_code(purpose, cast.eve.account)[1].replace("-", "") for _ in range(60)]
    assert {len(words) for words in made} == {length}
    assert set("".join(made)) == set(alphabet)
    assert len(set(made)) == len(made)


@pytest.mark.django_db
def test_recovery_codes_have_more_than_twenty_bits(cast):
    second_factor.set_up_second_factor(
        actor=TESTS, account=cast.eve.account, secret=second_factor.fresh_secret()
    )
    shown = second_factor.renew_recovery_codes(actor=TESTS, account=cast.eve.account)
    plain = ["".join(words.split("-")) for words in shown]
    assert len(set(plain)) == len(plain) >= 8
    assert all(set(words) <= set(codes.PAPER) and len(words) * log2(len(codes.PAPER)) > 20 for words in plain)
