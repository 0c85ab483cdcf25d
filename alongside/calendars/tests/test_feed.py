"""The address a calendar reads: what is in it, who gets it, and how it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from alongside.audit.models import AuditEntry
from alongside.calendars import ical, services
from alongside.calendars.models import Edition, Feed
from alongside.calendars.tests.makers import TUESDAY, a_rhythm, slot, starts, tell, times
from alongside.core.calendar_offers import PlannedTalk
from alongside.core.errors import Refused
from alongside.identity import limits
from alongside.identity.services import close_account
from alongside.one_on_ones import services as one_on_ones
from alongside.one_on_ones.models import Meeting, Series
from alongside.one_on_ones.tests.makers import a_topic
from alongside.people.tests.makers import TESTS, a_person


@pytest.fixture(autouse=True)
def on_tuesday():
    with time_machine.travel(TUESDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def series(cast):
    return a_rhythm(cast)


@pytest.fixture
def feed(cast, series):
    """The path of Eve's address."""
    _feed, secret = services.open_feed(actor=cast.acts(cast.eve))
    return reverse("calendars:feed_detail", args=[secret])


def read(path: str, **headers: str):
    return Client().get(path, headers=headers)


def test_a_calendar_shows_the_rhythm_at_the_same_time_of_day_when_clocks_change(feed):
    answer = read(feed)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert starts(answer.content, days=22) == [
        "03-17 13:00",
        "03-24 13:00",
        "03-31 12:00",
        "04-07 12:00",
    ]
    assert times(answer.content)[0][1] == "1:1 with Max"


def test_moved_called_off_and_left_out_meetings_are_so_in_the_calendar(cast, series, feed):
    eve, max_ = cast.acts(cast.eve), cast.acts(cast.max)
    with time_machine.travel(TUESDAY + timedelta(days=20), tick=False):
        for _week in range(3):
            one_on_ones.plan_meetings(actor=eve, series=series)
    tell(series)
    later = slot(series, 1).starts_at + timedelta(hours=3)
    one_on_ones.reschedule_meeting(actor=eve, meeting=slot(series, 1), starts_at=later, version=1)
    one_on_ones.skip_meeting(actor=max_, meeting=slot(series, 2))
    one_on_ones.cancel_meeting(actor=max_, meeting=slot(series, 3))
    tell(series)
    answer = read(feed)
    assert starts(answer.content, days=29) == ["03-17 13:00", "03-24 16:00", "03-31 12:00"]
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert {str(event["UID"]) for event in events} == {f"one-on-ones-series-{series.pk}@localhost"}
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert {int(event["SEQUENCE"]) for event in events} == {1}
    assert events[1]["RECURRENCE-ID"].dt == datetime(2026, 3, 24, 14, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))


def test_a_meeting_in_between_has_a_name_of_its_own(series, feed):
    extra = Meeting.objects.create(series=series, starts_at=TUESDAY + timedelta(days=2), minutes=15)
    events = Calendar.from_ical(read(feed).content).walk("VEVENT")
    assert [str(event["UID"]) for event in events] == [
        f"one-on-ones-series-{series.pk}@localhost",
        f"one-on-ones-series-{series.pk}-{extra.pk}@localhost",
    ]


def test_a_pause_leaves_a_gap_and_a_pause_without_end_ends_the_rule(cast, series, feed):
    eve = cast.acts(cast.eve)
    one_on_ones.pause_series(actor=eve, series=series, until=date(2026, 3, 31))
    assert starts(read(feed).content, days=22) == ["03-31 12:00", "04-07 12:00"]
    one_on_ones.resume_series(actor=eve, series=series)
    assert starts(read(feed).content, days=10) == ["03-17 13:00", "03-24 13:00"]
    one_on_ones.pause_series(actor=eve, series=series, until=None)
    assert starts(read(feed).content, days=90) == []


def test_every_change_of_the_rhythm_raises_the_sequence(cast, series, feed):
    tell(series)
    before = Edition.objects.get()
    one_on_ones.pause_series(actor=cast.acts(cast.eve), series=series, until=date(2026, 3, 31))
    tell(series)
    after = Edition.objects.get()
    assert (before.sequence, after.sequence, after.uid) == (0, 1, before.uid)
    tell(series)
    assert Edition.objects.get().sequence == 1


def test_a_rule_of_their_own_is_in_the_calendar_as_they_wrote_it(cast, series, feed):
    one_on_ones.set_rhythm(
        actor=cast.acts(cast.max), series=series, cadence="custom", first_on=date(2026, 3, 18), starts_at=time(9, 0),
        minutes=25, version=series.version, recurrence="FREQ=MONTHLY;BYDAY=2TU;UNTIL=20260601",
    )  # fmt: skip
    assert starts(read(feed).content, days=200) == ["04-14 07:00", "05-12 07:00"]


def test_nothing_the_two_write_is_in_it(cast, series, feed):
    a_topic(cast, series, "canary-about-pay")
    words = read(feed).content.decode()
    assert "canary" not in words
    assert "DESCRIPTION" not in words


def test_a_reader_of_my_calendar_need_not_know_whom_i_meet(cast, series, feed):
    row = Feed.objects.get(person=cast.eve, ended_at=None)
    with time_machine.travel(TUESDAY + timedelta(minutes=5), tick=False):
        services.choose_title(actor=cast.acts(cast.eve), feed=row, title="neutral")
        words = read(feed).content.decode()
    assert "SUMMARY:Busy" in words
    assert "Max" not in words
    assert "URL" not in words


def test_the_words_are_in_the_language_of_its_person(cast, series, feed):
    cast.eve.locale = "de"
    cast.eve.save()
    assert "SUMMARY:1:1 mit Max" in read(feed).content.decode()


def test_the_second_time_only_what_is_new_is_sent(cast, series, feed):
    tell(series)
    first = read(feed)
    assert first["Cache-Control"] == "private, no-cache"
    again = read(feed, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert read(feed, if_modified_since=first["Last-Modified"]).status_code == 304
    with time_machine.travel(TUESDAY + timedelta(hours=1), tick=False):
        meeting = slot(series, 1)
        one_on_ones.skip_meeting(actor=cast.acts(cast.max), meeting=meeting)
        tell(series)
        assert read(feed, if_none_match=first["ETag"]).status_code == 200
        assert read(feed, if_modified_since=first["Last-Modified"]).status_code == 200


def test_unknown_ended_and_renewed_secrets_get_the_same_answer(cast, series, feed):
    unknown = read(reverse("calendars:feed_detail", args=["x" * 43]))
    renewed, secret = services.open_feed(actor=cast.acts(cast.eve))
    fresh = reverse("calendars:feed_detail", args=[secret])
    assert read(fresh).status_code == 200
    services.end_feed(actor=cast.acts(cast.eve), feed=renewed)
    seen = [(a.status_code, a.content.replace(p.encode(), b""), sorted(a.headers)) for p, a in (
        (reverse("calendars:feed_detail", args=["x" * 43]), unknown), (feed, read(feed)), (fresh, read(fresh)),
    )]  # fmt: skip
    assert seen[0][0] == 404
    assert seen[1] == seen[0]
    assert seen[2] == seen[0]


def test_it_ends_with_the_account(cast, series, feed):
    assert read(feed).status_code == 200
    close_account(actor=TESTS, account=cast.eve.account)
    assert read(feed).status_code == 404


def test_it_ends_for_good_with_somebody_who_leaves_and_for_nobody_else(cast, series, feed):
    with pytest.raises(Refused):
        services.end_feeds_of_leavers(actor=TESTS, person_ids=[cast.eve.pk])
    assert read(feed).status_code == 200
    close_account(actor=TESTS, account=cast.eve.account)
    services.end_feeds_of_leavers(actor=TESTS, person_ids=[cast.eve.pk])
    assert Feed.objects.get().ended_at is not None


def test_the_database_holds_no_secret(cast, feed):
    secret = feed.removeprefix("/calendar/").removesuffix(".ics")
    row = Feed.objects.get()
    assert secret not in repr(vars(row))
    assert not AuditEntry.objects.filter(details__icontains=secret).exists()


@pytest.mark.parametrize("who", ["max", "dora", "hana", "ada"])
def test_nobody_else_changes_or_ends_it(cast, feed, who):
    row = Feed.objects.get()
    with pytest.raises(Refused):
        services.choose_title(actor=cast.acts(getattr(cast, who)), feed=row, title="neutral")
    with pytest.raises(Refused):
        services.end_feed(actor=cast.acts(getattr(cast, who)), feed=row)
    row.refresh_from_db()
    assert (row.title, row.ended_at) == ("names", None)


def test_others_see_their_own_talks_only(cast, series, feed):
    _feed, secret = services.open_feed(actor=cast.acts(cast.omar))
    words = read(reverse("calendars:feed_detail", args=[secret])).content
    assert times(words) == []


def test_former_pairs_keep_what_they_held_and_plan_nothing(cast, series, feed):
    with time_machine.travel(TUESDAY + timedelta(days=8), tick=False):
        one_on_ones.close_meeting(actor=cast.acts(cast.max), meeting=slot(series, 0))
        one_on_ones.end_series(actor=cast.acts(cast.max), series=series)
        assert starts(read(feed).content, days=60) == ["03-17 13:00"]


def test_a_calendar_that_asks_all_the_time_has_to_wait(feed, monkeypatch):
    monkeypatch.setitem(limits.TABLE, "calendar_feed", replace(limits.TABLE["calendar_feed"], count=2))
    assert [read(feed).status_code for _ in range(4)] == [200, 200, 429, 429]


def test_thirty_pairs_take_as_many_queries_as_one(cast, series, feed):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert read(feed).status_code == 200
        return len(seen)

    read(feed)
    one = queries()
    for number in range(30):
        other = a_person(f"Person {number}")
        more = Series.objects.create(manager=other, employee=cast.eve, started_on=date(2026, 3, 1))
        Meeting.objects.create(series=more, starts_at=TUESDAY, minutes=25, state="held")
    assert queries() == one
    assert len(times(read(feed).content)) > 30


def test_the_page_shows_the_address_once(cast, web):
    browser = web(cast.eve)
    made = browser.post(reverse("calendars:feed_create"), {"title": "names"}, follow=True)
    assert made.status_code == 200
    assert made.content.decode().count(".ics") == 1
    again = browser.get(reverse("calendars:account_detail")).content.decode()
    assert ".ics" not in again


def test_a_rule_without_a_start_is_a_mistake():
    talk = PlannedTalk("x.y", 1, (1, 2), "/", "UTC", 25, date(2026, 1, 1), rule="FREQ=WEEKLY")
    with pytest.raises(ValueError, match="starts"):
        ical.events_of(talk, "localhost", ical.Looks("x"))
    assert TUESDAY.tzinfo is UTC
