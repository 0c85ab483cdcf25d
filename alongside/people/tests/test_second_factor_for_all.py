"""“Everybody needs a second factor”: administration alone says so; then an employee's password alone opens nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from alongside.audit.models import AuditEntry
from alongside.identity.bearers import bearers
from alongside.identity.services import open_account
from alongside.identity.tests.makers import is_signed_in, sign_in, with_password
from alongside.people import services
from alongside.people.models import Company
from alongside.people.tests.makers import TESTS

pytestmark = pytest.mark.django_db
PAGE = "/administration/company/"
ASKED = {"name": "Works", "language": "en", "time_zone": "UTC", "version": 1, "second_factor_for_all": "on"}


@pytest.fixture
def eve(cast):
    with_password(cast.eve)
    return cast.eve


def test_once_the_company_says_so_a_password_alone_opens_nothing_for_an_employee(cast, eve, web):
    before, after, again = Client(), Client(), Client()
    assert sign_in(before, eve.email).url == "/" and is_signed_in(before)
    assert web(cast.ada).post(PAGE, ASKED).status_code == 302
    assert sign_in(after, eve.email).url == "/sign-in/second-step/" and not is_signed_in(after)
    entry = AuditEntry.objects.get(action="people.company_updated")
    assert entry.person_id == cast.ada.pk and "second_factor_for_all" in entry.details["fields"]
    taken_back = {name: value for name, value in ASKED.items() if name != "second_factor_for_all"}
    assert web(cast.ada).post(PAGE, {**taken_back, "version": 2}).status_code == 302
    assert sign_in(again, eve.email).url == "/" and is_signed_in(again)


@pytest.mark.parametrize("who", ["eve", "max", "hana"])
def test_nobody_else_says_so(cast, eve, web, who):
    assert web(getattr(cast, who)).post(PAGE, ASKED).status_code in (403, 404)
    assert not Company.objects.filter(second_factor_for_all=True).exists()
    assert not bearers().needs_second_factor(eve.account)


def test_people_without_an_address_are_left_out(cast, eve, web):
    kim = services.create_person(actor=TESTS, name="Kim Kern", external_id="4711")
    kim.account = open_account(actor=TESTS, email=None)
    kim.save()
    web(cast.ada).post(PAGE, ASKED)
    assert bearers().needs_second_factor(eve.account)
    assert not bearers().needs_second_factor(kim.account)
