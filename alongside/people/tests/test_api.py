"""The JSON door to sites, duties, HR partners, administration of units, leaving, entries and weekdays of work."""

from __future__ import annotations

import json
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.audit.models import AuditEntry
from alongside.identity.services import create_service_token, create_token
from alongside.people.calendar import today
from alongside.people.leaving.services import end_employment
from alongside.people.mandates.services import give_administration
from alongside.people.models import Coverage, Departure, DutyProposal, Person, RoleGrant, Site
from alongside.people.services import cover_unit, create_unit, grant_role
from alongside.people.tests.makers import TESTS, a_person, a_seat

pytestmark = pytest.mark.django_db
Role = RoleGrant.Role
ADMINISTRATION = (
    "/duties/", "/duty-proposals/", "/hr-partners/", "/unit-administrations/", "/unit-administrations/people",
    "/departures/", "/without-manager/",
)  # fmt: skip


@pytest.fixture
def ask():
    """ask(person, "get", "/sites/", body): one call with a token of theirs, or with this secret."""

    def send(who, method, path, body=None, **headers):
        secret = who if isinstance(who, str) else create_token(actor=TESTS, account=who.account, name="t")[1]
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named["Authorization"] = f"Bearer {secret}"
        more = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        client = Client(raise_request_exception=False)
        return getattr(client, method)(f"/api/v1{path}", headers=named, **more)

    return send


@pytest.fixture
def company():
    """A token of the company that reads the directory."""
    return create_service_token(actor=TESTS, name="t", scopes=["directory:read", "events:read"])[1]


@pytest.fixture
def works():
    return Site.objects.create(
        name="Works", time_zone="Europe/Berlin", country="DE", subdivision="BY", working_days=[1, 2]
    )


def test_a_site_says_to_everybody_what_a_persons_page_says_and_the_rest_to_who_sets_up_the_company(
    cast, ask, works, company
):
    mine = ask(cast.eve, "get", f"/sites/{works.pk}").json()
    assert (mine["id"], mine["name"]) == (works.pk, "Works")
    assert (mine["time_zone"], mine["country"], mine["subdivision"]) == (None, None, None)
    assert mine["today"]["day"] == str(timezone.localdate(timezone=ZoneInfo("Europe/Berlin")))
    for who in (cast.ada, company):
        whole = ask(who, "get", "/sites/").json()["items"][0]
        assert (whole["time_zone"], whole["country"], whole["subdivision"]) == ("Europe/Berlin", "DE", "BY")
    assert ask(cast.eve, "get", "/sites/999999").status_code == 404


def test_a_public_holiday_is_named_and_not_worked_in_the_readers_language(cast, ask, works):
    Person.objects.filter(pk=cast.eve.pk).update(locale="de")
    with time_machine.travel("2026-12-25T11:00:00Z", tick=False):
        secret = create_token(actor=TESTS, account=cast.eve.account, name="t")[1]
        day = ask(secret, "get", f"/sites/{works.pk}").json()["today"]
    assert day == {"day": "2026-12-25", "is_worked": False, "holiday": "Erster Weihnachtstag"}


def test_duties_and_partners_are_read_by_whom_their_pages_are_there(cast, ask):
    held = ask(cast.ada, "get", "/duties/").json()["items"]
    assert [(one["duty"], one["person_id"], one["last_day"]) for one in held] == [
        ("administrator", cast.ada.pk, None)
    ]
    assert ask(cast.ada, "get", f"/duties/{held[0]['id']}").json() == held[0]
    [covers] = ask(cast.ada, "get", "/hr-partners/").json()["items"]
    assert (covers["unit_id"], covers["person_id"]) == (cast.works.pk, cast.hana.pk)
    assert covers["first_day"] == str(today() - timedelta(days=400))
    assert ask(cast.ada, "get", f"/hr-partners/{covers['id']}").json() == covers


def test_for_everybody_else_they_are_not_there_and_a_token_of_the_company_is_not_made_for_them(
    cast, ask, company
):
    nowhere = ask(cast.eve, "get", "/duties/987654").content
    duty, coverage = RoleGrant.objects.get().pk, Coverage.objects.get().pk
    for path in ("/duties/", f"/duties/{duty}", "/hr-partners/", f"/hr-partners/{coverage}"):
        assert (ask(cast.eve, "get", path).status_code, ask(cast.eve, "get", path).content) == (404, nowhere)
    for path in ADMINISTRATION:
        assert ask(cast.omar, "get", path).content == nowhere, path
        assert ask(company, "get", path).status_code == 403, path


def test_whose_hr_partner_somebody_is_everybody_knows(cast, ask, company):
    for who in (cast.omar, company):
        assert ask(who, "get", f"/people/{cast.eve.pk}/hr-partner").json() == {"person_id": cast.hana.pk}
        assert ask(who, "get", f"/people/{cast.omar.pk}/hr-partner").json() == {"person_id": None}
    assert ask(cast.eve, "get", "/people/987654/hr-partner").status_code == 404


@pytest.fixture
def proposal(cast):
    grant_role(actor=TESTS, person=cast.dora, role=Role.ADMINISTRATOR, since=today())
    return DutyProposal.objects.create(
        person=cast.eve, duty="hr_operations", reason="She knows the files.", proposed_by=cast.ada,
        expires_at=timezone.now() + timedelta(days=7),
    )  # fmt: skip


def test_who_proposed_a_duty_takes_it_back_and_nobody_else_does(cast, ask, proposal):
    [shown] = ask(cast.dora, "get", "/duty-proposals/").json()["items"]
    assert (shown["person_id"], shown["reason"]) == (cast.eve.pk, "She knows the files.")
    path = f"/duty-proposals/{proposal.pk}"
    assert ask(cast.dora, "delete", path).status_code == 403
    assert ask(cast.eve, "delete", path).status_code == 404  # whom it is for does not see the reason
    assert ask(cast.ada, "delete", path, If_Match='"another"').status_code == 412
    proposal.refresh_from_db()
    assert proposal.is_open
    assert ask(cast.ada, "delete", path, If_Match=_tag(ask, cast.ada, path)).status_code == 204
    proposal.refresh_from_db()
    assert (proposal.decision, proposal.decided_by_id) == ("withdrawn", cast.ada.pk)
    assert ask(cast.ada, "get", path).status_code == 404


def _tag(ask, who, path):
    return ask(who, "get", path).headers["ETag"]


def test_administrators_see_who_administers_units_and_everybody_their_own(cast, ask):
    mine = give_administration(actor=cast.acts(cast.ada), person=cast.ben, unit=cast.works)
    other = give_administration(
        actor=cast.acts(cast.ada), person=cast.omar, unit=cast.sales, last_day=today()
    )
    seen = ask(cast.ada, "get", "/unit-administrations/").json()["items"]
    assert [(one["id"], one["unit_id"], one["last_day"]) for one in seen] == [
        (mine.pk, cast.works.pk, None), (other.pk, cast.sales.pk, str(today())),
    ]  # fmt: skip
    assert [one["id"] for one in ask(cast.ben, "get", "/unit-administrations/").json()["items"]] == [mine.pk]
    assert ask(cast.ben, "get", f"/unit-administrations/{other.pk}").status_code == 404
    assert ask(cast.ben, "get", f"/unit-administrations/{mine.pk}").json()["person_id"] == cast.ben.pk
    people = ask(cast.ben, "get", "/unit-administrations/people").json()["items"]
    assert [one["id"] for one in people] == [cast.eve.pk]
    assert (
        ask(cast.ada, "get", "/unit-administrations/people").status_code == 404
    )  # she administers none herself


@pytest.fixture
def departure(cast):
    return end_employment(actor=TESTS, person=cast.eve, last_day=today() + timedelta(days=30))


def test_who_leaves_is_told_to_administrators_and_taken_back_by_them(cast, ask, departure):
    [shown] = ask(cast.ada, "get", "/departures/").json()["items"]
    assert (shown["person_id"], shown["last_day"], shown["ended_at"]) == (
        cast.eve.pk, str(today() + timedelta(days=30)), None,
    )  # fmt: skip
    path = f"/departures/{departure.pk}"
    for who in (cast.eve, cast.max, cast.hana):
        assert ask(who, "get", path).content == ask(who, "get", "/departures/987654").content
        assert ask(who, "delete", path).status_code == 404
    assert ask(cast.ada, "delete", path, If_Match='"another"').status_code == 412
    assert Departure.objects.get().is_open
    assert ask(cast.ada, "delete", path).status_code == 204
    assert Departure.objects.get().withdrawn_at is not None
    assert ask(cast.ada, "get", "/departures/").json()["items"] == []


def test_who_administers_a_unit_sees_its_people_leave_and_nobody_elses(cast, ask, departure):
    end_employment(actor=TESTS, person=cast.omar, last_day=today() + timedelta(days=9))
    give_administration(actor=cast.acts(cast.ada), person=cast.ben, unit=cast.works)
    seen = ask(cast.ben, "get", "/departures/").json()["items"]
    assert [one["person_id"] for one in seen] == [cast.eve.pk]


def test_a_day_that_has_come_is_not_taken_back(cast, ask):
    end_employment(actor=TESTS, person=cast.omar, last_day=None)
    one = Departure.objects.get()
    assert ask(cast.ada, "get", f"/departures/{one.pk}").json()["ended_at"] is not None
    refused = ask(cast.ada, "delete", f"/departures/{one.pk}")
    assert (refused.status_code, refused.json()["code"]) == (403, "refused")
    assert Departure.objects.get().withdrawn_at is None


def test_who_is_without_a_manager_is_told_to_the_hr_partner_of_these_people(cast, ask):
    end_employment(actor=TESTS, person=cast.max, last_day=None)
    found = ask(cast.hana, "get", "/without-manager/").json()["items"]
    assert [(one["id"], one["manager_id"]) for one in found] == [
        (cast.eve.pk, cast.dora.pk), (cast.ben.pk, cast.dora.pk),
    ]  # fmt: skip
    assert ask(cast.ada, "get", "/without-manager/").status_code == 404


def test_weekdays_of_work_are_read_and_chosen_by_oneself_and_nobody_else(cast, ask, company):
    path = f"/working-days/{cast.eve.pk}"
    assert ask(cast.eve, "get", path).json() == {"person_id": cast.eve.pk, "working_days": []}
    tag = _tag(ask, cast.eve, path)
    for who in (cast.max, cast.omar, cast.ada):
        assert ask(who, "get", path).status_code == 403
        for headers in ({}, {"If_Match": tag}, {"If_Match": '"another"'}):
            assert ask(who, "put", path, {"working_days": [1]}, **headers).status_code == 403
    assert (
        ask(company, "get", path).status_code
        == ask(company, "put", path, {"working_days": []}).status_code
        == 403
    )
    for wrong in ([0], [8], ["x"], [1] * 8):
        assert ask(cast.eve, "put", path, {"working_days": wrong}).status_code == 422
    assert ask(cast.eve, "put", path, {"working_days": [1]}, If_Match='"another"').status_code == 412
    assert Person.objects.get(pk=cast.eve.pk).working_days == []
    chosen = ask(cast.eve, "put", path, {"working_days": [3, 1, 3]}, If_Match=tag)
    assert chosen.json()["working_days"] == [1, 3]
    assert ask(cast.eve, "get", path).json()["working_days"] == [1, 3]
    assert AuditEntry.objects.filter(action="people.working_days_chosen").count() == 1


def test_name_and_site_are_corrected_by_who_administers_the_unit_and_nobody_else(cast, ask, works):
    give_administration(actor=cast.acts(cast.ada), person=cast.ben, unit=cast.works)
    path = f"/people/{cast.eve.pk}"
    for who in (cast.eve, cast.max, cast.omar, cast.ada):
        assert ask(who, "patch", path, {"name": "Eva"}).status_code == 403
    for wrong in ({}, {"name": "   "}, {"name": "x" * 201}, {"name": "a\0b"}, {"email": "x@example.org"}):
        assert ask(cast.ben, "patch", path, wrong).status_code == 422
    assert ask(cast.ben, "patch", path, {"site_id": 987654}).status_code == 404
    assert ask(cast.ben, "patch", path, {"name": "Eva"}, If_Match='"another"').status_code == 412
    before = Person.objects.get(pk=cast.eve.pk)
    assert (before.name, before.site_id) == ("Eve Employee", None)
    named = ask(
        cast.ben, "patch", path, {"name": " Eva  Employee "}, If_Match=_tag(ask, cast.ben, path)
    ).json()
    assert (named["name"], named["site_id"]) == ("Eva Employee", None)
    placed = ask(cast.ben, "patch", path, {"site_id": works.pk}).json()
    assert (placed["name"], placed["site"], placed["site_id"]) == ("Eva Employee", "Works", works.pk)
    assert ask(cast.ben, "patch", path, {"site_id": None}).json()["site_id"] is None


def counted(ask, secrets):
    """{path and who asks: queries and rows}, where the list is there."""
    found = {}
    for path in ("/sites/", *ADMINISTRATION):
        for secret in secrets:
            with CaptureQueriesContext(connection) as queries:
                answer = ask(secret, "get", path)
            if answer.status_code == 200:
                found[path, secret] = (len(queries), len(answer.json()["items"]))
    return found


def test_reading_takes_the_same_number_of_queries_for_few_and_for_many(cast, ask):
    grant_role(actor=TESTS, person=cast.omar, role=Role.HR_OPERATIONS, since=today())
    give_administration(actor=cast.acts(cast.ada), person=cast.omar, unit=cast.works)
    end_employment(actor=TESTS, person=cast.max, last_day=None)
    secrets = [create_token(actor=TESTS, account=one.account, name="t")[1] for one in (cast.ada, cast.omar)]
    counted(ask, secrets)
    few = counted(ask, secrets)
    for number in range(8):
        Site.objects.create(name=f"Site {number}", time_zone="UTC", country="DE")
        unit = create_unit(actor=TESTS, name=f"Unit {number}", parent=cast.works)
        a_person(f"Second {number}", seat=a_seat("Fitter too", unit, cast.lead_seat))
        person = a_person(f"Person {number}", seat=a_seat("Fitter", unit, cast.lead_seat))
        cover_unit(actor=TESTS, partner=cast.hana, unit=unit, since=today())
        give_administration(actor=cast.acts(cast.ada), person=cast.omar, unit=unit)
        end_employment(actor=TESTS, person=person, last_day=today() + timedelta(days=number + 1))
        RoleGrant.objects.create(person=person, role=Role.AUDITOR, during=RoleGrant.objects.first().during)
        DutyProposal.objects.create(
            person=person, duty="auditor", reason="x", proposed_by=cast.ada,
            expires_at=timezone.now() + timedelta(days=7),
        )  # fmt: skip
    many = counted(ask, secrets)
    assert {key: one[0] for key, one in many.items()} == {key: one[0] for key, one in few.items()}
    longer = {path for (path, _secret), (_queries, rows) in many.items() if rows >= 8}
    assert longer == {"/sites/", *ADMINISTRATION}
    assert max(one[0] for one in many.values()) <= 12
