"""Waves: who may, who is reached, what is sent, and what HR sees of it."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from alongside.core.errors import Refused
from alongside.identity.tests.makers import PASSWORD, is_signed_in, sign_in
from alongside.invitations import emails, links, queries, services
from alongside.invitations.models import Invitation, Wave
from alongside.invitations.services import PER_BATCH
from alongside.people.models import Person
from alongside.people.services import create_person
from alongside.people.tests.makers import TESTS

pytestmark = pytest.mark.django_db


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


def test_whoever_is_on_the_list_and_not_reached_is_named(hr, web):
    """A slip in one address would else leave somebody out for ever, and nobody would hear of it."""
    Person.objects.filter(pk=hr.ben.pk).update(external_id="A17")
    typed = f"{hr.eve.email.upper()}, A17\nnobody@example.org {hr.omar.email}"
    form = {"name": "First", "reach": "list", "emails": typed}
    said = web(hr.hana).post("/invitations/new/", form, follow=True)
    assert {row.person for row in Wave.objects.get().invitations.all()} == {hr.eve, hr.ben}
    assert [str(one) for one in said.context["messages"]] == [
        f"Not in this wave: nobody@example.org, {hr.omar.email}. "
        "Nobody who waits for an invitation has that address or number."
    ]


@pytest.mark.parametrize("keeps", [True, False])
def test_the_page_says_when_mails_leave(hr, web, settings, keeps):
    settings.QUIET_HOURS = keeps
    page = web(hr.hana).get(f"/invitations/{a_wave(hr).pk}/").content.decode()
    assert ("from 07:00 to 19:00" in page) is keeps


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
