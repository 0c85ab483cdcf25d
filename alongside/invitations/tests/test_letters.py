"""People without e-mail: a sealed letter, a PIN of their own, and a reset that never comes from the manager."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from alongside.core.dates import say_lastingly
from alongside.core.errors import Refused
from alongside.identity.models import OneTimeCode, Session
from alongside.identity.tests.makers import PIN, is_signed_in, sign_in
from alongside.people.admission.services import confirm_reset, make_letter
from alongside.people.calendar import today
from alongside.people.models import Person, RoleGrant
from alongside.people.services import create_person, grant_role, take_seat
from alongside.people.tests.makers import TESTS, a_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim(cast) -> Person:
    """Kim works for Max, has personnel number 4711 and no e-mail. Hana is HR operations."""
    grant_role(actor=TESTS, person=cast.hana, role=RoleGrant.Role.HR_OPERATIONS, since=today())
    kim = create_person(actor=TESTS, name="Kim Kern", external_id="4711")
    take_seat(actor=TESTS, person=kim, seat=a_seat("Fitter", cast.works, cast.lead_seat), since=today())
    return kim


def use(browser: Client, code: str, pin: str = PIN, number: str = "4711"):
    return browser.post("/sign-in/letter/", {"number": number, "code": code, "pin": pin, "pin_again": pin})


def a_letter(cast, kim: Person, by: str = "hana") -> str:
    return make_letter(actor=cast.acts(getattr(cast, by)), person=kim).code


def with_pin(cast, kim: Person) -> Person:
    assert use(Client(), a_letter(cast, kim)).status_code == 200
    kim.account.refresh_from_db()
    return kim


@pytest.mark.parametrize("who", ["hana", "max"])
def test_hr_and_the_manager_print_a_letter_that_is_shown_once(cast, kim, web, who):
    browser = web(getattr(cast, who))
    assert "Kim Kern" in browser.get("/letters/").content.decode()
    answer = browser.post(f"/letters/for/{kim.pk}/")
    assert answer.url == "/letters/paper/"
    first, again = (browser.get("/letters/paper/").content.decode() for _ in range(2))
    code = re.search(r"code <strong>([\w-]+)</strong>", first)[1]
    assert 'class="segno"' in first
    assert code not in again
    assert code not in str(OneTimeCode.objects.get().__dict__)
    assert use(Client(), code).status_code == 200


@pytest.mark.parametrize(("language", "words"), [("en", "Good until {}."), ("de", "Gültig bis {}.")])
def test_the_letter_names_its_last_day_in_words_and_in_the_zone_of_who_prints_it(
    cast, kim, web, language, words
):
    is_late = timezone.now().hour >= 10  # of UTC; one of the two zones has another day now
    zone = "Pacific/Kiritimati" if is_late else "Pacific/Pago_Pago"
    Person.objects.filter(pk=cast.hana.pk).update(locale=language, time_zone=zone)
    browser = web(cast.hana)
    browser.post(f"/letters/for/{kim.pk}/")
    page = browser.get("/letters/paper/").content.decode()
    last = timezone.localdate(OneTimeCode.objects.get().expires_at, ZoneInfo(zone))
    assert last != OneTimeCode.objects.get().expires_at.date()
    assert words.format(say_lastingly(last, zone=ZoneInfo(zone), locale=language)) in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_letter_is_printed_with_one_press_and_without_scripts_the_words_say_it(cast, kim, device):
    for scripts in (True, False):
        page = device(cast.hana, java_script_enabled=scripts)
        page.goto("/letters/")
        page.get_by_role("button", name="Print a letter").click()
        expect(page.locator("main")).to_contain_text("Print it now: it is shown this one time")
        button = page.get_by_role("button", name="Print it now")
        if not scripts:
            expect(button).to_be_hidden()
            continue
        page.evaluate("window.print = () => { window.printed = true }")
        button.click()
        assert page.evaluate("window.printed")
        page.emulate_media(media="print")
        expect(page.locator("main")).not_to_contain_text("Don't keep a copy", use_inner_text=True)


@pytest.mark.parametrize("who", ["dora", "omar", "eve", "ada"])
def test_nobody_else_prints_letters(cast, kim, web, who):
    person = getattr(cast, who)
    assert web(person).get("/letters/").status_code == 404
    assert web(person).post(f"/letters/for/{kim.pk}/").status_code == 404
    with pytest.raises(Refused):
        make_letter(actor=cast.acts(person), person=kim)
    assert not OneTimeCode.objects.exists()
    kim.refresh_from_db()
    assert (kim.account, kim.invited_at) == (None, None)


def test_the_code_works_once_and_the_second_to_try_learns_of_the_first(cast, kim):
    code = a_letter(cast, kim, "max")
    thief = Client(headers={"User-Agent": "Mozilla/5.0 (Android) Firefox"})
    assert use(thief, code).status_code == 200
    page = use(Client(), code, "481516")
    assert page.status_code == 422
    words = page.content.decode()
    assert "This code has been used already." in words
    assert "Firefox, Android" in words
    kim.refresh_from_db()
    assert kim.account.check_password(PIN)


def test_after_using_it_one_sees_who_made_every_code(cast, kim):
    a_letter(cast, kim, "max")
    page = use(Client(), a_letter(cast, kim)).content.decode()
    assert "Made by Max Manager" in page
    assert "Never used; it no longer works." in page
    assert "Made by Hana Partner" in page


def test_wrong_numbers_wrong_codes_and_bad_pins_open_nothing_and_look_alike(cast, kim):
    code = a_letter(cast, kim)
    wrong = [use(Client(), "AAAA-BBBB-CCCC"), use(Client(), code, number="4712")]
    assert [answer.status_code for answer in wrong] == [422, 422]
    assert all("Number and code do not belong together" in answer.content.decode() for answer in wrong)
    assert use(Client(), code, "123456").status_code == 422
    assert not Session.objects.exclude(account=None).exists()
    assert use(Client(), code).status_code == 200


def test_number_and_pin_sign_in_and_the_device_forgets_them(cast, kim):
    with_pin(cast, kim)
    browser = Client()
    answer = sign_in(browser, "4711", PIN, device="own")
    assert answer.status_code == 302
    assert answer.cookies["session"]["max-age"] == ""
    assert "device" not in answer.cookies
    assert is_signed_in(browser)
    assert 'data-draft-store="none"' in browser.get("/account/").content.decode()


def test_who_wants_a_password_instead_of_a_pin_may_have_one_of_any_length(cast, kim):
    password = "Zwölf Otter, 1 Laterne & <b>ein</b> Kran; " * 2
    assert len(password) > 64
    assert use(Client(), a_letter(cast, kim), password).status_code == 200
    cut, own = Client(), Client()
    assert sign_in(cut, "4711", password[:-1]).status_code == 422
    assert sign_in(own, "4711", password).status_code == 302
    assert is_signed_in(own)
    changed = own.post("/account/password/", {"current": password, "password": "short"})
    assert changed.status_code == 422
    kim.refresh_from_db()
    assert kim.account.check_password(password)
    assert own.post("/account/password/", {"current": password, "password": PIN}).status_code == 302


def test_guessing_a_pin_from_many_networks_is_slowed_down(cast, kim):
    with_pin(cast, kim)
    answers = [
        Client(REMOTE_ADDR=f"198.51.100.{number}")
        .post("/sign-in/", {"name": "4711", "password": "000000"})
        .status_code
        for number in range(21)
    ]
    assert answers == [422] * 20 + [429]


def test_a_new_pin_never_comes_from_the_manager(cast, kim, web):
    with_pin(cast, kim)
    with pytest.raises(Refused):
        make_letter(actor=cast.acts(cast.max), person=kim)
    assert web(cast.max).post(f"/letters/for/{kim.pk}/").status_code == 403
    assert OneTimeCode.objects.count() == 1


def test_hr_alone_makes_a_new_pin_where_hr_is_one_person(cast, kim):
    with_pin(cast, kim)
    browser = Client()
    sign_in(browser, "4711", PIN)
    assert use(Client(), a_letter(cast, kim), "481516").status_code == 200
    assert not is_signed_in(browser)
    assert sign_in(Client(), "4711", PIN).status_code == 422
    assert sign_in(Client(), "4711", "481516").status_code == 302


def test_where_hr_is_two_people_a_new_pin_takes_both(cast, kim, web):
    grant_role(actor=TESTS, person=cast.omar, role=RoleGrant.Role.HEAD_OF_HR, since=today())
    with_pin(cast, kim)
    assert web(cast.hana).post(f"/letters/for/{kim.pk}/").url == "/letters/"
    asked = OneTimeCode.objects.get(waits_for_second=True)
    with pytest.raises(Refused):
        confirm_reset(actor=cast.acts(cast.hana), request=asked, person=kim)
    assert web(cast.max).post(f"/letters/resets/{asked.pk}/").status_code == 404
    assert web(cast.hana).post(f"/letters/resets/{asked.pk}/").status_code == 403
    second = web(cast.omar)
    assert "Kim Kern" in second.get("/letters/").content.decode()
    assert second.post(f"/letters/resets/{asked.pk}/").url == "/letters/paper/"
    code = re.search(r"code <strong>([\w-]+)</strong>", second.get("/letters/paper/").content.decode())[1]
    assert use(Client(), code, "481516").status_code == 200
    with pytest.raises(Refused):
        confirm_reset(actor=cast.acts(cast.omar), request=asked, person=kim)


def test_nobody_resets_their_own_pin_as_hr(cast, kim):
    with_pin(cast, kim)
    grant_role(actor=TESTS, person=kim, role=RoleGrant.Role.HR_OPERATIONS, since=today())
    with pytest.raises(Refused):
        make_letter(actor=cast.acts(kim), person=kim)


def test_people_with_an_address_get_no_letter(cast, kim):
    with pytest.raises(Refused):
        make_letter(actor=cast.acts(cast.hana), person=cast.eve)
