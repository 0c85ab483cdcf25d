"""While one person administers a duty holds at once; whoever would have been asked otherwise hears of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from alongside.core.errors import Refused
from alongside.people.calendar import today
from alongside.people.duties import services
from alongside.people.models import DutyProposal, RoleGrant
from alongside.people.services import grant_role
from alongside.people.tests.makers import TESTS

Role = RoleGrant.Role
LONG_AGO = timedelta(days=30)


@pytest.mark.django_db(transaction=True)
def test_what_one_person_gives_alone_is_told_to_head_of_hr_administrators_and_who_holds_it(cast, run_tasks):
    grant_role(actor=TESTS, person=cast.dora, role=Role.HEAD_OF_HR, since=today() - LONG_AGO)
    run_tasks()
    assert mail.outbox == []  # the software gave that one
    ada = cast.acts(cast.ada)
    services.name_partner(actor=ada, partner=cast.eve, unit=cast.works)
    run_tasks()
    assert sorted(told()) == sorted([cast.dora.email, cast.eve.email])
    mail.outbox.clear()
    services.give_duty(actor=ada, person=cast.omar, role=Role.ADMINISTRATOR)
    run_tasks()
    said = told()
    assert sorted(said) == sorted([cast.dora.email, cast.omar.email])
    assert "Ada Admin gave Omar Other a duty" in said[cast.dora.email]
    assert "Administrator" in said[cast.dora.email] and "/administration/duties/" in said[cast.dora.email]
    assert "end it yourself" in said[cast.omar.email]


@pytest.mark.django_db(transaction=True)
def test_a_duty_that_two_gave_is_not_told_as_one_persons(cast, run_tasks):
    grant_role(actor=TESTS, person=cast.omar, role=Role.ADMINISTRATOR, since=today() - LONG_AGO)
    ada, omar = cast.acts(cast.ada), cast.acts(cast.omar)
    proposal = services.give_duty(actor=ada, person=cast.eve, role=Role.HEAD_OF_HR, reason="She can.")
    assert isinstance(proposal, DutyProposal)
    services.confirm_duty(actor=omar, proposal=proposal)
    with pytest.raises(Refused):
        grant_role(actor=ada, person=cast.eve, role=Role.AUDITOR, since=today())
    run_tasks()
    assert len(mail.outbox) >= 2
    assert not [message for message in mail.outbox if "only one person administered" in message.body]


def told() -> dict[str, str]:
    """Address -> what it was told."""
    return {message.to[0]: message.body for message in mail.outbox}
