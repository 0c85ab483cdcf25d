"""Links in mails: one task each, without signing in; they show nothing else and end."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail, signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.audit.models import AuditEntry
from alongside.identity import limits
from alongside.notifications.models import Message
from alongside.one_on_ones import services
from alongside.one_on_ones.links import SALT, Link, Task, read
from alongside.one_on_ones.models import AgendaItem, Closing, Meeting
from alongside.one_on_ones.tasks import remind
from alongside.one_on_ones.tests.makers import a_meeting, a_series, a_topic

WORDS = "the calibration bench"


@pytest.fixture
def meeting(cast):
    series = a_series(cast)
    a_topic(cast, series, WORDS)
    return a_meeting(series, hours=1)


def address(meeting, person, task, *, use=False):
    name = "one_on_ones:link_use" if use else "one_on_ones:link_detail"
    return reverse(name, args=[Link(meeting.pk, person.pk, task).token()])


def press(meeting, person, task, **data):
    return Client().post(address(meeting, person, task, use=True), data)


@pytest.mark.parametrize("task", list(Task))
def test_opening_a_link_changes_nothing_and_shows_nothing_of_the_two(cast, meeting, task):
    answer = Client().get(address(meeting, cast.eve, task))
    page = answer.content.decode()
    assert answer.status_code == 200
    for secret in (WORDS, "Max", "Eve", cast.eve.email, f"/1-1s/{meeting.series_id}/"):
        assert secret not in page
    assert not Closing.objects.exists()
    assert AgendaItem.objects.count() == 1


def test_we_met_by_link_closes_the_meeting_for_the_one_it_speaks_for(cast, meeting):
    assert press(meeting, cast.eve, Task.WE_MET).status_code == 303
    assert Closing.objects.get().closed_by == cast.eve
    assert AuditEntry.objects.get(action="one_on_ones.meeting_closed").door == "mail"
    assert press(meeting, cast.max, Task.WE_MET).status_code == 404


def test_a_topic_by_link_is_shared_and_the_link_works_once(cast, meeting):
    assert press(meeting, cast.eve, Task.ADD_TOPIC, text="holidays").status_code == 303
    item = AgendaItem.objects.order_by("-pk").first()
    assert (item.author, item.visibility) == (cast.eve, "shared")
    assert Client().get(address(meeting, cast.eve, Task.ADD_TOPIC)).status_code == 404
    assert press(meeting, cast.eve, Task.ADD_TOPIC, text="one more").status_code == 404
    assert AgendaItem.objects.count() == 2
    assert Client().get(address(meeting, cast.max, Task.ADD_TOPIC)).status_code == 200


def test_an_empty_topic_is_asked_for_once_more(cast, meeting):
    assert press(meeting, cast.eve, Task.ADD_TOPIC, text=" ").status_code == 422
    assert press(meeting, cast.eve, Task.ADD_TOPIC, text="now").status_code == 303


def test_another_mail_brings_no_second_use(cast, meeting):
    press(meeting, cast.eve, Task.ADD_TOPIC, text="holidays")
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        assert press(meeting, cast.eve, Task.ADD_TOPIC, text="one more").status_code == 404


def test_a_link_opens_nobodys_session(cast, meeting):
    browser = Client()
    browser.post(address(meeting, cast.eve, Task.ADD_TOPIC, use=True), {"text": "holidays"})
    page = browser.get(reverse("one_on_ones:series_detail", args=[meeting.series_id]))
    assert (page.status_code, page.url.startswith("/sign-in/")) == (302, True)


@pytest.mark.parametrize(("days", "status"), [(2, 200), (4, 404)])
def test_a_link_ends_three_days_after_the_meeting(cast, meeting, days, status):
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() - timedelta(days=days))
    assert Client().get(address(meeting, cast.eve, Task.WE_MET)).status_code == status
    assert press(meeting, cast.eve, Task.WE_MET).status_code == (303 if status == 200 else 404)


@pytest.mark.parametrize("what", ["skip_meeting", "cancel_meeting", "close_meeting"])
def test_a_link_ends_with_its_meeting(cast, meeting, what):
    getattr(services, what)(actor=cast.acts(cast.max), meeting=meeting)
    assert Client().get(address(meeting, cast.eve, Task.ADD_TOPIC)).status_code == 404


def test_we_met_waits_for_the_day(cast, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() + timedelta(days=1))
    page = Client().get(address(meeting, cast.eve, Task.WE_MET)).content.decode()
    assert "It is still to come" in page and "/use/" not in page
    assert press(meeting, cast.eve, Task.WE_MET).status_code == 404
    assert not Closing.objects.exists()


def test_a_link_of_a_stranger_or_of_somebody_who_left_opens_nothing(cast, meeting):
    assert press(meeting, cast.omar, Task.ADD_TOPIC, text="let me in").status_code == 404
    cast.eve.account.is_active = False
    cast.eve.account.save()
    assert press(meeting, cast.eve, Task.ADD_TOPIC, text="still here").status_code == 404
    assert AgendaItem.objects.count() == 1


def test_nobody_makes_a_link_of_their_own(cast, meeting):
    whole = Link(meeting.pk, cast.eve.pk, Task.WE_MET).token()
    forged = [
        whole[:-1] + ("A" if whole[-1] != "A" else "B"),
        signing.dumps([meeting.pk, cast.eve.pk, "met"], salt="another"),
        signing.dumps([meeting.pk, cast.eve.pk, "read"], salt=SALT),
        signing.dumps("nonsense", salt=SALT),
        "nonsense",
    ]
    assert [read(token) for token in forged] == [None] * len(forged)
    assert Client().get(reverse("one_on_ones:link_detail", args=["nonsense"])).status_code == 404


def test_a_link_of_old_is_over_however_far_its_meeting_moved(cast, meeting):
    token = Link(meeting.pk, cast.eve.pk, Task.WE_MET).token()
    with time_machine.travel(timezone.now() + timedelta(days=61)):
        assert read(token) is None


def test_many_tries_have_to_wait(cast, meeting, monkeypatch):
    few = limits.Limit("mail_link", "network", 3, timedelta(minutes=15), limits.Effect.DELAY)
    monkeypatch.setitem(limits.TABLE, "mail_link", few)
    answers = [Client().get(reverse("one_on_ones:link_detail", args=["guess"])).status_code for _ in range(5)]
    assert answers[:3] == [404, 404, 404]
    assert answers[-1] == 429


def test_the_reminder_brings_working_links_to_both_and_stores_none(cast, meeting):
    remind.func(meeting.pk, meeting.version)
    waiting = list(Message.objects.filter(template="one_on_ones/email/meeting_ahead"))
    assert {message.person_id for message in waiting} == {cast.eve.pk, cast.max.pk}
    assert all("link/" not in str(message.context) for message in waiting)


@pytest.mark.django_db(transaction=True)
def test_the_links_of_the_mail_work_from_any_browser(cast, run_tasks):
    meeting = a_meeting(a_series(cast), hours=2)
    remind.enqueue(meeting_id=meeting.pk, version=meeting.version)
    run_tasks()
    (to_eve,) = [message for message in mail.outbox if message.to == [cast.eve.email]]
    links = [line for line in str(to_eve.body).splitlines() if "/link/" in line]
    assert len(links) == 2
    path = links[0].removeprefix(settings.BASE_URL)
    assert Client().get(path).status_code == 200
    assert Client().post(f"{path}use/", {"text": "holidays"}).status_code == 303
    assert AgendaItem.objects.get().author == cast.eve
