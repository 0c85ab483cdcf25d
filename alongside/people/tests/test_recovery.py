"""The last administrator is lost: a code from the server names another one, everybody hears of it, no password changes."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from alongside.audit.models import AuditConcern, AuditEntry
from alongside.config.cli import CommandFailed
from alongside.config.cli import setup as setup_command
from alongside.core.actor import Actor, Door
from alongside.core.errors import Refused
from alongside.identity.tests.makers import PASSWORD, is_signed_in
from alongside.people.calendar import today
from alongside.people.company import services as company
from alongside.people.leaving.services import leave_by_file
from alongside.people.models import Person, RoleGrant
from alongside.people.queries import administrators
from alongside.people.services import grant_role
from alongside.people.tests.makers import TESTS

pytestmark = pytest.mark.django_db
Role = RoleGrant.Role


@pytest.fixture
def lost(cast: SimpleNamespace) -> SimpleNamespace:
    """Ada administers and can't come in; Dora is head of HR."""
    grant_role(actor=TESTS, person=cast.dora, role=Role.HEAD_OF_HR, since=today())
    return cast


def printed() -> str:
    return str(setup_command.run(SimpleNamespace(recover=True))["code"])


def post(code: str, email: str, browser: Client | None = None, password: str = PASSWORD):
    typed = {"code": code, "name": "Rita Rescue", "email": email, "password": password}
    return (browser or Client()).post("/first-run/", typed)


def test_without_asking_for_it_nothing_is_printed_and_the_page_is_not_there(lost):
    with pytest.raises(CommandFailed, match="--recover"):
        setup_command.run(SimpleNamespace(recover=False))
    assert Client().get("/first-run/").status_code == 404
    assert not AuditEntry.objects.filter(action="people.recovery_code_made").exists()


def test_somebody_new_comes_in_with_the_code_once(lost):
    code, browser = printed(), Client()
    assert "Nobody who administers can come in?" in browser.get("/first-run/").content.decode()
    assert post(code, "rita@example.org", browser).status_code == 302
    assert is_signed_in(browser)
    rita = Person.objects.get(email="rita@example.org")
    assert RoleGrant.objects.filter(person=rita, role=Role.ADMINISTRATOR).count() == 1
    assert Client().get("/first-run/").status_code == 404
    assert post(code, "mallory@example.org").status_code == 404
    assert administrators() == 2


def test_who_signs_in_already_keeps_password_and_sessions_and_gets_the_duty(lost):
    before = lost.omar.account.password
    browser = Client()
    answer = post(printed(), lost.omar.email, browser)
    assert (answer.status_code, answer.url) == (302, "/sign-in/")
    assert not is_signed_in(browser)
    lost.omar.account.refresh_from_db()
    assert lost.omar.account.password == before
    assert lost.acts(lost.omar).roles == {Role.ADMINISTRATOR}


def test_a_wrong_or_old_code_and_somebody_who_left_change_nothing(lost):
    code = printed()
    assert post("AAAA-BBBB-CCCC", "rita@example.org").status_code == 422
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        assert post(code, "rita@example.org").status_code == 404
    leave_by_file(actor=TESTS, person_ids=[lost.ben.pk], day=today())
    assert post(printed(), lost.ben.email).status_code == 422
    assert administrators() == 1
    assert not Person.objects.filter(email="rita@example.org").exists()


def test_it_works_also_when_the_last_administrator_is_gone_altogether(lost):
    leave_by_file(actor=TESTS, person_ids=[lost.ada.pk], day=today())
    assert administrators() == 0
    code = str(setup_command.run(SimpleNamespace(recover=False))["code"])
    assert post(code, lost.omar.email).status_code == 302
    assert lost.acts(lost.omar).roles == {Role.ADMINISTRATOR}


@pytest.mark.parametrize("who", ["ada", "dora", "eve"])
def test_no_person_and_no_token_makes_such_a_code(lost, who):
    token = Actor(person_id=None, door=Door.API, reason="service-token-1", scopes=frozenset({"checks:read"}))
    for actor in (lost.acts(getattr(lost, who)), token):
        with pytest.raises(Refused):
            company.make_recovery_code(actor=actor)
    assert Client().get("/first-run/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_head_of_hr_and_administrators_are_told_of_code_and_use_and_both_are_recorded(lost, run_tasks):
    code = printed()
    run_tasks()
    assert sorted(message.to[0] for message in mail.outbox) == sorted([lost.ada.email, lost.dora.email])
    assert not [message for message in mail.outbox if code in message.body]
    post(code, lost.omar.email)
    run_tasks()
    told = {message.to[0] for message in mail.outbox[2:]}
    assert told == {lost.ada.email, lost.dora.email, lost.omar.email}
    assert "Omar Other" in mail.outbox[-1].body
    entry = AuditEntry.objects.get(action="people.administration_recovered")
    assert (entry.person_id, entry.purpose, entry.key) == (None, "recovery", str(lost.omar.pk))
    concerned = set(AuditConcern.objects.filter(entry=entry).values_list("person_id", flat=True))
    assert concerned == {lost.ada.pk, lost.dora.pk, lost.omar.pk}
