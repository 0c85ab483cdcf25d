"""Somebody lost app and recovery codes: a command on the server, after HR recognised them, and nobody at a page."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core import mail
from django.test import Client

from alongside.audit.models import AuditEntry
from alongside.config.cli import CommandFailed, factor
from alongside.core.errors import Refused
from alongside.identity import second_factor
from alongside.identity.models import Device
from alongside.identity.tests.makers import PASSWORD, app_code, is_signed_in, sign_in, with_password
from alongside.people.tests.makers import TESTS


@pytest.fixture
def lost(cast):
    """Max leads a team, has a password and an app, and is signed in on his old telephone."""
    with_password(cast.max)
    account = cast.max.account
    second_factor.set_up_second_factor(actor=TESTS, account=account, secret=second_factor.fresh_secret())
    cast.telephone = Client()
    sign_in(cast.telephone, cast.max.email)
    cast.telephone.post("/sign-in/second-step/", {"code": app_code(account)})
    assert is_signed_in(cast.telephone)
    return cast


def forget(name: str) -> dict[str, object]:
    return factor.run(SimpleNamespace(name=name))


@pytest.mark.django_db(transaction=True)
def test_the_command_takes_it_away_ends_everything_and_tells_the_person(lost, run_tasks):
    forget(lost.max.email)
    assert not second_factor.has_second_factor(lost.max.account)
    assert not is_signed_in(lost.telephone)
    assert not Device.objects.filter(account=lost.max.account, ended_at=None).exists()
    run_tasks()
    [sent] = mail.outbox
    assert sent.to == [lost.max.email]
    assert "Tell HR and an administrator at once" in sent.body and "/account/second-factor/" in sent.body
    entry = AuditEntry.objects.get(action="identity.second_factor_forgotten")
    assert entry.person_id is None
    assert [row.person_id for row in entry.concerns.all()] == [lost.max.pk]


@pytest.mark.django_db(transaction=True)
def test_they_come_in_with_a_mailed_code_and_are_led_to_the_set_up(lost, run_tasks):
    forget(lost.max.email)
    run_tasks()
    mail.outbox.clear()
    browser = Client()
    assert sign_in(browser, lost.max.email).url == "/sign-in/second-step/"
    assert not is_signed_in(browser)
    run_tasks()
    code = mail.outbox[0].body.split("-")[0][-4:] + mail.outbox[0].body.split("-")[1][:4]
    assert browser.post("/sign-in/second-step/", {"code": code}).url == "/account/second-factor/"
    assert is_signed_in(browser)


def test_nobody_is_forgotten_by_a_wrong_name_and_nothing_is_written(lost):
    for name in ("nobody@example.org", lost.eve.email):
        with pytest.raises(CommandFailed):
            forget(name)
    assert second_factor.has_second_factor(lost.max.account)
    assert is_signed_in(lost.telephone)
    assert not AuditEntry.objects.filter(action="identity.second_factor_forgotten").exists()


@pytest.mark.parametrize("who", ["max", "eve", "dora", "hana", "ada"])
def test_no_person_takes_it_away_not_even_from_themselves(lost, who):
    actor = lost.acts(getattr(lost, who))
    with pytest.raises(Refused):
        second_factor.forget_lost_factors(actor=actor, account=lost.max.account)
    assert second_factor.has_second_factor(lost.max.account)
    assert is_signed_in(lost.telephone)
    assert sign_in(Client(), lost.max.email, PASSWORD).url == "/sign-in/second-step/"
