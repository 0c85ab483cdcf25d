"""Setting up the company: the first administrator, duties, and what an administrator can't do."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.config.cli import CommandFailed, main
from alongside.config.cli import setup as setup_command
from alongside.core.errors import Refused, Stale
from alongside.identity import codes
from alongside.identity.tests.makers import PASSWORD, is_signed_in
from alongside.people import queries as company_queries
from alongside.people.calendar import today
from alongside.people.company import services as company
from alongside.people.models import Company, Coverage, Outsider, Person, RoleGrant, Site
from alongside.people.models.company import IN_FORCE
from alongside.people.queries import duties_held
from alongside.people.services import cover_unit, grant_role
from alongside.people.tests.makers import TESTS
from alongside.people.urls import urlpatterns

pytestmark = pytest.mark.django_db
Role = RoleGrant.Role
FIRST = {"name": "Fay First", "email": "fay@example.org", "password": PASSWORD}


def test_the_printed_code_makes_the_first_administrator_once():
    _row, words = codes.make_code(codes.Purpose.FIRST_RUN, None)
    browser = Client()
    assert browser.get("/first-run/").status_code == 200
    answer = browser.post("/first-run/", {**FIRST, "code": words.lower()})
    assert (answer.status_code, answer.url) == (302, "/account/second-factor/")
    assert is_signed_in(browser)
    assert browser.get("/administration/").status_code == 200
    assert [grant.role for grant in duties_held()] == [Role.ADMINISTRATOR]
    assert Client().get("/first-run/").status_code == 404
    assert Client().post("/first-run/", {**FIRST, "code": words}).status_code == 404


def test_a_wrong_code_makes_nobody_anything():
    codes.make_code(codes.Purpose.FIRST_RUN, None)
    for _ in range(codes.MOST_TRIES):
        assert Client().post("/first-run/", {**FIRST, "code": "AAAA-BBBB-CCCC"}).status_code == 422
    assert Client().post("/first-run/", {**FIRST, "code": "AAAA-BBBB-CCCC"}).status_code == 429
    assert not Person.objects.exists()


def test_a_second_first_administrator_is_refused_even_past_the_page():
    company.make_first_administrator(**FIRST)
    with pytest.raises(Refused):
        company.make_first_administrator(name="Second", email="second@example.org", password=PASSWORD)
    assert Person.objects.count() == 1


def test_the_command_prints_a_code_until_there_is_an_administrator(cast):
    RoleGrant.objects.all().delete()
    printed = setup_command.run(SimpleNamespace(recover=False))
    assert printed["open"].endswith("/first-run/")
    assert codes.matches(codes.latest_code(None, codes.Purpose.FIRST_RUN), printed["code"])
    grant_role(actor=TESTS, person=cast.ada, role=Role.ADMINISTRATOR, since=today())
    with pytest.raises(CommandFailed):
        setup_command.run(SimpleNamespace(recover=False))


def test_the_command_line_knows_setup():
    helped = subprocess.run(
        [str(Path(sys.executable).parent / "alongside"), "setup", "--help"], capture_output=True, text=True
    )
    assert helped.returncode == 0
    assert "first administrator" in helped.stdout


@pytest.mark.parametrize("role", [Role.HEAD_OF_HR, Role.HR_OPERATIONS, Role.AUDITOR])
def test_an_administrator_gives_themselves_content_only_while_they_are_the_only_one(cast, role):
    grant_role(actor=cast.acts(cast.ada), person=cast.ada, role=role, since=today())
    RoleGrant.objects.filter(role=role).delete()
    grant_role(actor=TESTS, person=cast.omar, role=Role.ADMINISTRATOR, since=today())
    with pytest.raises(Refused):
        grant_role(actor=cast.acts(cast.ada), person=cast.ada, role=role, since=today())
    assert not RoleGrant.objects.filter(role=role).exists()
    with pytest.raises(Refused):  # nor does the other one alone: that takes two, test_duty_proposals.py
        grant_role(actor=cast.acts(cast.omar), person=cast.ada, role=role, since=today())
    assert not RoleGrant.objects.filter(role=role).exists()


def test_an_administrator_does_not_become_hr_partner_by_themselves_once_there_are_two(cast):
    grant_role(actor=TESTS, person=cast.omar, role=Role.ADMINISTRATOR, since=today())
    before = Coverage.objects.count()
    with pytest.raises(Refused):
        cover_unit(actor=cast.acts(cast.ada), partner=cast.ada, unit=cast.works, since=today())
    assert Coverage.objects.count() == before


@pytest.mark.parametrize("who", ["max", "eve", "hana", "omar", "dora"])
@pytest.mark.parametrize("role", list(Role))
def test_nobody_else_gives_duties(cast, who, role):
    before = RoleGrant.objects.count()
    with pytest.raises(Refused):
        grant_role(actor=cast.acts(getattr(cast, who)), person=cast.eve, role=role, since=today())
    assert RoleGrant.objects.count() == before


def test_the_head_of_hr_names_hr_operations_but_no_administrator_and_not_themselves(cast):
    grant_role(actor=TESTS, person=cast.dora, role=Role.HEAD_OF_HR, since=today())
    head = cast.acts(cast.dora)
    grant_role(actor=head, person=cast.hana, role=Role.HR_OPERATIONS, since=today())
    for person, role in ((cast.hana, Role.ADMINISTRATOR), (cast.dora, Role.HR_OPERATIONS)):
        with pytest.raises(Refused):
            grant_role(actor=head, person=person, role=role, since=today())
    assert RoleGrant.objects.filter(person__in=[cast.hana, cast.dora]).count() == 2


def test_one_administrator_has_to_stay(cast):
    grant = RoleGrant.objects.get(person=cast.ada)
    with pytest.raises(Refused):
        company.end_role(actor=cast.acts(cast.ada), grant=grant)
    assert duties_held().filter(pk=grant.pk).exists()
    grant_role(actor=TESTS, person=cast.omar, role=Role.ADMINISTRATOR, since=today())
    company.end_role(actor=cast.acts(cast.omar), grant=grant)
    assert not duties_held().filter(pk=grant.pk).exists()
    assert not cast.acts(cast.ada).roles


def test_a_duty_of_today_can_end_today(cast):
    grant = grant_role(actor=TESTS, person=cast.omar, role=Role.AUDITOR, since=today())
    company.end_role(actor=cast.acts(cast.ada), grant=grant)
    assert not cast.acts(cast.omar).roles


@pytest.mark.parametrize("who", ["max", "eve", "hana", "omar", "dora"])
def test_administration_is_not_there_for_others(cast, web, who):
    browser = web(getattr(cast, who))
    for page in ("", "company/", "sites/", "sites/new/", "duties/", "partners/", "outsiders/", "mail/"):
        assert browser.get(f"/administration/{page}").status_code == 404
    assert browser.post("/administration/company/", {"name": "Mine"}).status_code == 404
    assert not Company.objects.exists()


def test_the_list_says_what_is_next_and_gets_done(cast, web):
    browser = web(cast.ada)
    assert "Next: Name, language and time zone." in browser.get("/administration/").content.decode()
    typed = {"name": "Brightwater", "language": "de", "time_zone": "Europe/Berlin", "version": "1"}
    assert browser.post("/administration/company/", typed).status_code == 302
    site = {
        "name": "Works",
        "time_zone": "Europe/Berlin",
        "country": "DE",
        "subdivision": "by",
        "working_days": ["1", "2"],
    }
    assert browser.get("/administration/sites/new/").context["form"]["time_zone"].value() == "Europe/Berlin"
    assert browser.post("/administration/sites/new/", {**site, "subdivision": "XX"}).status_code == 422
    assert browser.post("/administration/sites/new/", site).status_code == 302
    saved = Site.objects.get()
    assert (saved.subdivision, saved.working_days) == ("BY", [1, 2])
    assert "Next: A test mail that arrives." in browser.get("/administration/").content.decode()
    assert browser.post(f"/administration/sites/{saved.pk}/", {**site, "name": "Hall"}).status_code == 302
    assert Site.objects.get().name == "Hall"


def test_every_page_of_administration_has_a_way_in_from_the_list(cast, web):
    """A page that only its address leads to is not there for somebody who sets Alongside up for the first time."""
    linked = web(cast.ada).get("/administration/").content.decode()
    pages = [one.name for one in urlpatterns if re.fullmatch(r"administration/\w+/", str(one.pattern))]
    assert "provisioning_detail" in pages
    assert not [name for name in pages if f'href="{reverse(f"people:{name}")}"' not in linked]


def test_administration_asks_for_a_fresh_proof(cast, web):
    browser = web(cast.ada)
    session = browser.session
    session["proved_at"] = (timezone.now() - timezone.timedelta(minutes=16)).isoformat()
    session.save()
    typed = {"person": cast.omar.email, "role": "auditor"}
    assert "Is it you?" in browser.post("/administration/duties/new/", typed).content.decode()
    assert not RoleGrant.objects.filter(role=Role.AUDITOR).exists()


def test_two_people_changing_the_company_at_once_lose_nothing(cast):
    ada = cast.acts(cast.ada)
    company.update_company(actor=ada, version=1, name="First")
    with pytest.raises(Stale) as stale:
        company.update_company(actor=ada, version=1, name="Second")
    assert (stale.value.yours, stale.value.current) == ("Second", "First")
    assert Company.objects.get().name == "First"


def test_the_mail_test_sends_one_mail_and_says_what_happened(cast, web):
    browser = web(cast.ada)
    assert browser.get("/administration/mail/").status_code == 200
    assert mail.outbox == []
    page = browser.post("/administration/mail/").content.decode()
    assert [message.to for message in mail.outbox] == [[cast.ada.email]]
    assert "no mail server yet" in page
    assert Company.objects.get().mail_tested_at is not None


def test_a_mail_server_that_says_no_is_quoted(cast, web, monkeypatch):
    def refuse(self: object) -> None:
        raise ConnectionRefusedError("nobody listens")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    page = web(cast.ada).post("/administration/mail/").content.decode()
    assert "ConnectionRefusedError: nobody listens" in page
    assert not Company.objects.exists()


def test_duties_and_partners_are_given_and_ended_in_the_browser(cast, web):
    browser = web(cast.ada)
    assert (
        browser.post(
            "/administration/duties/new/", {"person": "nobody@example.org", "role": "auditor"}
        ).status_code
        == 422
    )
    assert (
        browser.post(
            "/administration/duties/new/", {"person": "Omar.Other@example.org ", "role": "auditor"}
        ).status_code
        == 302
    )
    grant = RoleGrant.objects.get(role=Role.AUDITOR)
    assert "Omar Other" in browser.get("/administration/duties/").content.decode()
    assert browser.post(f"/administration/duties/{grant.pk}/end/").status_code == 302
    typed = {"partner": cast.omar.email, "unit": str(cast.sales.pk)}
    assert browser.post("/administration/partners/new/", typed).status_code == 302
    coverage = Coverage.objects.get(partner=cast.omar)
    assert "Sales" in browser.get("/administration/partners/").content.decode()
    assert browser.post(f"/administration/partners/{coverage.pk}/end/").status_code == 302
    assert "Omar Other" not in browser.get("/administration/partners/").content.decode()


def test_somebody_from_outside_is_named_and_replaced(cast, web):
    browser = web(cast.ada)
    for name in ("Lea Lawyer", "Paul Panel"):
        typed = {"duty": "second_person", "name": name, "contact": "panel@example.org"}
        assert browser.post("/administration/outsiders/", typed).status_code == 302
    assert Outsider.objects.get().name == "Paul Panel"


def test_ones_own_preferences_are_ones_own(cast, web):
    browser = web(cast.eve)
    typed = {"name": "Eve Émployée", "locale": "de", "time_zone": "Europe/Prague", "theme": "dark"}
    assert browser.post("/account/preferences/", typed).status_code == 302
    cast.eve.refresh_from_db()
    assert (cast.eve.name, cast.eve.locale, cast.eve.time_zone, cast.eve.theme) == tuple(typed.values())
    assert "emploeyee" not in cast.eve.search_text
    assert "employee" in cast.eve.search_text
    assert 'data-theme="dark"' in browser.get("/account/").content.decode()
    assert browser.post("/account/preferences/", {**typed, "time_zone": "Mars/Base"}).status_code == 422


def test_json_of_the_command_can_be_read_by_a_program(capsys):
    assert main(["setup", "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"open", "code", "valid_until"}


def test_the_company_s_zone_decides_what_day_it_is_for_everybody(cast, settings):
    settings.TIME_ZONE = "UTC"
    late = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)
    with time_machine.travel(late, tick=False):
        assert today() == date(2026, 6, 1)
        company.update_company(
            actor=cast.acts(cast.ada),
            version=1,
            name="Works",
            language="de",
            time_zone="Asia/Tokyo",
            small_hr=False,
        )
        assert today() == date(2026, 6, 2)
        assert cast.eve.zone.key == "Asia/Tokyo"
        assert cast.eve.language == "de"
        IN_FORCE.forget()  # as another process reads it
        assert today() == date(2026, 6, 2)


def test_before_the_company_is_set_up_the_environment_decides(cast, settings):
    settings.TIME_ZONE = "America/Lima"
    Company.objects.get_or_create(pk=1)
    IN_FORCE.forget()
    with time_machine.travel(datetime(2026, 6, 1, 2, 0, tzinfo=UTC), tick=False):
        assert today() == date(2026, 5, 31)
    assert company_queries.company().time_zone == "America/Lima"
