"""What programs read of letters: who signs in by one. Never a code, and nothing is printed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.identity.models import OneTimeCode
from alongside.identity.tests.api_calls import asker
from alongside.people.admission.services import make_letter
from alongside.people.calendar import today
from alongside.people.models import RoleGrant
from alongside.people.services import create_person, grant_role, take_seat
from alongside.people.tests.makers import TESTS, a_seat

pytestmark = pytest.mark.django_db
ask = asker("/invitations/letters")


@pytest.fixture
def kim(cast):
    """Kim works for Max and has no e-mail; Hana and Omar are HR operations, so a new PIN takes both."""
    for one in (cast.hana, cast.omar):
        grant_role(actor=TESTS, person=one, role=RoleGrant.Role.HR_OPERATIONS, since=today())
    return without_mail(cast, "Kim Kern", "4711")


def without_mail(cast, name, number):
    person = create_person(actor=TESTS, name=name, external_id=number)
    take_seat(actor=TESTS, person=person, seat=a_seat("Fitter", cast.works, cast.lead_seat), since=today())
    return person


def test_hr_and_the_manager_read_who_needs_a_letter_and_nobody_else(cast, kim):
    for who in (cast.hana, cast.max):
        assert ask(who, "get").json()["items"] == [
            {"person_id": kim.pk, "external_id": "4711", "has_pin": False}
        ]
    for stranger in (cast.eve, cast.ada, cast.dora):
        assert ask(stranger, "get").status_code == 404
    assert ask(cast.max, "get", "/new-pins").status_code == 404


def test_no_code_is_told_and_none_is_made(cast, kim):
    letter = make_letter(actor=cast.acts(cast.hana), person=kim)
    kim.account.set_password("739462")
    kim.account.save()
    waits = make_letter(actor=cast.acts(cast.hana), person=kim).request
    told = ask(cast.omar, "get", "/new-pins")
    [waiting] = told.json()["items"]
    assert (waiting["id"], waiting["person_id"], waiting["asked_by_me"]) == (waits.pk, kim.pk, False)
    assert ask(cast.hana, "get", "/new-pins").json()["items"][0]["asked_by_me"] is True
    whole = told.content.decode() + ask(cast.hana, "get").content.decode()
    assert letter.code not in whole and waits.digest not in whole
    codes = OneTimeCode.objects.count()
    assert ask(cast.hana, "get").json()["items"][0]["has_pin"] is True
    assert ask(cast.hana, "post", "", {"person_id": kim.pk}).status_code == 405
    assert OneTimeCode.objects.count() == codes


def test_reading_takes_the_same_number_of_queries_for_few_and_for_many(cast, kim):
    def counted(path):
        with CaptureQueriesContext(connection) as queries:
            assert ask(cast.hana, "get", path).status_code == 200
        return len(queries)

    paths = ("", "/new-pins")
    few = [counted(path) for path in paths] and [counted(path) for path in paths]
    for number in range(9):
        one = without_mail(cast, f"Kim {number}", f"5{number}")
        make_letter(actor=cast.acts(cast.hana), person=one)
        one.account.set_password("739462")
        one.account.save()
        make_letter(actor=cast.acts(cast.hana), person=one)
    assert [counted(path) for path in paths] == few
    assert len(ask(cast.hana, "get", "/new-pins").json()["items"]) == 9
