"""Who administers a unit looks after its people: what they may do, whom it never reaches, and that moves change it."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.audit.models import AuditConcern, AuditEntry
from alongside.core.errors import Invalid, Refused
from alongside.identity.models import OneTimeCode
from alongside.invitations.models import Invitation
from alongside.invitations.services import invite_one
from alongside.people import closure
from alongside.people import services as chart
from alongside.people.admission.services import confirm_reset, make_letter
from alongside.people.away.services import add_absence, delegate
from alongside.people.calendar import today
from alongside.people.leaving.queries import departures_visible_to
from alongside.people.leaving.services import come_back, end_employment, withdraw_departure
from alongside.people.mandates import services
from alongside.people.models import Absence, Departure, Holding, Person, RoleGrant, UnitAdministration
from alongside.people.policies import (
    can_change_chart,
    can_grant_role,
    can_invite,
    can_name_partner,
    can_set_up_company,
    can_set_up_provisioning,
)
from alongside.people.queries.mandates import people_administered_by
from alongside.people.services import create_person, grant_role, take_seat
from alongside.people.tests.makers import TESTS, a_person, a_seat

pytestmark = pytest.mark.django_db
Role = RoleGrant.Role


@pytest.fixture
def works(cast: SimpleNamespace) -> SimpleNamespace:
    """Ben administers Works, where Max leads Eve and Kim; Kim has no e-mail. Hana is its HR partner."""
    cast.given = services.give_administration(actor=cast.acts(cast.ada), person=cast.ben, unit=cast.works)
    cast.kim = create_person(actor=TESTS, name="Kim Kern", external_id="4711")
    seat = a_seat("Fitter", cast.works, cast.lead_seat)
    take_seat(actor=TESTS, person=cast.kim, seat=seat, since=today())
    cast.ida = create_person(actor=TESTS, name="Ida Invited", email="ida@example.org")
    seat = a_seat("Fitter too", cast.works, cast.lead_seat)
    take_seat(actor=TESTS, person=cast.ida, seat=seat, since=today())
    return cast


def reached(cast: SimpleNamespace) -> set[str]:
    return set(people_administered_by(cast.acts(cast.ben)).values_list("name", flat=True))


def test_it_reaches_the_people_of_the_unit_and_nobody_above_nobody_outside_not_oneself(works):
    assert reached(works) == {"Eve Employee", "Kim Kern", "Ida Invited"}


@pytest.mark.parametrize("role", list(Role))
def test_who_gets_a_duty_is_out_of_reach_at_once(works, role):
    grant_role(actor=TESTS, person=works.eve, role=role, since=today())
    assert "Eve Employee" not in reached(works)
    with pytest.raises(Refused):
        add_absence(actor=works.acts(works.ben), person=works.eve, first_day=today(), last_day=today())
    assert not Absence.objects.exists()


def test_an_hr_partner_is_out_of_reach(works):
    chart.cover_unit(actor=TESTS, partner=works.eve, unit=works.sales, since=today())
    assert "Eve Employee" not in reached(works)


def test_a_move_out_and_in_changes_it_at_once(works):
    Holding.objects.filter(person=works.eve).update(during=DateRange(today() - timedelta(days=400), today()))
    take_seat(actor=TESTS, person=works.eve, seat=a_seat("Seller too", works.sales), since=today())
    assert "Eve Employee" not in reached(works)
    Holding.objects.filter(person=works.omar).update(during=DateRange(today() - timedelta(days=400), today()))
    take_seat(actor=TESTS, person=works.omar, seat=a_seat("Builder", works.works), since=today())
    assert "Omar Other" in reached(works)


def test_who_comes_to_stand_above_is_out_of_reach(works):
    assert "Eve Employee" in reached(works)
    seat = a_seat("Lead of leads", works.works)
    take_seat(actor=TESTS, person=works.eve, seat=seat, since=today(), primary=False)
    works.lead_seat.lines.update(manager_seat=seat)
    closure.rebuild(today())
    assert "Eve Employee" not in reached(works)


def act_on(cast: SimpleNamespace, person: Person) -> dict[str, object]:
    """Everything a unit's administrator does with somebody, by name."""
    ben = cast.acts(cast.ben)
    return {
        "away": lambda: add_absence(actor=ben, person=person, first_day=today(), last_day=today()),
        "entry": lambda: services.update_entry(actor=ben, person=person, name="Other Name", site=None),
        "leave": lambda: end_employment(actor=ben, person=person, last_day=today() + timedelta(days=9)),
    }


@pytest.mark.parametrize("act", ["away", "entry", "leave"])
def test_inside_it_may_be_done_and_is_recorded_for_the_person(works, act):
    act_on(works, works.eve)[act]()
    entry = AuditEntry.objects.filter(person_id=works.ben.pk).latest("pk")
    assert set(AuditConcern.objects.filter(entry=entry).values_list("person_id", flat=True)) <= {works.eve.pk}
    assert AuditConcern.objects.filter(entry__person_id=works.ben.pk, person_id=works.eve.pk).exists()


@pytest.mark.parametrize("act", ["away", "entry", "leave"])
@pytest.mark.parametrize("who", ["omar", "max", "dora", "hana", "ada"])
def test_outside_above_and_with_a_duty_it_is_refused_and_nothing_changes(works, act, who):
    person = getattr(works, who)
    before = AuditEntry.objects.count()
    with pytest.raises(Refused):
        act_on(works, person)[act]()
    assert AuditEntry.objects.count() == before
    assert not Absence.objects.exists()
    assert not Departure.objects.exists()
    assert Person.objects.get(pk=person.pk).name == person.name


def test_what_is_of_the_company_stays_closed(works):
    ben = works.acts(works.ben)
    for verdict in (
        can_set_up_company(ben),
        can_set_up_provisioning(ben),
        can_change_chart(ben),
        can_invite(ben),
        can_grant_role(ben, works.eve, Role.AUDITOR),
        can_name_partner(ben, works.eve),
    ):
        assert not verdict
    with pytest.raises(Refused):
        delegate(actor=ben, person=works.eve, to=works.omar, first_day=today(), last_day=today())
    with pytest.raises(Refused):
        services.give_administration(actor=ben, person=works.eve, unit=works.works)
    assert UnitAdministration.objects.count() == 1


@pytest.mark.parametrize("who", ["dora", "hana", "max", "ben"])
def test_only_an_administrator_gives_it_and_not_to_themselves(works, who):
    with pytest.raises(Refused):
        services.give_administration(
            actor=works.acts(getattr(works, who)), person=works.omar, unit=works.sales
        )
    with pytest.raises(Refused):
        services.give_administration(actor=works.acts(works.ada), person=works.ada, unit=works.sales)
    assert UnitAdministration.objects.count() == 1


def test_a_last_day_ends_it_and_so_do_ending_and_leaving(works):
    day = today() + timedelta(days=5)
    services.give_administration(
        actor=works.acts(works.ada), person=works.omar, unit=works.works, last_day=day
    )
    assert people_administered_by(works.acts(works.omar)).exists()
    with time_machine.travel(timezone.now() + timedelta(days=6), tick=False):
        assert not people_administered_by(works.acts(works.omar)).exists()
    with pytest.raises(Invalid):
        services.give_administration(actor=works.acts(works.ada), person=works.ben, unit=works.works)
    services.end_administration(actor=works.acts(works.ada), administration=works.given)
    assert reached(works) == set()
    end_employment(actor=works.acts(works.ada), person=works.omar, last_day=None)
    assert not UnitAdministration.objects.filter(during__contains=today()).exists()


def test_a_first_letter_is_printed_and_a_new_pin_waits_for_hr(works):
    ben, hr = works.acts(works.ben), works.omar
    assert make_letter(actor=ben, person=works.kim).code
    works.kim.refresh_from_db()
    works.kim.account.set_password("739462")
    works.kim.account.save()
    asked = make_letter(actor=ben, person=works.kim)
    assert (asked.code, asked.request.waits_for_second) == ("", True)
    with pytest.raises(Refused):
        confirm_reset(actor=ben, request=asked.request, person=works.kim)
    grant_role(actor=TESTS, person=hr, role=Role.HR_OPERATIONS, since=today())
    assert confirm_reset(actor=works.acts(hr), request=asked.request, person=works.kim).code


def test_the_manager_gets_no_new_pin_by_administering_the_unit(works):
    services.give_administration(actor=works.acts(works.ada), person=works.max, unit=works.works)
    make_letter(actor=works.acts(works.max), person=works.kim)
    works.kim.refresh_from_db()
    works.kim.account.set_password("739462")
    works.kim.account.save()
    before = OneTimeCode.objects.count()
    with pytest.raises(Refused):
        make_letter(actor=works.acts(works.max), person=works.kim)
    assert OneTimeCode.objects.count() == before


def test_one_person_is_invited_and_nobody_outside(works):
    outside = create_person(actor=TESTS, name="Will Wait", email="will@example.org")
    invite_one(actor=works.acts(works.ben), person=works.ida)
    for person in (works.ida, outside):
        with pytest.raises(Refused):
            invite_one(actor=works.acts(works.ben), person=person)
    assert [one.person for one in Invitation.objects.all()] == [works.ida]
    wave = Invitation.objects.get().wave  # no day in figures for a name
    assert (wave.name, wave.title) == ("", "One person")


def test_the_list_of_who_leaves_holds_their_people_alone(works):
    day: date = today() + timedelta(days=20)
    mine = end_employment(actor=works.acts(works.ada), person=works.eve, last_day=day)
    end_employment(actor=works.acts(works.ada), person=works.omar, last_day=day)
    ben = works.acts(works.ben)
    assert list(departures_visible_to(ben)) == [mine]
    withdraw_departure(actor=ben, departure=mine)
    end_employment(actor=ben, person=works.eve, last_day=None)
    with pytest.raises(Refused):  # who has left is in no unit
        come_back(actor=works.acts(works.ben), person=works.eve)


def test_pages_show_their_people_and_are_not_there_for_others(works, web):
    browser = web(works.ben)
    page = browser.get("/my-units/").content.decode()
    assert "Eve Employee" in page
    assert "Omar Other" not in page
    assert "They leave the company" in browser.get(f"/people/{works.eve.pk}/").content.decode()
    assert "They leave the company" not in browser.get(f"/people/{works.omar.pk}/").content.decode()
    assert browser.get(f"/people/{works.eve.pk}/leaving/").status_code == 200
    for who in (works.omar, works.max, works.ada):
        assert browser.get(f"/people/{who.pk}/leaving/").status_code == 404
        assert browser.get(f"/people/{who.pk}/entry/").status_code == 403
    assert browser.get("/administration/").status_code == 404
    assert browser.get("/administration/units/").status_code == 404
    assert web(works.omar).get("/my-units/").status_code == 404
    assert "Invite" in browser.get(f"/people/{works.ida.pk}/").content.decode()
    assert browser.post(f"/invitations/for/{works.ida.pk}/").status_code == 302
    assert browser.post(f"/people/{works.eve.pk}/entry/", {"name": "Eve Émile"}).status_code == 302
    assert Person.objects.get(pk=works.eve.pk).name == "Eve Émile"


def test_an_administrator_gives_and_ends_it_in_the_browser(cast, web):
    browser = web(cast.ada)
    typed = {"person": cast.ben.email, "unit": str(cast.works.pk)}
    assert browser.post("/administration/units/new/", {**typed, "last_day": "2020-01-01"}).status_code == 422
    assert browser.post("/administration/units/new/", typed).status_code == 302
    given = UnitAdministration.objects.get()
    assert "Ben Builder" in browser.get("/administration/units/").content.decode()
    assert browser.post(f"/administration/units/{given.pk}/end/").status_code == 302
    assert not people_administered_by(cast.acts(cast.ben)).exists()


def test_the_list_costs_the_same_for_many(works, web):
    browser = web(works.ben)
    browser.get("/my-units/")
    counts = []
    for turn in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/my-units/").status_code == 200
        counts.append(len(asked))
        for number in range(15):
            a_person(f"Many {turn} {number}", seat=a_seat("Fitter", works.works, works.lead_seat))
    assert counts[0] == counts[1]
    assert counts[0] <= 14
