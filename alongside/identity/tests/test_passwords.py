"""What a password and a PIN may be."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from alongside.identity.passwords import refuse_bad_pin, refuse_bad_pin_or_password, words_of_company
from alongside.identity.tests.makers import PASSWORD, is_signed_in, sign_in, with_password
from alongside.people.models import Company, Site


@pytest.mark.parametrize(
    "password",
    [
        "lantern otter violin",
        "äöüäöüäöüß gern",
        "aaaaabbbbbcccccddddde",
        "        x         y",
        "40718365928140",
        "🌻🐌🧄🌻🐌🧄🌻🐌🧄🌻",
        "ЛАМПАвыдраСКРИПКА",
        "\t<script>\\\0%00",
    ],
)
def test_long_and_unknown_is_enough(db, password):
    validate_password(password)


@pytest.mark.parametrize(
    "password", ["short", "123456789", "password123", "Password123", "qwertyuiop", "1234567890"]
)
def test_short_ones_and_known_ones_are_refused(db, password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize("pin", ["739462", "481516", "9040718365", "000952"])
def test_a_pin_of_six_unusual_digits_is_enough(pin):
    refuse_bad_pin(pin)


@pytest.mark.parametrize(
    "pin",
    [
        "12345", "123456", "654321", "111111", "121212", "123123", "456456", "112211", "010190", "311299",
        "19841231", "24122001", "7777777", "12a456", "１２３４５６", "", "159753", "147258369",
    ],
)  # fmt: skip
def test_trivial_pins_are_refused(pin):
    with pytest.raises(ValidationError):
        refuse_bad_pin(pin)


@pytest.mark.parametrize(
    "words", ["739462", "lantern otter violin", "äöüäöüäöüß gern", "x" + "4071 8365 " * 7]
)
def test_without_an_address_a_pin_is_enough_and_any_good_password_is_fine(db, words):
    refuse_bad_pin_or_password(words, None)


@pytest.mark.parametrize("words", ["", "12345", "123456", "12a456", "７３９４６２", "Password123"])
def test_without_an_address_neither_a_bad_pin_nor_a_bad_password_is(db, words):
    with pytest.raises(ValidationError):
        refuse_bad_pin_or_password(words, None)


@given(block=st.text("0123456789", min_size=1, max_size=6), times=st.integers(2, 6))
def test_no_repeated_block_is_a_pin(block, times):
    with pytest.raises(ValidationError):
        refuse_bad_pin(block * times)


@pytest.mark.django_db
def test_changing_it_asks_for_the_old_one_and_ends_all_other_sessions(cast):
    with_password(cast.eve)
    here, there = Client(), Client()
    sign_in(here, cast.eve.email)
    sign_in(there, cast.eve.email)
    new = "copper tundra bassoon"
    assert here.post("/account/password/", {"current": "wrong", "password": new}).status_code == 422
    assert is_signed_in(there)
    assert here.post("/account/password/", {"current": PASSWORD, "password": new}).status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert sign_in(Client(), cast.eve.email, new).status_code == 302


@pytest.mark.django_db
def test_the_first_password_needs_a_fresh_proof(cast, web):
    browser = web(cast.eve)
    assert browser.post("/account/password/", {"password": PASSWORD}).status_code == 302
    cast.eve.account.refresh_from_db()
    assert cast.eve.account.check_password(PASSWORD)
    late = web(cast.ben)
    session = late.session
    del session["proved_at"]
    session.save()
    assert late.post("/account/password/", {"password": PASSWORD}).url == "/sign-in/reset/"
    cast.ben.account.refresh_from_db()
    assert not cast.ben.account.has_usable_password()


@pytest.mark.django_db
def test_a_password_stays_good_until_somebody_changes_it(cast):
    """Nobody is made to change one by its age (ASVS 6.2.10)."""
    with_password(cast.eve)
    with time_machine.travel(timezone.now() + timedelta(days=3_650)):
        browser = Client()
        assert sign_in(browser, cast.eve.email, next="/1-1s/").url == "/1-1s/"
        page = browser.get("/1-1s/")
    assert page.status_code == 200


@pytest.fixture
def brightwater(db):
    """A company with a name of two words, and sites."""
    Company.objects.update_or_create(pk=1, defaults={"name": "Brightwater & Söhne GmbH"})
    for name in ("Werk Nördlingen", "Hall 7"):
        Site.objects.create(name=name, time_zone="UTC")


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("Brightwater2026!", "brightwater"),
        ("xBRIGHT-WATERx12", "brightwater"),
        ("brightwater-brightwater", "brightwater"),
        ("Brightwater Söhne 1", "brightwater"),
        ("nordlingen_2026", "nordlingen"),
        ("NÖRDLINGEN 123", "nordlingen"),
        ("Alongside!2026", "alongside"),
        ("along side werk", "alongside"),
        ("brightwatersohnegmbh", "brightwatersohnegmbh"),
    ],
)
def test_a_password_that_rests_on_a_word_of_the_company_is_refused_by_its_name(brightwater, password, word):
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert refused.value.error_list[0].code == "company"
    assert f"“{word}” is a word that everybody here would try first" in refused.value.messages[0]


@pytest.mark.parametrize(
    "password",
    [
        "brightwater lantern otter violin",
        "lantern otter violin",
        "the hall of kings 77",
        "challenge seven 7",
        "werkzeug lantern",
    ],
)
def test_a_password_that_is_long_without_it_is_taken(brightwater, password):
    validate_password(password)


def test_without_a_company_and_sites_only_the_product_has_words(db):
    assert words_of_company() == {"alongside"}


def test_the_words_are_said_at_the_form_in_the_language_of_the_page_and_nothing_changes(brightwater, cast):
    with_password(cast.eve)
    browser = Client(headers={"Accept-Language": "de"})
    sign_in(browser, cast.eve.email)
    cast.eve.locale = "de"
    cast.eve.save()
    sent = {"current": PASSWORD, "password": "Brightwater2026!"}
    answer = browser.post("/account/password/", sent)
    assert answer.status_code == 422
    assert "„brightwater“ ist ein Wort, das hier jeder zuerst versuchen würde." in answer.content.decode()
    cast.eve.account.refresh_from_db()
    assert cast.eve.account.check_password(PASSWORD)
