"""Two workers on one job have one effect, and a job that died half way ends as if it never had."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from dateutil.relativedelta import relativedelta
from django.core import mail as outbox
from django.utils import timezone

from alongside.audit import tasks as audit_tasks
from alongside.audit.models import AuditEntry, ForgottenMonth
from alongside.audit.queries import verification
from alongside.audit.services import record
from alongside.invitations import services as invitations
from alongside.invitations.models import Invitation
from alongside.notifications import services, tasks
from alongside.notifications.models import Message
from alongside.one_on_ones.models import AgendaItem
from alongside.one_on_ones.tests.makers import a_series, a_topic
from alongside.people.calendar import today
from alongside.people.models import RoleGrant
from alongside.people.services import grant_role
from alongside.people.tests.makers import TESTS
from alongside.records import tasks as record_tasks
from alongside.records.services import retention
from tests.faults.workers import twice_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def news(person, number: int) -> Message | None:
    context = {"from_name": "Max", "path": f"/{number}/"}
    return services.tell(
        person=person, template="one_on_ones/email/topic_added", key=f"news-{number}", context=context
    )


@pytest.fixture
def wave(cast):
    """Three people wait for their invitation."""
    grant_role(actor=TESTS, person=cast.hana, role=RoleGrant.Role.HR_OPERATIONS, since=today())
    for person in (cast.max, cast.eve, cast.ben):
        account, person.account, person.invited_at = person.account, None, None
        person.save()
        account.delete()
    hana = cast.acts(cast.hana)
    found = invitations.create_wave(actor=hana, name="First", reach="everybody")
    invitations.begin_wave(actor=hana, wave=found)
    return found


def test_two_sweeps_and_two_workers_send_each_mail_once(cast):
    for number in range(6):
        news(cast.eve, number)
    ids = list(Message.objects.values_list("pk", flat=True))
    twice_at_once(lambda: [tasks.send.func(one) for one in ids])
    assert len(outbox.outbox) == 6
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}


def test_the_mail_of_the_day_is_bundled_once(cast):
    for number in range(4):
        news(cast.eve, number)
    Message.objects.update(state="bundled", not_before=timezone.now() - timedelta(minutes=1))
    twice_at_once(lambda: tasks.send_digest.func(cast.eve.pk))
    assert Message.objects.filter(template="notifications/email/digest").count() == 1
    assert Message.objects.filter(state="sent").count() == 4


def test_the_log_is_sealed_once_and_forgotten_once(cast):
    with time_machine.travel(datetime.now(UTC) - relativedelta(months=30), tick=False):
        record(TESTS, "tests.thing_done")
        twice_at_once(audit_tasks.seal.func)
    twice_at_once(audit_tasks.forget_old_months.func)
    assert ForgottenMonth.objects.count() <= 1 and not verification.broken_seals()
    told = AuditEntry.objects.filter(action="audit.month_forgotten").count()
    assert told == ForgottenMonth.objects.count()


def test_old_rows_are_forgotten_once(cast, monkeypatch):
    monkeypatch.setattr(retention, "STEP", 2)
    old_topics(cast, 5)
    twice_at_once(record_tasks.forget_old_rows.func)
    assert not AgendaItem.objects.exists()
    told = AuditEntry.objects.filter(action="records.rows_forgotten")
    assert sum(entry.details["rows"] for entry in told) >= 5


def test_two_workers_on_one_wave_invite_everybody_once(cast, wave):
    twice_at_once(lambda: invitations.send_batch(actor=TESTS, wave_id=wave.pk))
    invited = Message.objects.filter(template__startswith="invitations/")
    counts = Counter(invited.values_list("person_id", flat=True))
    assert counts and set(counts.values()) == {1}
    assert not Invitation.objects.filter(wave=wave, invited_at=None).exists()


@pytest.mark.parametrize("dies_after", [0, 1, 2])
def test_a_wave_whose_worker_died_half_way_invites_everybody_once(cast, wave, monkeypatch, dies_after):
    original, done = invitations._invite, []

    def dies(actor, invitation):
        if len(done) == dies_after:
            raise KeyboardInterrupt
        done.append(invitation.pk)
        original(actor, invitation)

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(invitations, "_invite", dies)
        invitations.send_batch(actor=TESTS, wave_id=wave.pk)
    assert not Message.objects.filter(template__startswith="invitations/").exists()
    while invitations.send_batch(actor=TESTS, wave_id=wave.pk):
        pass
    counts = Counter(
        Message.objects.filter(template__startswith="invitations/").values_list("person_id", flat=True)
    )
    assert counts and set(counts.values()) == {1}


@pytest.mark.parametrize("dies_in_step", [1, 2, 3])
def test_forgetting_that_died_half_way_goes_on_where_it_was(cast, monkeypatch, dies_in_step):
    monkeypatch.setattr(retention, "STEP", 2)
    old_topics(cast, 5)
    original, steps = retention._forget_step, []

    def dies(model, register):
        if model is AgendaItem:
            steps.append(1)
            if len(steps) == dies_in_step:
                raise KeyboardInterrupt
        return original(model, register)

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(retention, "_forget_step", dies)
        record_tasks.forget_old_rows.func()
    assert AgendaItem.objects.count() == 5 - 2 * (dies_in_step - 1)
    record_tasks.forget_old_rows.func()
    assert not AgendaItem.objects.exists()


def old_topics(cast, count: int) -> None:
    series = a_series(cast)
    for number in range(count):
        a_topic(cast, series, f"topic {number}")
    AgendaItem.objects.update(made_at=timezone.now() - timedelta(days=2000))
