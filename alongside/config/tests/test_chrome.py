"""Doors: what somebody is led to opens, and what is not shown to them stays closed."""

from __future__ import annotations

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from alongside.config.chrome import DUTIES
from alongside.people.calendar import today
from alongside.people.company import checklist
from alongside.people.models import RoleGrant

ROLES = ("administrator", "head_of_hr", "hr_operations", "auditor")


def holder(cast, role):
    during = DateRange(today(), None)
    RoleGrant.objects.create(person=cast.eve, role=role, during=during)
    return cast.eve


@pytest.mark.parametrize("role", ROLES)
def test_the_menu_leads_to_pages_that_open_and_hides_those_that_do_not(cast, web, role):
    browser = web(holder(cast, role))
    shown = browser.get("/").content.decode()
    for _label, name, _icon, roles in DUTIES:
        url = reverse(name)
        assert (f'href="{url}"' in shown) == (role in roles), name
        if role in roles:
            assert browser.get(url).status_code == 200, name


@pytest.mark.parametrize("role", ["administrator", "head_of_hr"])
def test_administration_leads_to_exactly_what_its_reader_may_open(cast, web, role):
    browser = web(holder(cast, role))
    shown = browser.get(reverse("people:checklist_detail")).content.decode().partition("<main")[2]
    doors = [*checklist.DOORS, *checklist._doors]
    assert len(doors) >= 5
    for door in doors:
        opens = browser.get(door.url).status_code == 200
        assert opens == (
            f'class="whole" href="{door.url}"><' in shown or f'href="{door.url}">{door.words}' in shown
        ), door.page


def test_without_a_duty_the_menu_shows_no_door(cast, web):
    shown = web(cast.eve).get("/").content.decode()
    assert not [name for _label, name, _icon, _roles in DUTIES if f'href="{reverse(name)}"' in shown]
