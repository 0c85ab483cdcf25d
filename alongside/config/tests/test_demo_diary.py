"""The demo company keeps its word: nobody has two talks at one time."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from alongside.config.demo import past
from alongside.config.demo.diary import Diary
from alongside.config.demo.people import seed
from alongside.one_on_ones.models import Meeting, Series
from alongside.skip_levels.models import GroupTalk, SkipTalk

SATURDAY = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)  # three weekdays ahead begin on one Monday
MONDAY = date(2026, 11, 30)


def bookings() -> Counter[tuple[int, datetime]]:
    """How many talks each person has in each half hour."""
    halves: list[tuple[int, datetime]] = []

    def book(people: list[int], start: datetime, minutes: int) -> None:
        count = -(-minutes // 30)
        halves.extend((one, start + n * timedelta(minutes=30)) for one in people for n in range(count))

    for meeting in Meeting.objects.select_related("series"):
        book([meeting.series.manager_id, meeting.series.employee_id], meeting.starts_at, meeting.minutes)
    for talk in SkipTalk.objects.all():
        book([talk.leader_id, talk.person_id], talk.starts_at, 30)
    for group in GroupTalk.objects.all():
        people = [group.leader_id, *group.places.values_list("person_id", flat=True)]
        book(people, group.starts_at, 60)
    return Counter(halves)


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_nobody_in_the_demo_has_two_talks_at_one_time(monkeypatch):
    monkeypatch.setattr(
        past, "WEEKS_HIGHLIGHTED", 2
    )  # a shorter past, for the time it takes to live through it
    monkeypatch.setattr(past, "WEEKS_OTHERS", 1)
    with time_machine.travel(SATURDAY, tick=False):
        seed()
        past.add_past()
        booked = bookings()
    assert Series.objects.count() > 150 and len(booked) > 600
    assert not {key: count for key, count in booked.items() if count > 1}


def test_a_taken_time_leads_to_the_next_one_that_suits_both(db):
    diary, zone = Diary(), ZoneInfo("Europe/Amsterdam")
    assert diary.find_weekly((1, 2), MONDAY, time(9), zone) == (MONDAY, time(9))
    assert diary.find_weekly((1, 3), MONDAY, time(9), zone) == (MONDAY, time(9, 30))
    assert diary.find_weekly((4, 3), MONDAY, time(9, 30), zone) == (MONDAY, time(10))
    leeds = ZoneInfo("Europe/London")
    assert diary.find_weekly((2, 5), MONDAY, time(8), leeds) == (MONDAY, time(8, 30))
    for _half_hour in range(16):
        diary.find_weekly((1, 6), MONDAY, time(16), zone)
    assert diary.find_weekly((1, 7), MONDAY, time(16), zone) == (MONDAY + timedelta(days=1), time(16))
