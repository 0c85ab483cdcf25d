"""The pages of waves: they look again while mails go out, answer late buttons in words, and count honestly."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core import mail
from django.utils import timezone

from alongside.invitations import queries, services
from alongside.invitations.models import Wave
from alongside.invitations.tests.test_waves import a_wave, send_all
from alongside.people.calendar import today
from alongside.people.models import Person
from alongside.people.services import create_person, create_unit
from alongside.people.tests.makers import TESTS

pytestmark = pytest.mark.django_db


def without_mail(cast, number: int) -> list[Person]:
    return [
        create_person(actor=TESTS, name=f"Nora Number{n}", email=None, external_id=f"N{n}")
        for n in range(number)
    ]


def test_the_page_of_a_wave_under_way_looks_again_by_itself_and_stops_when_it_is_over(hr, web):
    wave, browser = a_wave(hr), web(hr.hana)
    path, again = f"/invitations/{wave.pk}/", 'hx-trigger="every'
    assert again not in browser.get(path).content.decode()
    services.begin_wave(actor=hr.acts(hr.hana), wave=wave)
    assert again in browser.get(path).content.decode()
    headers = {"HX-Request": "true", "HX-Target": "progress"}
    part = browser.get(path, headers=headers).content.decode()
    assert again in part and "0 of 3" in part and "<html" not in part
    send_all(wave)
    part = browser.get(path, headers=headers).content.decode()
    assert again not in part and "3 of 3" in part and "Pause" not in part


@pytest.mark.parametrize(
    ("state", "press", "words"),
    [
        ("done", "pause", "all mails of this wave are out already"),
        ("paused", "pause", "this wave is paused already"),
        ("running", "beginning", "this wave is on its way"),
        ("draft", "pause", "this wave has not begun"),
    ],
)
def test_a_button_older_than_the_wave_says_where_the_wave_stands_and_changes_nothing(
    hr, web, state, press, words
):
    wave, browser = a_wave(hr), web(hr.hana)
    Wave.objects.filter(pk=wave.pk).update(state=state)
    answer = browser.post(f"/invitations/{wave.pk}/{press}/", follow=True)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    wave.refresh_from_db()
    assert wave.state == state
    assert mail.outbox == []


def test_totals_tell_who_was_written_to_apart_from_who_needs_a_letter(hr, web):
    printed, *_waiting = without_mail(hr, 3)
    wave = a_wave(hr)
    Person.objects.filter(pk=printed.pk).update(invited_at=timezone.now())  # their letter is made
    services.begin_wave(actor=hr.acts(hr.hana), wave=wave)
    send_all(wave)
    progress = queries.progress_of(wave)
    assert (progress.people, progress.by_mail, progress.invited) == (6, 3, 3)
    assert (progress.by_letter, progress.letters_waiting) == (3, 2)
    for path in ("/invitations/", f"/invitations/{wave.pk}/"):
        page = web(hr.hana).get(path).content.decode()
        assert "All mails are out" in page
        assert "Everybody is invited" not in page
    assert "3 of 3 invited by mail · 2 need a letter" in web(hr.hana).get("/invitations/").content.decode()


def test_who_left_before_their_turn_is_not_counted_as_waiting(hr):
    wave = a_wave(hr)
    Person.objects.filter(pk=hr.ben.pk).update(left_on=today())
    services.begin_wave(actor=hr.acts(hr.hana), wave=wave)
    send_all(wave)
    progress = queries.progress_of(wave)
    assert (progress.invited, progress.by_mail) == (2, 2)


def test_units_of_the_same_name_stand_below_their_own_parent(hr, web):
    for parent in (hr.works, hr.sales):
        create_unit(actor=TESTS, name="Engineering", parent=parent)
    page = web(hr.hana).get("/invitations/new/").content.decode()
    names = [unescape(name) for name in re.findall(r'<option value="\d+"[^>]*>([^<]+)</option>', page)]
    plain = [name.strip("\u2003") for name in names]
    assert plain.count("Engineering") == 2
    for place in (place for place, name in enumerate(plain) if name == "Engineering"):
        level = len(names[place]) - len(plain[place])
        above = next(
            name for name in reversed(names[:place]) if len(name) - len(name.strip("\u2003")) < level
        )
        assert above.strip("\u2003") in {hr.works.name, hr.sales.name}


def test_a_wave_of_people_without_mail_speaks_of_letters_alone(hr, web):
    nora = without_mail(hr, 1)[0]
    wave = a_wave(hr, "list", emails=[nora.external_id])
    services.begin_wave(actor=hr.acts(hr.hana), wave=wave)
    send_all(wave)
    page = web(hr.hana).get(f"/invitations/{wave.pk}/").content.decode()
    assert "Letters only" in page and "needs a letter" in page
    assert "Invited by mail" not in page
