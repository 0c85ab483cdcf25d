"""Actions on the web: mine and owed to me, done, a new date, dropped, taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from alongside.commitments import services
from alongside.commitments.models import Commitment, Turn
from alongside.commitments.words import due_words
from alongside.core.models import DataKey
from alongside.people.calendar import today


@pytest.fixture
def agree(cast):
    def make(text, *, owner=None, other=None, days=7):
        action = services.create_commitment(
            actor=cast.acts(cast.max), kind=Commitment.Kind.ACTION, owner_id=(owner or cast.eve).pk,
            owed_to_id=(other or cast.max).pk, text=text, due_on=today(), data_key=DataKey.fresh(),
        )  # fmt: skip
        Commitment.objects.filter(pk=action.pk).update(due_on=today() + timedelta(days=days))
        return action

    return make


def at(name, action):
    return reverse(f"commitments:{name}", args=[action.pk])


def test_mine_stand_first_then_what_others_do_for_me(cast, agree, web):
    agree("hers")
    agree("his", owner=cast.max, other=cast.eve)
    page = web(cast.max).get(reverse("commitments:commitment_list")).content.decode()
    assert page.index("his") < page.index("hers")


def test_what_is_late_is_said_calmly(cast, agree, web):
    agree("Rota sketch", days=-3)
    page = web(cast.eve).get(reverse("commitments:commitment_list")).content.decode()
    assert "was due" in page
    assert not any(word in page.lower() for word in ("overdue", "late!", "still not"))


def test_the_list_needs_no_more_queries_for_more_actions(cast, agree, web, django_assert_max_num_queries):
    for number in range(40):
        agree(f"action {number}")
    browser = web(cast.eve)
    browser.get(reverse("commitments:commitment_list"))
    with django_assert_max_num_queries(8):
        browser.get(reverse("commitments:commitment_list"))


def test_done_is_one_tap_with_a_way_back_to_where_one_was(cast, agree, web):
    action = agree("Ask")
    answer = web(cast.eve).post(at("keeping_create", action), {"next": "/actions/"})
    assert answer.url == "/actions/"
    action.refresh_from_db(fields=["state"])
    assert action.state == Commitment.State.KEPT
    web(cast.eve).post(at("reopening_create", action) + "?next=/actions/")
    action.refresh_from_db(fields=["state"])
    assert action.state == Commitment.State.OPEN


def test_nobody_is_led_to_another_site(cast, agree, web):
    action = agree("Ask")
    answer = web(cast.eve).post(at("keeping_create", action), {"next": "https://elsewhere.example/"})
    assert answer.url == at("commitment_detail", action)


def test_a_new_date_and_a_drop_need_a_reason_the_other_reads(cast, agree, web):
    action, later = agree("Ask"), today() + timedelta(days=9)
    refused = web(cast.eve).post(at("redating_create", action), {"due_on": later, "reason": ""})
    assert refused.status_code == 422
    too_far = {"due_on": today() + timedelta(days=90), "reason": "parts"}
    assert "within four weeks" in web(cast.eve).post(at("redating_create", action), too_far).content.decode()
    assert not Turn.objects.exists()
    web(cast.eve).post(at("redating_create", action), {"due_on": later, "reason": "Parts come later"})
    assert "Parts come later" in web(cast.max).get(at("commitment_detail", action)).content.decode()
    web(cast.max).post(at("dropping_create", action), {"reason": "Solved otherwise"})
    assert "Solved otherwise" in web(cast.eve).get(at("commitment_detail", action)).content.decode()


def test_two_who_close_it_at_once_close_it_once(cast, agree, web):
    action = agree("Ask")
    assert web(cast.eve).post(at("keeping_create", action)).status_code == 302
    assert web(cast.max).post(at("dropping_create", action), {"reason": "x"}).status_code == 403
    assert list(Turn.objects.values_list("outcome", flat=True)) == ["kept"]


def test_carried_twice_asks_in_plain_words(cast, agree, web):
    action = agree("Ask")
    services.carry_over(actor=cast.acts(cast.max), commitments=[action])
    page = web(cast.eve).get(reverse("commitments:commitment_list")).content.decode()
    assert "What would help?" not in page
    services.carry_over(actor=cast.acts(cast.max), commitments=[action])
    for person in (cast.eve, cast.max):
        page = web(person).get(reverse("commitments:commitment_list")).content.decode()
        assert "What would help?" in page and "Ask HR to remove what stands in the way" in page
    services.ask_hr(actor=cast.acts(cast.eve), commitment=action, words="Nobody answers")
    page = web(cast.eve).get(reverse("commitments:commitment_list")).content.decode()
    assert "What would help?" not in page and "HR was asked" in page


@pytest.mark.parametrize("who", ["hana", "dora", "ada", "omar", "ben"])
def test_a_third_person_finds_nothing(cast, agree, web, who):
    action, browser = agree("secret thing"), web(getattr(cast, who))
    assert browser.get(at("commitment_detail", action)).status_code == 404
    for name in (
        "keeping_create",
        "redating_create",
        "dropping_create",
        "reopening_create",
        "obstacle_create",
    ):
        assert browser.post(at(name, action), {"reason": "x", "words": "x"}).status_code == 404
    assert "secret" not in browser.get(reverse("commitments:commitment_list")).content.decode()
    assert not Turn.objects.exists()


@pytest.mark.parametrize(
    ("days", "said"), [(0, "due today"), (3, "due "), (-2, "was due "), (30, "due "), (-30, "was due ")]
)
def test_dates_are_said_about_the_date(days, said):
    with translation.override("en"):
        assert due_words(today() + timedelta(days=days), today()).startswith(said)
