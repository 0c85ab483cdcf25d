"""Looking back: for the two and nobody else; what counts, what is contested, what is asked."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from alongside.audit.models import AuditEntry
from alongside.commitments.models import Commitment
from alongside.commitments.services import keep_commitment, redate_commitment
from alongside.one_on_ones import services, slots
from alongside.one_on_ones.models import AgendaItem, Contest, Meeting, PastRhythm, Series
from alongside.one_on_ones.queries import regularity
from alongside.one_on_ones.retrospect import retrospect
from alongside.one_on_ones.slots import Outcome, Tally
from alongside.one_on_ones.tests.makers import a_meeting, a_series, a_topic, an_action
from alongside.people.calendar import today
from alongside.people.models import Absence


def monday(weeks_ago: int):
    return today() - timedelta(days=today().weekday(), weeks=weeks_ago)


def at(name, *args):
    return reverse(f"one_on_ones:{name}", args=args)


@pytest.fixture
def series(cast):
    """Max and Eve, weekly on Wednesdays for ten weeks."""
    series = a_series(cast, weeks=10)
    Series.objects.filter(pk=series.pk).update(first_on=monday(10) + timedelta(days=2), starts_at=time(10))
    return Series.objects.select_related("manager__site", "employee__site", "data_key").get(pk=series.pk)


def slot(series, weeks_ago: int, *, weekday: int = 2) -> Meeting:
    """A planned meeting of the rhythm, so many weeks ago."""
    day = monday(weeks_ago) + timedelta(days=2)
    starts_at = timezone.make_aware(datetime.combine(monday(weeks_ago) + timedelta(days=weekday), time(10)))
    return Meeting.objects.create(series=series, slot_on=day, starts_at=starts_at, minutes=25)


def outcomes(cast, series, person=None):
    return [one.outcome for one in retrospect(cast.acts(person or cast.eve), series).slots]


def test_meetings_leave_pauses_and_calling_off_are_counted_as_the_table_says(cast, series):
    services.close_meeting(actor=cast.acts(cast.max), meeting=slot(series, 1, weekday=4))
    services.cancel_meeting(actor=cast.acts(cast.eve), meeting=slot(series, 2))
    services.cancel_meeting(actor=cast.acts(cast.max), meeting=slot(series, 3))
    Absence.objects.create(person=cast.max, during=DateRange(monday(4), monday(4) + timedelta(days=3)))
    Absence.objects.create(person=cast.eve, during=DateRange(monday(5), monday(5) + timedelta(days=2)))
    series.pauses.create(during=DateRange(monday(7), monday(6)), made_by=cast.eve)
    found = outcomes(cast, series)
    assert found[:7] == [
        Outcome.HELD, Outcome.OFF_BY_EMPLOYEE, Outcome.NOT_HELD, Outcome.AWAY, Outcome.NOT_HELD, Outcome.NOT_HELD,
        Outcome.PAUSED,
    ]  # fmt: skip
    assert len(found) == 10
    assert outcomes(cast, series, cast.max) == found
    assert retrospect(cast.acts(cast.eve), series).tally == Tally(expected=7, held=1)


def test_planning_it_once_more_forgets_who_called_it_off(cast, series):
    meeting = slot(series, 1)
    services.cancel_meeting(actor=cast.acts(cast.eve), meeting=meeting)
    services.restore_meeting(actor=cast.acts(cast.max), meeting=meeting)
    assert outcomes(cast, series)[0] == Outcome.NOT_HELD
    services.skip_meeting(actor=cast.acts(cast.max), meeting=meeting)
    assert outcomes(cast, series)[0] == Outcome.NOT_HELD


def test_the_other_one_says_with_one_tap_that_they_did_not_meet(cast, series, web):
    meeting = slot(series, 1)
    services.close_meeting(actor=cast.acts(cast.max), meeting=meeting)
    assert outcomes(cast, series)[0] == Outcome.HELD
    address = at("contest_create", series.pk, meeting.pk)
    page = at("meeting_detail", series.pk, meeting.pk)
    assert address not in web(cast.max).get(page).content.decode()
    assert web(cast.max).post(address).status_code == 403
    assert not Contest.objects.exists()
    assert address in web(cast.eve).get(page).content.decode()
    web(cast.eve).post(address)
    web(cast.eve).post(address)
    assert outcomes(cast, series)[0] == Outcome.CONTESTED
    assert "Eve says that you did not meet" in web(cast.max).get(page).content.decode()
    assert AuditEntry.objects.filter(action="one_on_ones.meeting_contested").count() == 1
    assert web(cast.max).post(at("contest_delete", series.pk, meeting.pk)).status_code == 403
    web(cast.eve).post(at("contest_delete", series.pk, meeting.pk))
    assert outcomes(cast, series)[0] == Outcome.HELD


def test_after_five_working_days_it_stands(cast, series, web):
    meeting = slot(series, 3)
    services.close_meeting(actor=cast.acts(cast.max), meeting=meeting)
    meeting.closing.closed_at = timezone.now() - timedelta(days=12)
    meeting.closing.save()
    answer = web(cast.eve).post(at("contest_create", series.pk, meeting.pk))
    assert answer.status_code == 403 and "five working days" in answer.content.decode()
    assert not Contest.objects.exists()


def test_a_changed_rhythm_keeps_what_was_expected_before(cast, series):
    for weeks in range(1, 5):
        services.close_meeting(actor=cast.acts(cast.max), meeting=slot(series, weeks))
    services.set_rhythm(
        actor=cast.acts(cast.eve), series=series, cadence="fortnightly", first_on=today(), starts_at=time(9),
        minutes=45, version=series.version,
    )  # fmt: skip
    assert PastRhythm.objects.get().cadence == "weekly"
    assert retrospect(cast.acts(cast.eve), series).tally == Tally(expected=10, held=4)


def test_the_page_is_for_the_two_and_counts_its_queries(cast, series, web, django_assert_max_num_queries):
    for weeks in range(1, 9):
        services.close_meeting(actor=cast.acts(cast.max), meeting=slot(series, weeks))
    address = at("retrospect_detail", series.pk)
    browser = web(cast.eve)
    browser.get(address)
    with django_assert_max_num_queries(30):
        page = browser.get(address).content.decode()
    assert "you met in 8 of 10 periods" in page
    assert "Only Max and you" in page
    for person in (cast.dora, cast.hana, cast.omar, cast.ben, cast.ada):
        assert web(person).get(address).status_code == 404


def test_below_the_floor_a_calm_line_offers_another_rhythm(cast, series, web):
    page = web(cast.max).get(at("retrospect_detail", series.pk)).content.decode()
    assert "at least 2 talks in 30 days" in page
    for weeks in (1, 2):
        services.close_meeting(actor=cast.acts(cast.max), meeting=slot(series, weeks))
    assert "at least 2 talks" not in web(cast.max).get(at("retrospect_detail", series.pk)).content.decode()


def test_themes_count_where_both_can_see_them(cast, series):
    for number, theme in enumerate(("workload", "growth", "team")):
        private = theme == "team"
        topic = a_topic(cast, series, f"Topic {number}", private=private)
        AgendaItem.objects.filter(pk=topic.pk).update(
            theme=theme, talked_at=timezone.now() - timedelta(days=7)
        )
    for person in (cast.eve, cast.max):
        found = retrospect(cast.acts(person), series)
        assert set(found.coverage.touched) == {"workload", "growth"}
        assert len(found.missing) == 6


def test_what_was_agreed_counts_by_its_day_and_everything_in_time_may_be_too_easy(cast, series, web):
    actions = [an_action(cast, series, f"Do {n}", days=7) for n in range(4)]
    for action in actions[:3]:
        keep_commitment(actor=cast.acts(cast.eve), commitment=action)
    Commitment.objects.filter(pk__in=[one.pk for one in actions]).update(due_on=today() - timedelta(days=1))
    actions[0].turns.update(made_at=timezone.now() - timedelta(days=3))
    actions[1].turns.update(made_at=timezone.now() - timedelta(days=3))
    closure = retrospect(cast.acts(cast.eve), series).closure
    assert (closure.due, closure.in_time, closure.per_cent) == (4, 2, 50)
    actions[2].turns.update(made_at=timezone.now() - timedelta(days=3))
    Commitment.objects.filter(pk=actions[3].pk).update(state="dropped")
    page = web(cast.eve).get(at("retrospect_detail", series.pk)).content.decode()
    assert "3 were done by their day" in page and "room for something harder" in page


def test_of_an_action_that_was_moved_the_new_day_counts(cast, series):
    action = an_action(cast, series, "Do it", days=7)
    Commitment.objects.filter(pk=action.pk).update(due_on=today() - timedelta(days=10))
    action.refresh_from_db()
    redate_commitment(
        actor=cast.acts(cast.eve),
        commitment=action,
        due_on=today() + timedelta(days=3),
        reason="The bench broke.",
    )
    assert retrospect(cast.acts(cast.eve), series).closure.due == 0
    action.refresh_from_db()
    keep_commitment(actor=cast.acts(cast.eve), commitment=action)
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        closure = retrospect(cast.acts(cast.eve), series).closure
    assert (closure.due, closure.in_time) == (1, 1)


def test_bulk_counting_needs_the_same_queries_for_one_pair_and_for_many(
    cast, series, django_assert_num_queries
):
    other = services.start_series(actor=cast.acts(cast.max), employee=cast.ben)
    window = (monday(4), monday(0))
    people = ("manager__site", "employee__site")
    two = list(Series.objects.filter(pk__in=[series.pk, other.pk]).select_related(*people))
    actor = cast.acts(cast.max)
    for some in (two[:1], two):
        with django_assert_num_queries(5):
            found = regularity.slots_by_series(actor, some, window)
        assert set(found) == {one.pk for one in some}
    assert slots.tally(found[series.pk]).expected == 4


def test_a_rule_of_ones_own_is_looked_at_before_it_is_set(cast, series, web):
    browser = web(cast.eve)
    form = {
        "recurrence": "rrule:freq=monthly;byday=1tu,3tu", "first_on": today() + timedelta(days=1),
        "starts_at": "10:00", "minutes": 30, "version": series.version,
    }  # fmt: skip
    seen = browser.get(at("own_rhythm_form", series.pk), form).content.decode()
    assert seen.count("<li><time") == 5
    series.refresh_from_db()
    assert series.recurrence == ""  # looking changes nothing
    assert browser.post(at("own_rhythm_update", series.pk), form).status_code == 302
    series.refresh_from_db()
    assert (series.cadence, series.recurrence) == ("custom", "FREQ=MONTHLY;BYDAY=1TU,3TU")
    planned = Meeting.objects.filter(series=series, state="planned", starts_at__gt=timezone.now())
    assert planned.count() == 2
    assert all(one.slot_on.weekday() == 1 and (one.slot_on.day - 1) // 7 in (0, 2) for one in planned)
    assert "By a rule of your own" in browser.get(at("series_detail", series.pk)).content.decode()


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("FREQ=HOURLY", "can&#x27;t be used"),
        ("FREQ=WEEKLY;INTERVAL=0", "is not a value that INTERVAL can have"),
        ("every tuesday", "Write the rule as parts"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "no meeting within a year"),
        ("FREQ=WEEKLY;BYDAY=TU;X-EVIL=1", "Write the rule as parts"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_in_words_and_nothing_changes(cast, series, web, rule, says):
    form = {
        "recurrence": rule, "first_on": today() + timedelta(days=1), "starts_at": "10:00", "minutes": 30,
        "version": series.version,
    }  # fmt: skip
    assert says in web(cast.eve).get(at("own_rhythm_form", series.pk), form).content.decode()
    answer = web(cast.eve).post(at("own_rhythm_update", series.pk), form)
    assert answer.status_code == 422 and says in answer.content.decode()
    series.refresh_from_db()
    assert (series.cadence, series.recurrence) == ("weekly", "")


def test_a_meeting_that_is_near_can_still_be_planned_by_the_old_ways(cast, series):
    """The rhythms of weeks and months plan as before."""
    services.set_rhythm(
        actor=cast.acts(cast.max), series=series, cadence="monthly", first_on=today(), starts_at=time(23, 59),
        minutes=25, version=series.version,
    )  # fmt: skip
    assert Meeting.objects.filter(series=series, state="planned").count() == 2
    assert a_meeting(series, hours=1).state == "planned"
