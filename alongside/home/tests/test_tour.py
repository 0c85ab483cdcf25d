"""The tour of five minutes: real pages for every role, by mouse and keyboard, with scripts and without."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import expect

from alongside.home import tour
from alongside.one_on_ones import services
from alongside.people import services as people
from alongside.people.calendar import today
from alongside.people.models import RoleGrant
from alongside.people.tests.makers import TESTS, a_person, a_seat

WHO = {
    "max": tour.Role.MANAGER,
    "eve": tour.Role.EMPLOYEE,
    "hana": tour.Role.HR_PARTNER,
    "olga": tour.Role.HR_OPERATIONS,
    "ada": tour.Role.ADMINISTRATOR,
}


@pytest.fixture
def everyone(cast):
    services.start_series(actor=cast.acts(cast.max), employee=cast.eve)
    cast.olga = a_person("Olga Operations", seat=a_seat("HR operations", cast.hr, cast.top_seat))
    since = today() - timedelta(days=1)
    people.grant_role(actor=TESTS, person=cast.olga, role=RoleGrant.Role.HR_OPERATIONS, since=since)
    return cast


@pytest.mark.parametrize("name", WHO)
def test_every_step_leads_to_a_page_that_this_role_may_open(everyone, web, name):
    person = getattr(everyone, name)
    actor = everyone.acts(person)
    assert tour.role_of(actor) == WHO[name]
    steps = tour.steps_of(actor, WHO[name])
    assert 5 <= len(steps) <= 7
    browser = web(person)
    shown = browser.get("/tour/").content.decode()
    for step in steps:
        assert f'href="{step.url}"' in shown
        answer = browser.get(step.url)
        assert answer.status_code == 200
        assert f"Step {step.number} of {len(steps)}" in answer.content.decode()


@pytest.mark.parametrize("asked", ["0", "9", "-1", "x", "12", ""])
def test_a_number_that_is_no_step_shows_no_line(everyone, web, asked):
    assert "tour-strip" not in web(everyone.eve).get("/", {"tour": asked}).content.decode()


def test_somebody_without_a_1_to_1_is_led_to_the_list(everyone):
    steps = tour.steps_of(everyone.acts(everyone.omar), tour.Role.EMPLOYEE)
    assert "/1-1s/?tour=2" in [step.url for step in steps]


def test_the_demo_begins_with_the_tour_until_it_is_closed(everyone, settings):
    settings.DEMO = True
    browser = Client()
    tap = f"/sign-in/as/{everyone.eve.account_id}/"
    assert browser.post(tap).headers["Location"] == "/tour/"
    assert browser.post("/tour/ending/").headers["Location"] == "/"
    assert browser.post(tap).headers["Location"] == "/"
    assert Client().post(tap, {"next": "/help/"}).headers["Location"] == "/help/"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize("name", WHO)
def test_a_role_walks_through_its_tour(everyone, device, name, scripts):
    page = device(getattr(everyone, name), java_script_enabled=scripts)
    page.goto("/tour/")
    begin = page.get_by_role("link", name="Begin")
    begin.focus()
    page.keyboard.press("Enter")
    strip = page.get_by_label("Tour", exact=True)
    count = len(tour.STOPS[WHO[name]])
    for number in range(1, count):
        expect(strip).to_contain_text(f"Step {number} of {count}")
        expect(page.locator("h1")).to_have_count(1)
        strip.get_by_role("link", name="Next").focus()
        page.keyboard.press("Enter")
    expect(strip).to_contain_text(f"Step {count} of {count}")
    strip.get_by_role("link", name="Close the tour").click()
    expect(strip).to_have_count(0)
    page.goto("/tour/")
    page.get_by_role("button", name="Not now").click()
    page.wait_for_url("**/")
    expect(page.locator("h1")).to_contain_text(
        "today" if page.locator(".rows strong").count() else "Nothing needs you"
    )
