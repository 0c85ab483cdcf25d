"""The sign-in page of the demo: a few of each role, the cast first; everybody else is found."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from alongside.config.demo import company
from alongside.config.demo.to_try import TO_TRY
from alongside.identity import bearers
from alongside.people.bearers import PeopleBehindAccounts
from alongside.people.queries.demo_people import SHOWN
from alongside.people.tests.makers import a_person, a_seat

MOST_QUERIES = 15


@pytest.fixture
def demo(cast, settings, monkeypatch):
    """The small company as a demo in which Omar and Eve are the ones to begin with."""
    settings.DEMO = True
    cast_of_it = {cast.omar.name: "good to look in from outside", cast.eve.name: "good to prepare a talk"}
    monkeypatch.setattr(bearers, "_answerer", [PeopleBehindAccounts(cast_of_it)])
    return cast


def page(query: str = "") -> str:
    return Client().get(f"/sign-in/{query}").content.decode()


def offered(shown: str) -> list[str]:
    return re.findall(r'Come in<span class="unseen"> as ([^<]+)</span>', shown)


def test_every_role_is_offered_with_the_cast_first_and_what_they_are_good_to_try(demo):
    for number in range(12):
        a_person(f"Extra Person{number}", seat=a_seat("Engineer", demo.works, demo.lead_seat))
    shown = page()
    employees = offered(shown.partition('aria-label="Employees"')[2].partition("</section>")[0])
    assert employees[:2] == [demo.omar.name, demo.eve.name]
    assert len(employees) == SHOWN
    assert "Good to prepare a talk" in shown
    for role, name in (
        ("Managers", demo.max.name),
        ("Human resources", demo.hana.name),
        ("Administration", demo.ada.name),
    ):
        assert name in offered(shown.partition(f'aria-label="{role}"')[2].partition("</section>")[0])


@pytest.mark.parametrize("words", ["Person11", "extra person11", "Extra Persn11"])
def test_everybody_else_is_found_by_a_form_without_script_also_when_misspelt(demo, words):
    for number in range(12):
        a_person(f"Extra Person{number}", seat=a_seat("Engineer", demo.works, demo.lead_seat))
    assert "Extra Person11" not in offered(page())
    assert "Extra Person11" in offered(page(f"?who={words}&next=/1-1s/"))


def test_the_page_to_come_back_to_survives_the_search(demo):
    shown = page(f"?who={demo.eve.first_name}&next=/1-1s/")
    form = shown.partition("/sign-in/as/")[2].partition("</form>")[0]
    assert 'name="next" value="/1-1s/"' in form


def test_nobody_found_is_said(demo):
    assert "Nobody is called like that" in page("?who=qqqqqqq")


def test_outside_the_demo_nobody_is_shown_or_found(cast, settings):
    settings.DEMO = False
    assert offered(page()) == []
    assert offered(page(f"?who={cast.eve.first_name}")) == []
    assert cast.eve.name not in page(f"?who={cast.eve.first_name}")


def test_the_page_asks_the_database_the_same_for_many(demo, django_assert_max_num_queries):
    for number in range(30):
        a_person(f"Extra Person{number}", seat=a_seat("Engineer", demo.works, demo.lead_seat))
    page()
    with django_assert_max_num_queries(MOST_QUERIES):
        page()
    with django_assert_max_num_queries(MOST_QUERIES):
        page("?who=Extra")


def test_whom_the_terminal_names_is_there_in_the_demo():
    assert {person.name for person in TO_TRY} <= {part.name for part in company.PARTS}
