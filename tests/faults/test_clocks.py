"""Clocks that jump by one or two hours, and the two nights on which a day has 23 or 25: nothing twice, nothing lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail as outbox
from django.utils import timezone
from django_ox.models import OxScheduleTick, OxTask
from django_ox.worker import Worker

from alongside.config.schedule import SCHEDULES
from alongside.notifications import queries, services
from alongside.notifications.models import Message, Preference
from alongside.one_on_ones import services as talks
from alongside.one_on_ones.tests.makers import a_meeting, a_series
from alongside.people.models import Person
from alongside.people.models.company import IN_FORCE
from alongside.webhooks import queries as webhook_queries
from alongside.webhooks import sending
from alongside.webhooks import services as webhooks
from alongside.webhooks.models import Delivery

BERLIN = ZoneInfo("Europe/Berlin")
AUTUMN = datetime(2027, 10, 31, 1, 0, tzinfo=UTC)  # 03:00 becomes 02:00 in Berlin
SPRING = datetime(2027, 3, 28, 1, 0, tzinfo=UTC)  # 02:00 becomes 03:00
JUMPS = [timedelta(hours=hours) for hours in (1, -1, 2, -2)]
AHEAD = "one_on_ones/email/meeting_ahead"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at() -> Iterator[Callable[[datetime], None]]:
    """`at(moment)`: from now on it is that moment, on this machine though not in the database."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock.move_to


def reminded() -> Counter[int]:
    return Counter(Message.objects.filter(template=AHEAD).values_list("person_id", flat=True))


def mails_of(person: Person) -> int:
    return sum(person.email in mail.to for mail in outbox.outbox)


@pytest.mark.parametrize("jump", JUMPS)
def test_a_reminder_comes_once_though_the_clock_jumps_there_and_back(cast, run_tasks, at, jump):
    start = datetime(2027, 6, 9, 14, 0, tzinfo=UTC)
    at(start - timedelta(days=3))
    meeting = a_meeting(a_series(cast), days=2)
    talks.reschedule_meeting(actor=cast.acts(cast.eve), meeting=meeting, starts_at=start, version=1)
    run_tasks()
    outbox.outbox.clear()
    due = start - timedelta(hours=24)
    for moment in (due - timedelta(hours=1), due - timedelta(hours=1) + jump, due, due + jump, due, start):
        at(moment)
        run_tasks()
        for message in queries.messages_due(most=99):
            services.claim(message)
    assert reminded() == {cast.eve.pk: 1, cast.max.pk: 1}


@pytest.mark.parametrize("change", [AUTUMN, SPRING])
@pytest.mark.parametrize("days", [1, 2])
def test_the_reminder_of_a_talk_after_the_clocks_were_changed_comes_once(cast, run_tasks, at, change, days):
    Person.objects.update(time_zone="Europe/Berlin")
    at(change - timedelta(days=6))
    series = a_series(cast)
    meeting = a_meeting(series, days=5)
    start = datetime.combine(
        change.date() + timedelta(days=days), datetime.min.time().replace(hour=9), BERLIN
    )
    talks.reschedule_meeting(actor=cast.acts(cast.eve), meeting=meeting, starts_at=start, version=1)
    run_tasks()
    outbox.outbox.clear()
    before = [timedelta(hours=hours) for hours in (75, 24, 21, 10)]
    for moment in (*(start - one for one in before), start - timedelta(minutes=1), start):
        at(moment)
        run_tasks()
    assert reminded() == {cast.eve.pk: 1, cast.max.pk: 1}
    assert (mails_of(cast.eve), mails_of(cast.max)) == (1, 1)


@pytest.mark.parametrize("change", [AUTUMN, SPRING])
def test_the_mail_of_the_day_comes_once_on_the_morning_after(cast, run_tasks, at, change):
    Person.objects.update(time_zone="Europe/Berlin")
    eve = Person.objects.get(pk=cast.eve.pk)
    Preference.objects.create(person=eve, routine=Preference.Routine.DAILY)
    at(change - timedelta(hours=10))
    context = {"from_name": "Max", "path": "/"}
    services.tell(
        person=eve, template="one_on_ones/email/topic_added", key="news", context=context, routine=True
    )
    sent = []
    while timezone.now() < change + timedelta(hours=40):
        for person_id in queries.people_with_news(most=9):
            services.send_digest(person=Person.objects.get(pk=person_id))
            sent.append(timezone.now().astimezone(BERLIN))
        at(timezone.now() + timedelta(minutes=15))
    assert [f"{moment:%a %H:%M}" for moment in sent] == ["Mon 08:00"]


@pytest.mark.parametrize("ahead", [timedelta(hours=2), timedelta(days=1)])
def test_a_host_whose_clock_runs_ahead_does_not_take_what_another_is_sending(cast, at, ahead):
    services.tell(person=cast.eve, template="one_on_ones/email/topic_added", key="slow", context={})
    message = services.claim(Message.objects.get().pk)
    at(timezone.now() + ahead)
    assert message is not None
    assert services.claim(message.pk) is None and queries.messages_due(most=9) == []
    services.mark_sent(message)
    assert Message.objects.get().state == "sent"


def test_the_same_holds_for_webhooks(cast, at):
    endpoint, _secret = webhooks.create_endpoint(
        actor=cast.acts(cast.ada), name="x", url="https://hooks.example.org/"
    )
    delivery = Delivery.objects.create(
        endpoint=endpoint,
        event="x.y",
        kind="x",
        key="1",
        at=timezone.now(),
        not_before=timezone.now(),
    )
    assert sending.claim(delivery.pk) is not None
    at(timezone.now() + timedelta(hours=2))
    assert sending.claim(delivery.pk) is None and webhook_queries.deliveries_due(most=9) == []


def sealings_at(moments: list[datetime], at: Callable[[datetime], None]) -> list[int]:
    """How often the worker takes up what is due every minute, at each of these moments."""
    worker, found = Worker(), []
    for moment in moments:
        at(moment)
        before = OxScheduleTick.objects.filter(schedule_name="seal-audit").count()
        worker.dispatch_schedules()
        found.append(OxScheduleTick.objects.filter(schedule_name="seal-audit").count() - before)
    return found


@pytest.mark.parametrize("change", [AUTUMN, SPRING])
def test_recurring_work_goes_on_minute_by_minute_through_both_nights(db, settings, at, change):
    settings.TIME_ZONE = "Europe/Berlin"
    IN_FORCE.keep(settings.LANGUAGE_CODE, settings.TIME_ZONE)
    start = change - timedelta(minutes=62)
    sealings_at([start], at)  # a schedule that was never seen begins at its next minute
    counts = sealings_at([start + timedelta(minutes=2 * n) for n in range(1, 63)], at)
    assert counts == [1] * 62


@pytest.mark.parametrize("jump", JUMPS)
def test_recurring_work_goes_on_at_once_after_the_clock_jumped_and_was_set_right(db, at, jump):
    start = datetime(2027, 6, 9, 14, 0, tzinfo=UTC)
    minute = timedelta(minutes=1)
    sealings_at([start], at)
    assert sealings_at([start + minute, start + jump, start + jump + minute], at) == [1, 1, 1]
    assert sealings_at([start + 2 * minute, start + 2 * minute, start + 3 * minute], at) == [1, 0, 1]


def everything_dispatched_at(moments: list[datetime], at: Callable[[datetime], None]) -> Counter[str]:
    """How often two workers, one right after the other, take up each schedule over these moments."""
    workers = [Worker(), Worker()]
    at(moments[0])
    for worker in workers:
        worker.dispatch_schedules()  # what was never seen begins with its next tick
    before = Counter(OxScheduleTick.objects.values_list("schedule_name", flat=True))
    for moment in moments[1:]:
        at(moment)
        for worker in workers:
            worker.dispatch_schedules()
    return Counter(OxScheduleTick.objects.values_list("schedule_name", flat=True)) - before


@pytest.mark.parametrize("change", [AUTUMN, SPRING])
def test_two_workers_take_up_every_schedule_once_in_its_time_through_both_nights(db, settings, at, change):
    settings.TIME_ZONE = "Europe/Berlin"
    IN_FORCE.keep(settings.LANGUAGE_CODE, settings.TIME_ZONE)
    half_hour, hours = timedelta(minutes=30), 24
    start = change - timedelta(hours=12)
    moments = [start + half_hour * number for number in range(2 * hours + 1)]
    found = everything_dispatched_at(moments, at)
    for name, schedule in SCHEDULES.items():
        period = max(schedule["every"], half_hour.total_seconds())
        assert found[name] == hours * 3600 // period, name
    assert OxTask.objects.count() == sum(found.values())


@pytest.mark.parametrize("jump", JUMPS)
def test_daily_work_is_done_once_a_day_though_the_clock_jumps_there_and_back(db, at, jump):
    start = datetime(2027, 6, 9, 13, 0, tzinfo=UTC)
    moments = [start]
    for number in range(1, 17):
        moment = start + timedelta(hours=3) * number
        moments += [moment, moment + jump, moment]
    found = everything_dispatched_at(moments, at)
    daily = [name for name, schedule in SCHEDULES.items() if schedule["every"] == 86_400]
    assert {name: found[name] for name in daily} == dict.fromkeys(daily, 2)
