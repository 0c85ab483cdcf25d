"""The pages about leaving: preview, list, taking over, and what directory and Today say."""

from __future__ import annotations

import pytest

from alongside.people import services
from alongside.people.calendar import today
from alongside.people.models import Departure, Holding, Person, RoleGrant
from alongside.people.tests.makers import TESTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def hana(cast):
    services.grant_role(actor=TESTS, person=cast.hana, role=RoleGrant.Role.HR_OPERATIONS, since=today())
    return cast.hana


def test_the_whole_way_from_the_page_of_a_person_to_somebody_who_takes_over(cast, hana, web):
    browser = web(hana)
    address = f"/people/{cast.max.pk}/leaving/"
    assert address in browser.get(f"/people/{cast.max.pk}/").content.decode()
    shown = browser.get(address).content.decode()
    assert "2 people are without an active manager then" in shown
    assert browser.post(address, {"when": "on_day", "last_day": ""}).status_code == 422
    assert browser.post(address, {"when": "on_day", "last_day": "2019-01-01"}).status_code == 422
    assert not Departure.objects.exists()
    assert browser.post(address, {"when": "at_once"}).url == "/people/leaving/"
    assert "Max Manager" in browser.get("/people/leaving/").content.decode()
    assert "2 people have no active manager" in browser.get("/").content.decode()
    listed = browser.get("/people/").content.decode()
    assert listed.count("without an active manager") == 2
    assert "Max Manager" not in listed
    assert "Has left" in browser.get(f"/people/{cast.max.pk}/").content.decode()
    assert "Looks after them" in web(cast.eve).get(f"/people/{cast.eve.pk}/").content.decode()
    place = f"/people/without-manager/{cast.lead_seat.pk}/"
    assert browser.post(place, {"person": "nobody@example.org"}).status_code == 422
    assert browser.post(place, {"person": "omar.other@example.org"}).status_code == 302
    assert "Everybody has an active manager" in browser.get("/people/without-manager/").content.decode()
    assert Holding.objects.filter(person=cast.omar, seat=cast.lead_seat).exists()
    assert browser.post(f"/people/{cast.max.pk}/return/").status_code == 302
    assert Person.objects.get(pk=cast.max.pk).left_on is None


def test_the_list_takes_as_many_queries_for_one_as_for_many(cast, hana, web, django_assert_max_num_queries):
    browser = web(hana)
    browser.post(f"/people/{cast.eve.pk}/leaving/", {"when": "at_once"})
    with django_assert_max_num_queries(12) as first:
        browser.get("/people/leaving/")
    for person in (cast.ben, cast.omar, cast.max):
        browser.post(f"/people/{person.pk}/leaving/", {"when": "at_once"})
    with django_assert_max_num_queries(12) as second:
        browser.get("/people/leaving/")
    assert len(first.captured_queries) == len(second.captured_queries)


def test_a_colleague_learns_nothing_of_who_is_about_to_leave(cast, hana, web):
    browser = web(hana)
    day = today().replace(day=1)
    browser.post(f"/people/{cast.max.pk}/leaving/", {"when": "on_day", "last_day": str(today())})
    assert Departure.objects.filter(person=cast.max, done_at=None).exists(), day
    for person in (cast.eve, cast.omar, cast.dora):
        shown = web(person).get(f"/people/{cast.max.pk}/").content.decode()
        assert "the last day is" not in shown
        assert web(person).get("/people/leaving/").status_code == 404
        assert web(person).get(f"/people/{cast.max.pk}/leaving/").status_code == 404
