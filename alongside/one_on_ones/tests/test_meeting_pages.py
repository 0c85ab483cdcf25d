"""We met, moving, leaving out, taking back, and the page of a talk that is over."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from alongside.one_on_ones import queries
from alongside.one_on_ones.models import Closing, Meeting, Rescheduling
from alongside.one_on_ones.tests.makers import a_meeting, a_series, a_talk, an_action
from alongside.one_on_ones.today import talks_today


@pytest.fixture
def series(cast):
    return a_series(cast)


def at(name, meeting):
    return reverse(f"one_on_ones:{name}", args=[meeting.series_id, meeting.pk])


def in_form(moment, version=1):
    local = timezone.localtime(moment)
    return {"day": local.date(), "time": local.strftime("%H:%M"), "version": version}


def test_we_met_is_one_tap_and_can_be_taken_back(cast, series, web):
    meeting = a_meeting(series, hours=-1)
    page = web(cast.eve).post(at("closing_create", meeting), follow=True).content.decode()
    assert "You met. Nothing else has to be done." in page and "Undo" in page
    web(cast.eve).post(at("closing_delete", meeting))
    meeting.refresh_from_db()
    assert (meeting.state, Closing.objects.count()) == (Meeting.State.PLANNED, 0)


def test_two_who_did_not_plan_can_say_that_they_met_once(cast, series, web):
    address = reverse("one_on_ones:meeting_create", args=[series.pk])
    for person in (cast.eve, cast.max):
        assert web(person).post(address).status_code == 302
    assert Closing.objects.count() == 1
    assert Meeting.objects.get().state == Meeting.State.HELD


def test_the_button_is_there_on_the_day_and_not_a_week_before(cast, series, web):
    meeting = a_meeting(series, days=5)
    address = reverse("one_on_ones:series_detail", args=[series.pk])
    assert at("closing_create", meeting) not in web(cast.eve).get(address).content.decode()
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now())
    assert at("closing_create", meeting) in web(cast.eve).get(address).content.decode()


def test_either_moves_it_and_the_slower_one_sees_both_times(cast, series, web):
    meeting = a_meeting(series, days=1)
    wished = timezone.now() + timedelta(days=2)
    assert web(cast.eve).get(at("rescheduling_form", meeting)).status_code == 200
    web(cast.eve).post(at("rescheduling_create", meeting), in_form(wished))
    other = wished + timedelta(days=1)
    stale = web(cast.max).post(at("rescheduling_create", meeting), in_form(other))
    assert stale.status_code == 409
    assert str(timezone.localtime(other).date()) in stale.content.decode()
    assert Rescheduling.objects.count() == 1
    web(cast.max).post(at("rescheduling_create", meeting), in_form(other, version=2))
    meeting.refresh_from_db()
    assert timezone.localtime(meeting.starts_at).date() == timezone.localtime(other).date()


def test_a_time_in_the_past_is_refused_beside_the_field(cast, series, web):
    meeting = a_meeting(series, days=1)
    answer = web(cast.eve).post(
        at("rescheduling_create", meeting), in_form(timezone.now() - timedelta(days=1))
    )
    assert answer.status_code == 422
    assert "still to come" in answer.content.decode()
    assert not Rescheduling.objects.exists()


@pytest.mark.parametrize("name", ["skipping_create", "cancelling_create"])
def test_leaving_out_and_calling_off_can_be_undone(cast, series, web, name):
    meeting = a_meeting(series, hours=3)
    page = web(cast.eve).post(at(name, meeting), follow=True).content.decode()
    assert "Open topics wait" in page and at("restoration_create", meeting) in page
    assert queries.next_meeting(cast.acts(cast.max), series) is None
    web(cast.max).post(at("restoration_create", meeting))
    assert queries.next_meeting(cast.acts(cast.max), series) == meeting


def test_what_was_agreed_stays_on_the_page_of_its_talk(cast, series, web):
    first = a_talk(cast, series, days_ago=14)
    an_action(cast, series, "Ask for two dates")
    latest = a_talk(cast, series, days_ago=0)
    for person in (cast.eve, cast.max):
        assert "Ask for two dates" in web(person).get(at("meeting_detail", latest)).content.decode()
    assert "Ask for two dates" not in web(cast.eve).get(at("meeting_detail", first)).content.decode()


def test_a_planned_meeting_leads_to_the_page_of_the_two(cast, series, web):
    meeting = a_meeting(series, days=1)
    assert web(cast.eve).get(at("meeting_detail", meeting)).status_code == 302


@pytest.mark.parametrize("who", ["hana", "dora", "ada", "omar", "ben"])
def test_nobody_else_finds_a_past_talk(cast, series, web, who):
    meeting = a_talk(cast, series, days_ago=3)
    assert web(getattr(cast, who)).get(at("meeting_detail", meeting)).status_code == 404
    assert web(getattr(cast, who)).post(at("closing_delete", meeting)).status_code == 404
    assert Closing.objects.count() == 1


def test_the_page_of_a_past_talk_keeps_to_its_queries(cast, series, web, django_assert_max_num_queries):
    meeting = a_talk(cast, series, days_ago=1)
    for number in range(20):
        an_action(cast, series, f"action {number}")
    browser = web(cast.eve)
    browser.get(at("meeting_detail", meeting))
    with django_assert_max_num_queries(15):
        browser.get(at("meeting_detail", meeting))


@pytest.mark.parametrize(
    ("now", "starts", "is_near"),
    [
        ("2026-11-24T09:00Z", "2026-11-25T18:00Z", True),
        ("2026-11-24T09:00Z", "2026-11-26T08:00Z", False),
        ("2026-11-27T16:00Z", "2026-11-30T09:00Z", True),
        ("2026-11-28T09:00Z", "2026-11-30T18:00Z", True),
        ("2026-11-28T09:00Z", "2026-12-01T08:00Z", False),
    ],
    ids=[
        "tomorrow",
        "in two days",
        "Monday, seen on Friday",
        "Monday, seen on Saturday",
        "Tuesday, on Saturday",
    ],
)
def test_today_shows_the_talks_of_the_next_working_day(cast, now, starts, is_near):
    series = a_series(cast)
    Meeting.objects.create(series=series, starts_at=datetime.fromisoformat(starts), minutes=25)
    with time_machine.travel(now, tick=False):
        assert bool(talks_today(cast.acts(cast.eve))) is is_near
