"""What has to be set up: each step leads whom it is for to a page that opens, and says honestly what is done."""

from __future__ import annotations

import pytest
from django.urls import reverse

from alongside.people.calendar import today
from alongside.people.company import checklist
from alongside.people.company.services import make_first_administrator
from alongside.people.models import Company, ImportRun, Outsider, Person, RoleGrant
from alongside.people.services import grant_role
from alongside.people.tests.makers import TESTS, a_person, acts

LIST = "/administration/"
Role = RoleGrant.Role
MOST_QUERIES = 15


@pytest.fixture
def first(db: None) -> Person:
    """The first administrator of an empty company."""
    return make_first_administrator(
        name="Ada First", email="ada@example.org", password="lantern otter violin"
    )


def steps(person: Person) -> dict[str, checklist.Standing]:
    """As the person sees them now, by the name of their page."""
    pages = [step.page for step in (*checklist.OWN, *checklist._offered)]
    return dict(zip(pages, checklist.steps_for(acts(person)), strict=True))


def give(person: Person, role: str) -> None:
    grant_role(actor=TESTS, person=person, role=role, since=today())


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.HEAD_OF_HR])
def test_each_step_opens_for_whom_it_is_linked_and_nothing_else_is_linked(cast, web, role):
    give(cast.eve, role)
    browser = web(cast.eve)
    for page, step in steps(cast.eve).items():
        opens = browser.get(reverse(page)).status_code == 200
        assert bool(step.url) == opens, page
        assert bool(step.whose) != opens, page


def test_an_administrator_who_may_not_load_is_told_who_does_and_to_hand_out_duties_first(first, web):
    page = web(first).get(LIST).content.decode()
    assert "HR operations does this. Hand out that duty first" in page
    assert reverse("people:import_list") not in page
    assert page.index(reverse("people:duty_list")) < page.index("load the file")
    give(first, Role.HR_OPERATIONS)
    page = web(first).get(LIST).content.decode()
    assert f'href="{reverse("people:import_list")}"' in page
    assert "HR operations does this" not in page


def test_in_an_empty_company_nothing_is_done(first):
    assert not [page for page, step in steps(first).items() if step.done]


def test_loading_is_done_with_a_loaded_file_also_without_units_and_not_with_one_put_aside(first):
    run = ImportRun.objects.create(file_name="chart.csv", state=ImportRun.State.DISCARDED)
    assert not steps(first)["people:import_list"].done
    ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.APPLIED)
    assert steps(first)["people:import_list"].done


def test_loading_is_done_with_people_who_came_another_way(first):
    a_person("Paula Provisioned", invited=False)
    assert steps(first)["people:import_list"].done


def test_a_second_pair_of_eyes_is_a_second_duty_holder_or_in_small_hr_an_outsider(first):
    give(a_person("Hans Head"), Role.HEAD_OF_HR)
    assert steps(first)["people:outsider_list"].done
    Company.objects.filter(pk=1).update(small_hr=True)
    assert not steps(first)["people:outsider_list"].done
    Outsider.objects.create(name="Olga Outside", contact="olga@example.net", duty=Outsider.Duty.APPEAL)
    assert steps(first)["people:outsider_list"].done


def test_the_list_asks_the_database_the_same_however_much_is_done(first, web, django_assert_max_num_queries):
    browser = web(first)
    browser.get("/account/")  # whoever comes first on a day makes the cache of the chart
    with django_assert_max_num_queries(MOST_QUERIES):
        browser.get(LIST)


def test_today_leads_a_new_administrator_to_setting_up_and_asks_no_more_than_it_may(
    first, web, django_assert_max_num_queries
):
    browser = web(first)
    browser.get("/account/")  # whoever comes first on a day makes the cache of the chart
    with django_assert_max_num_queries(MOST_QUERIES):
        page = browser.get("/").content.decode()
    assert f'href="{LIST}"' in page
    assert "Setting up Alongside: 0 of 9 done" in page
    assert "Next: Name, language and time zone." in page
    assert "Nothing needs you now" not in page


def test_today_says_nothing_of_it_to_others_or_when_all_is_done(first, web, monkeypatch):
    other = a_person("Hanna Helper")
    give(other, Role.HR_OPERATIONS)
    assert "Setting up" not in web(other).get("/").content.decode()
    done = [checklist.Step(step.words, step.page, lambda actor: True) for step in checklist.OWN]
    monkeypatch.setattr(checklist, "OWN", tuple(done))
    monkeypatch.setattr(checklist, "_offered", [])
    assert "Setting up" not in web(first).get("/").content.decode()
