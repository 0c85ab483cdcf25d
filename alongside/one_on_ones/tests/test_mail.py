"""What leaves by mail after and before a talk, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django_ox.models import OxTask

from alongside.notifications.models import Message
from alongside.one_on_ones import services
from alongside.one_on_ones.models import Series
from alongside.one_on_ones.tasks import remind
from alongside.one_on_ones.tests.makers import a_meeting, a_series, a_topic, an_action

MONDAY = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 21, 11, 0, tzinfo=UTC)


def mails_after_a_talk(cast, run_tasks, *, wanted):
    series = a_series(cast)
    an_action(cast, series, "secret dates")
    Series.objects.filter(pk=series.pk).update(
        manager_wants_words_by_mail=True, employee_wants_words_by_mail=wanted
    )
    services.close_meeting(actor=cast.acts(cast.eve), meeting=a_meeting(series, hours=-1))
    run_tasks()
    assert len(mail.outbox) == 2
    return [message.message().as_string() for message in mail.outbox]


@pytest.mark.django_db(transaction=True)
def test_the_words_travel_where_both_chose_it(cast, run_tasks):
    for whole in mails_after_a_talk(cast, run_tasks, wanted=True):
        assert "secret dates" in whole
    assert "secret" not in str(list(Message.objects.values_list("context", flat=True)))


@pytest.mark.django_db(transaction=True)
def test_one_yes_is_not_enough_for_words(cast, run_tasks):
    for whole in mails_after_a_talk(cast, run_tasks, wanted=False):
        assert "secret" not in whole
        assert "1 thing you agreed on is open" in whole


@pytest.mark.django_db(transaction=True)
def test_many_topics_of_a_day_are_one_mail(cast, run_tasks):
    series = a_series(cast)
    for number in range(4):
        a_topic(cast, series, f"topic {number}")
    a_topic(cast, series, "from the other side", by=cast.max)
    run_tasks()
    assert sorted(message.to[0] for message in mail.outbox) == [cast.eve.email, cast.max.email]


@pytest.mark.django_db(transaction=True)
def test_a_topic_removed_before_the_mail_left_is_not_announced(cast, run_tasks):
    item = a_topic(cast, a_series(cast), "too hasty")
    services.remove_item(actor=cast.acts(cast.eve), item=item)
    run_tasks()
    assert mail.outbox == []


def test_the_reminder_of_a_monday_talk_comes_on_friday(cast, settings):
    settings.QUIET_HOURS = True
    with time_machine.travel(MONDAY - timedelta(days=7), tick=False):
        meeting = a_meeting(a_series(cast), days=7)
        services.reschedule_meeting(
            actor=cast.acts(cast.eve), meeting=meeting, starts_at=MONDAY + timedelta(hours=1), version=1
        )
    planned = OxTask.objects.get(task_path="alongside.one_on_ones.tasks.remind")
    assert planned.run_after.date().isoformat() == "2026-11-20"


def test_no_reminder_comes_after_its_meeting(cast, settings):
    settings.QUIET_HOURS = True
    with time_machine.travel(SATURDAY, tick=False):
        meeting = a_meeting(a_series(cast), hours=3)
        remind.func(meeting.pk, meeting.version)
    assert not Message.objects.filter(template="one_on_ones/email/meeting_ahead").exists()


def test_a_meeting_that_moved_is_not_announced_at_its_old_time(cast):
    meeting = a_meeting(a_series(cast), hours=3)
    remind.func(meeting.pk, meeting.version + 1)
    assert not Message.objects.exists()
