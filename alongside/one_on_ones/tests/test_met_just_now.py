"""Two who meet before their next date: what they write goes with the talk they had, whoever closes it meanwhile."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from alongside.one_on_ones import queries, services
from alongside.one_on_ones.models import Meeting, NoteBlock, Series
from alongside.one_on_ones.tests.makers import a_meeting
from alongside.one_on_ones.tests.notes_makers import Door, fresh
from alongside.one_on_ones.tests.test_notes_at_once import at_once
from alongside.people.calendar import today
from alongside.people.tests.makers import small_company

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people() -> SimpleNamespace:
    return small_company()


@pytest.fixture
def series(people) -> Series:
    return services.start_series(actor=people.acts(people.max), employee=people.eve)


@pytest.fixture
def ahead(series) -> Meeting:
    """Planned in two days, on a day of the rhythm."""
    meeting = a_meeting(series, days=2)
    meeting.slot_on = today() + timedelta(days=2)
    meeting.save()
    return meeting


@pytest.fixture
def eve(people, web, ahead) -> Door:
    return Door(web(people.eve), people.eve, ahead)


@pytest.fixture
def max_(people, web, ahead) -> Door:
    return Door(web(people.max), people.max, ahead)


def says_met(door: Door) -> int:
    return door.browser.post(reverse("one_on_ones:meeting_create", args=[door.series_id])).status_code


def notes_with(meeting: Meeting) -> list[str]:
    return [one.text for one in NoteBlock.objects.select_related("series__data_key").filter(meeting=meeting)]


def test_notes_on_the_page_go_with_the_talk_just_held(people, series, ahead, eve, max_):
    eve.put(fresh(), "What we said about the bench")
    assert says_met(max_) == 302
    held = Meeting.objects.get(state=Meeting.State.HELD)
    following = queries.next_meeting(people.acts(people.eve), series)
    assert notes_with(held) == ["What we said about the bench"]
    assert (following.slot_on, following.starts_at) == (ahead.slot_on, ahead.starts_at)
    assert notes_with(following) == []
    page = reverse("one_on_ones:meeting_detail", args=[series.pk, held.pk])
    assert "What we said about the bench" in eve.browser.get(page).content.decode()


def test_words_on_their_way_when_the_other_closes_go_with_that_talk_too(ahead, eve, max_):
    begun = fresh()
    eve.put(begun, "begun")
    says_met(max_)
    assert eve.put(begun, "begun and gone on", base="1").status_code == 200
    assert eve.put(fresh(), "one more line from the page that stayed open").status_code == 200
    assert sorted(eve.shown().values()) == [
        "begun and gone on",
        "one more line from the page that stayed open",
    ]
    held = Meeting.objects.get(state=Meeting.State.HELD)
    assert len(notes_with(held)) == 2


def test_both_type_and_both_close_at_the_same_moment(series, eve, max_):
    blocks = [fresh(), fresh()]
    at_once(
        lambda: [eve.put(blocks[0], "e" * n, base=str(n - 1)) for n in range(1, 6)],
        lambda: [max_.put(blocks[1], "m" * n, base=str(n - 1)) for n in range(1, 6)],
        lambda: says_met(eve),
        lambda: says_met(max_),
    )
    held = Meeting.objects.get(state=Meeting.State.HELD)
    assert sorted(notes_with(held)) == ["eeeee", "mmmmm"]
    assert Meeting.objects.filter(series=series).count() == 2


def test_a_move_stays_with_the_date_that_was_moved(people, series, ahead, max_):
    later = ahead.starts_at + timedelta(hours=2)
    services.reschedule_meeting(
        actor=people.acts(people.eve), meeting=ahead, starts_at=later, version=ahead.version
    )
    says_met(max_)
    following = queries.next_meeting(people.acts(people.max), series)
    assert following.starts_at == later
    assert following.reschedulings.count() == 1
    assert not Meeting.objects.get(state=Meeting.State.HELD).reschedulings.exists()


def test_an_old_page_on_the_day_itself_closes_the_talk_of_the_day(series, max_):
    due = a_meeting(series, hours=1)
    says_met(max_)
    due.refresh_from_db()
    assert due.state == Meeting.State.HELD
    assert not Meeting.objects.filter(slot_on=None, state=Meeting.State.PLANNED).exists()


def test_both_say_it_on_old_pages_of_the_day_and_the_next_talk_stays_planned(series, ahead, eve, max_):
    due = a_meeting(series, hours=1)
    due.slot_on = today()
    due.save()
    assert says_met(eve) == says_met(max_) == 302
    assert list(Meeting.objects.filter(state=Meeting.State.HELD)) == [due]
    ahead.refresh_from_db()
    assert ahead.state == Meeting.State.PLANNED


def test_taken_back_the_planned_talk_has_its_time_its_moves_and_its_notes_again(
    people, series, ahead, eve, max_
):
    eve.put(fresh(), "For the day after tomorrow")
    moved = ahead.starts_at + timedelta(hours=2)
    services.reschedule_meeting(
        actor=people.acts(people.eve), meeting=ahead, starts_at=moved, version=ahead.version
    )
    before = set(Meeting.objects.values_list("pk", "slot_on", "starts_at", "minutes", "state"))
    says_met(max_)
    held = Meeting.objects.get(state=Meeting.State.HELD)
    services.reopen_meeting(actor=people.acts(people.max), meeting=held)
    after = set(Meeting.objects.values_list("pk", "slot_on", "starts_at", "minutes", "state"))
    assert before <= after
    ahead.refresh_from_db()
    assert queries.next_meeting(people.acts(people.eve), series) == ahead
    assert notes_with(ahead) == ["For the day after tomorrow"]
    assert ahead.reschedulings.count() == 1


def test_what_was_written_for_the_planned_time_meanwhile_is_not_taken_away(people, series, ahead, eve, max_):
    says_met(max_)
    held = Meeting.objects.get(state=Meeting.State.HELD)
    following = queries.next_meeting(people.acts(people.eve), series)
    Door(eve.browser, people.eve, following).put(fresh(), "For then")
    services.reopen_meeting(actor=people.acts(people.max), meeting=held)
    following.refresh_from_db()
    assert following.state == Meeting.State.PLANNED
    assert notes_with(following) == ["For then"]


def test_a_stranger_closes_nothing(people, web, ahead):
    assert says_met(Door(web(people.dora), people.dora, ahead)) == 404
    ahead.refresh_from_db()
    assert ahead.state == Meeting.State.PLANNED
