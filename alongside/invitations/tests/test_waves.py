"""Waves: who may, who is reached, what is sent, and what HR sees of it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from alongside.core.errors import Refused
from alongside.identity.tests.makers import PASSWORD, is_signed_in, sign_in
from alongside.invitations import emails, links, queries, services
from alongside.invitations.models import Invitation, Wave
from alongside.invitations.services import PER_BATCH
from alongside.people.calendar import today
from alongside.people.models import Person, RoleGrant
from alongside.people.services import create_person, create_unit, grant_role
from alongside.people.tests.makers import TESTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def hr(cast):
    """Hana is HR operations; Eve, Ben and Max wait for their invitation."""
    grant_role(actor=TESTS, person=cast.hana, role=RoleGrant.Role.HR_OPERATIONS, since=today())
    for person in (cast.max, cast.eve, cast.ben):
        account, person.account, person.invited_at = person.account, None, None
        person.save()
        account.delete()
    return cast


def a_wave(cast, reach: str = "everybody", **more) -> Wave:
    return services.create_wave(actor=cast.acts(cast.hana), name="First", reach=reach, **more)


def send_all(wave: Wave) -> int:
    batches = 1
    while services.send_batch(actor=TESTS, wave_id=wave.pk):
        batches += 1
    return batches


def test_planning_a_wave_writes_to_nobody_and_opens_nothing(hr):
    wave = a_wave(hr)
    assert queries.progress_of(wave).people == 3
    assert not Person.objects.filter(pk__in=[hr.eve.pk, hr.ben.pk], account__isnull=False).exists()
    assert mail.outbox == []


@pytest.mark.parametrize("who", ["max", "dora", "ada", "omar"])
def test_nobody_else_plans_begins_or_sees_waves(hr, web, who):
    wave = a_wave(hr)
    person = getattr(hr, who)
    if person.account is not None:
        browser = web(person)
        assert browser.get("/invitations/").status_code == 404
        assert browser.get(f"/invitations/{wave.pk}/").status_code == 404
        assert browser.post("/invitations/new/", {"name": "x", "reach": "everybody"}).status_code == 404
        assert browser.post(f"/invitations/{wave.pk}/beginning/").status_code == 404
    with pytest.raises(Refused):
        services.create_wave(actor=hr.acts(person), name="x", reach="everybody")
    with pytest.raises(Refused):
        services.begin_wave(actor=hr.acts(person), wave=wave)
    wave.refresh_from_db()
    assert (wave.state, Wave.objects.count()) == ("draft", 1)


def test_a_wave_reaches_a_unit_a_list_or_everybody_and_nobody_twice(hr):
    assert a_wave(hr, "unit", unit=hr.works).invitations.count() == 3
    named = a_wave(hr, "list", emails=[hr.eve.email, "nobody@example.org"])
    assert [row.person for row in named.invitations.all()] == [hr.eve]
    with pytest.raises(Refused):
        a_wave(hr, "unit", unit=hr.sales)


@pytest.mark.django_db(transaction=True)
def test_everybody_gets_their_own_mail_once_and_a_link_that_opens_one_page(hr, run_tasks):
    services.begin_wave(actor=hr.acts(hr.hana), wave=a_wave(hr))
    run_tasks()
    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        p.email for p in (hr.max, hr.eve, hr.ben)
    )
    run_tasks()
    assert len(mail.outbox) == 3
    by_person = {message.to[0]: message.body for message in mail.outbox}
    assert "each of your team" in by_person[hr.max.email]
    assert "with your manager" in by_person[hr.eve.email]
    path = re.search(r"http://[^/]+(/welcome/\S+)", by_person[hr.eve.email])[1]
    browser = Client()
    page = browser.get(path)
    assert page.status_code == 200
    assert Invitation.objects.filter(accepted_at__isnull=False).count() == 0
    assert not is_signed_in(browser)
    assert browser.post(path, {"password": "short"}).status_code == 422
    assert browser.post(path, {"password": PASSWORD}).status_code == 302
    assert is_signed_in(browser)
    assert Client().get(path).status_code == 410
    assert Client().post(path, {"password": "other words entirely"}).status_code == 200
    assert sign_in(Client(), hr.eve.email).status_code == 302
    assert Wave.objects.get().state == "done"


def test_a_link_is_not_guessed_and_not_in_the_database(hr):
    wave = a_wave(hr)
    services.begin_wave(actor=hr.acts(hr.hana), wave=wave)
    send_all(wave)
    row = wave.invitations.first()
    signature = links.path_for(row.pk).rpartition(":")[2].strip("/")
    assert signature not in str(row.__dict__)
    assert Client().get(f"/welcome/{row.pk}:{'A' * 43}/").status_code == 404
    assert Client().get(f"/welcome/{row.pk}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_lapsed_link_brings_a_new_mail_to_the_same_address_only(hr, run_tasks):
    wave = a_wave(hr, "list", emails=[hr.eve.email])
    services.begin_wave(actor=hr.acts(hr.hana), wave=wave)
    run_tasks()
    row = wave.invitations.get()
    Client().post(links.path_for(row.pk), {"password": "x"})
    run_tasks()
    assert len(mail.outbox) == 1
    wave.invitations.update(expires_at="2020-01-01T00:00:00Z")
    assert Client().get(links.path_for(row.pk)).status_code == 410
    assert Client().post(links.path_for(row.pk)).status_code == 200
    run_tasks()
    assert [message.to for message in mail.outbox] == [[hr.eve.email]] * 2
    assert Client().get(links.path_for(row.pk)).status_code == 200


def test_a_pause_stops_after_the_batch_and_going_on_reaches_the_rest(hr):
    for number in range(PER_BATCH + 5):
        create_person(actor=TESTS, name=f"Person {number}", email=f"p{number}@example.org")
    wave = a_wave(hr)
    services.begin_wave(actor=hr.acts(hr.hana), wave=wave)
    assert services.send_batch(actor=TESTS, wave_id=wave.pk)
    services.pause_wave(actor=hr.acts(hr.hana), wave=Wave.objects.get())
    assert not services.send_batch(actor=TESTS, wave_id=wave.pk)
    assert queries.progress_of(wave).invited == PER_BATCH
    services.begin_wave(actor=hr.acts(hr.hana), wave=Wave.objects.get())
    send_all(wave)
    assert queries.progress_of(wave).invited == PER_BATCH + 8
    assert Person.objects.filter(email__isnull=False, invited_at=None).count() == 0


@pytest.mark.parametrize(
    ("state", "move"), [("draft", "pause"), ("done", "begin"), ("done", "pause"), ("running", "begin")]
)
def test_a_wave_moves_only_as_far_as_it_has_come(hr, state, move):
    wave = a_wave(hr)
    Wave.objects.update(state=state)
    wave.refresh_from_db()
    act = {"begin": services.begin_wave, "pause": services.pause_wave}[move]
    with pytest.raises(Refused):
        act(actor=hr.acts(hr.hana), wave=wave)
    wave.refresh_from_db()
    assert wave.state == state


def test_two_presses_of_begin_begin_once(hr):
    one, other = a_wave(hr), Wave.objects.get()
    services.begin_wave(actor=hr.acts(hr.hana), wave=one)
    with pytest.raises(Refused):
        services.begin_wave(actor=hr.acts(hr.hana), wave=other)


def test_the_preview_is_the_mail_itself_in_the_language_of_each(hr):
    hr.eve.locale = "de"
    hr.eve.save()
    wave = a_wave(hr, "unit", unit=hr.works)
    previews = {one["role"]: one for one in (emails.preview(role, p) for role, p in queries.roles_in(wave))}
    assert set(previews) == {"manager", "employee"}
    assert "each of your team" in previews["manager"]["body"]
    sent = re.search(r"/welcome/(\S+)", previews["employee"]["body"])[1].rstrip("/")
    assert queries.live_invitation(links.invitation_id_in(sent)) is None
    assert mail.outbox == []


def test_counts_of_who_came_are_hidden_for_small_waves(hr, web):
    wave = a_wave(hr)
    services.begin_wave(actor=hr.acts(hr.hana), wave=wave)
    send_all(wave)
    assert queries.progress_of(wave).came is None
    page = web(hr.hana).get(f"/invitations/{wave.pk}/").content.decode()
    assert "shown from ten people on" in page
    assert "eve.employee@example.org" not in page.split("What each will receive")[0]


def test_from_ten_on_the_count_is_shown(hr):
    for number in range(10):
        create_person(actor=TESTS, name=f"Person {number}", email=f"p{number}@example.org")
    wave = a_wave(hr)
    services.begin_wave(actor=hr.acts(hr.hana), wave=wave)
    send_all(wave)
    assert queries.progress_of(wave).came == 0


def test_the_pages_work_in_the_browser(hr, web):
    browser = web(hr.hana)
    assert "No waves yet" in browser.get("/invitations/").content.decode()
    assert browser.post("/invitations/new/", {"name": "Works", "reach": "unit"}).status_code == 422
    nobody = browser.post("/invitations/new/", {"name": "Sales", "reach": "unit", "unit": str(hr.sales.pk)})
    assert nobody.status_code == 422
    assert "Nobody of them is waiting" in nobody.content.decode()
    typed = {"name": "Works", "reach": "unit", "unit": str(hr.works.pk)}
    answer = browser.post("/invitations/new/", typed)
    page = browser.get(answer.url).content.decode()
    assert "Begin to send" in page
    assert browser.post(f"{answer.url}beginning/").status_code == 302
    assert "Pause" in browser.get(answer.url).content.decode()
    assert browser.post(f"{answer.url}pause/").status_code == 302
    assert "Go on" in browser.get(answer.url).content.decode()
    assert "0 of 3 invited" in browser.get("/invitations/").content.decode()


def test_the_page_of_a_wave_costs_the_same_for_few_and_many(hr, web, django_assert_max_num_queries):
    for number in range(60):
        create_person(actor=TESTS, name=f"Person {number}", email=f"p{number}@example.org")
    wave = a_wave(hr)
    browser = web(hr.hana)
    with django_assert_max_num_queries(15):
        browser.get(f"/invitations/{wave.pk}/")


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
