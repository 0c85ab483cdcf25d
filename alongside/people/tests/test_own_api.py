"""The JSON door to one's own preferences, where somebody stood on a past day, and the people one supports."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.audit.models import AuditEntry
from alongside.identity.services import create_service_token
from alongside.identity.tests.api_calls import asker
from alongside.people.calendar import today
from alongside.people.models import Person, RoleGrant
from alongside.people.services import grant_role
from alongside.people.tests.makers import TESTS, a_person, a_seat

pytestmark = pytest.mark.django_db
ask = asker("")
CHOSEN = {"name": "Eva", "locale": "de", "time_zone": "Europe/Berlin", "theme": "dark"}


def test_everybody_chooses_how_they_are_shown_and_for_themselves(cast):
    read = ask(cast.eve, "get", "/preferences/")
    assert read.json() == {"name": "Eve Employee", "locale": "", "time_zone": "", "theme": ""}
    wrong = (
        {"name": " "},
        {"locale": "xx"},
        {"time_zone": "Mars/Base"},
        {"theme": "loud"},
        {"id": cast.max.pk},
    )
    for one in wrong:
        assert ask(cast.eve, "put", "/preferences/", {**CHOSEN, **one}).status_code == 422, one
    assert ask(cast.eve, "put", "/preferences/", CHOSEN, tag='"another"').status_code == 412
    assert Person.objects.get(pk=cast.eve.pk).name == "Eve Employee"
    assert ask(cast.eve, "put", "/preferences/", CHOSEN, tag=read.headers["ETag"]).json() == CHOSEN
    assert ask(cast.eve, "get", "/preferences/").json() == CHOSEN
    assert Person.objects.filter(name="Eva").count() == 1
    assert AuditEntry.objects.filter(action="people.preferences_updated").count() == 1


def test_a_past_day_is_told_to_oneself_and_hr_and_to_no_token_of_the_company(cast, client):
    path = f"/people/{cast.eve.pk}/history"
    grant_role(actor=TESTS, person=cast.omar, role=RoleGrant.Role.HR_OPERATIONS, since=today())
    for who in (cast.eve, cast.omar):
        told = ask(who, "get", f"{path}?day={today() - timedelta(days=20)}").json()
        assert (told["manager_id"], told["above"]) == (cast.max.pk, [cast.max.pk, cast.dora.pk])
        assert told["hr_partners"] == [cast.hana.pk]
        assert ask(who, "get", f"{path}?day={today() - timedelta(days=4_000)}").json()["seats"] == []
    for who in (cast.max, cast.ben, cast.ada):
        assert ask(who, "get", path).status_code == 403
    for wrong in (today() + timedelta(days=1), "0001-01-01", 7):
        assert ask(cast.eve, "get", f"{path}?day={wrong}").status_code == 422
    assert ask(cast.eve, "get", "/people/987654/history").status_code == 404
    _token, secret = create_service_token(actor=TESTS, name="t", scopes=["directory:read"])
    refused = client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {secret}"})
    assert (refused.status_code, refused.json()["code"]) == (403, "refused")


def test_an_hr_partner_reads_whom_they_support_and_others_nobody(cast):
    supported = ask(cast.hana, "get", "/hr-partners/people").json()["items"]
    assert [one["id"] for one in supported] == [cast.max.pk, cast.eve.pk, cast.ben.pk]
    assert ask(cast.eve, "get", "/hr-partners/people").json()["items"] == []


def test_reading_whom_one_supports_takes_the_same_number_of_queries_for_few_and_for_many(cast):
    def counted():
        with CaptureQueriesContext(connection) as queries:
            rows = ask(cast.hana, "get", "/hr-partners/people").json()["items"]
        return len(queries), len(rows)

    counted()
    few, rows = counted()
    for number in range(9):
        a_person(f"Fitter {number}", seat=a_seat("Fitter", cast.works, cast.lead_seat))
    assert counted() == (few, rows + 9)
