"""The rhythm of a pair: planning, moving, leaving out, closing with one tap, and taking it back."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.core import mail

from alongside.commitments.models import Commitment
from alongside.commitments.services import create_commitment
from alongside.core.errors import Invalid, Refused, Stale
from alongside.one_on_ones import queries, services
from alongside.one_on_ones.models import Closing, Meeting
from alongside.people.calendar import today

TUESDAY = datetime(2026, 3, 17, 9, 0, tzinfo=UTC)  # the week before clocks change in Europe


@pytest.fixture
def series(cast):
    with time_machine.travel(TUESDAY, tick=False):
        series = services.start_series(actor=cast.acts(cast.max), employee=cast.eve)
        series.time_zone = "Europe/Amsterdam"
        series.save()
        return services.set_rhythm(
            actor=cast.acts(cast.max), series=series, cadence="weekly", first_on=today(), starts_at=time(14, 0),
            minutes=25, version=1,
        )  # fmt: skip


def starts(series):
    return [m.starts_at for m in Meeting.objects.filter(series=series).order_by("starts_at")]


def test_the_rhythm_keeps_its_wall_clock_time_over_the_change_of_clocks(cast, series):
    with time_machine.travel(TUESDAY + timedelta(days=7), tick=False):
        services.plan_meetings(actor=cast.acts(cast.eve), series=series)
    assert starts(series) == [
        datetime(2026, 3, 17, 13, 0, tzinfo=UTC),
        datetime(2026, 3, 24, 13, 0, tzinfo=UTC),
        datetime(2026, 3, 31, 12, 0, tzinfo=UTC),
    ]


def test_planning_twice_plans_once(cast, series):
    with time_machine.travel(TUESDAY, tick=False):
        assert services.plan_meetings(actor=cast.acts(cast.max), series=series) == []
    assert len(starts(series)) == 2


def test_both_move_it_and_the_slower_one_keeps_their_time_on_the_page(cast, series):
    with time_machine.travel(TUESDAY, tick=False):
        meeting = queries.next_meeting(cast.acts(cast.max), series)
        later = meeting.starts_at + timedelta(hours=3)
        services.reschedule_meeting(actor=cast.acts(cast.eve), meeting=meeting, starts_at=later, version=1)
        stale = queries.meetings_visible_to(cast.acts(cast.max)).get(pk=meeting.pk)
        with pytest.raises(Stale):
            services.reschedule_meeting(
                actor=cast.acts(cast.max), meeting=stale, starts_at=later + timedelta(hours=1), version=1
            )
        meeting.refresh_from_db()
    assert meeting.starts_at == later
    assert meeting.reschedulings.count() == 1


def test_a_meeting_cannot_move_into_the_past(cast, series):
    with time_machine.travel(TUESDAY, tick=False):
        meeting = queries.next_meeting(cast.acts(cast.max), series)
        with pytest.raises(Invalid):
            services.reschedule_meeting(
                actor=cast.acts(cast.max), meeting=meeting, starts_at=TUESDAY - timedelta(hours=1), version=1
            )
    assert not meeting.reschedulings.exists()


def test_closing_is_one_tap_however_often_it_is_pressed(cast, series):
    with time_machine.travel(TUESDAY + timedelta(hours=6), tick=False):
        meeting = queries.next_meeting(cast.acts(cast.max), series)
        first = services.close_meeting(actor=cast.acts(cast.max), meeting=meeting)
        again = queries.meetings_visible_to(cast.acts(cast.eve)).get(pk=meeting.pk)
        assert services.close_meeting(actor=cast.acts(cast.eve), meeting=again) == first
        assert Closing.objects.count() == 1
        assert queries.next_meeting(cast.acts(cast.eve), series).slot_on.isoformat() == "2026-03-24"


@pytest.mark.parametrize("who", ["dora", "hana", "ada", "omar"])
def test_nobody_else_closes_or_moves_it(cast, series, who):
    with time_machine.travel(TUESDAY, tick=False):
        meeting = queries.next_meeting(cast.acts(cast.max), series)
        stranger = cast.acts(getattr(cast, who))
        for act in (
            services.close_meeting,
            services.skip_meeting,
            services.cancel_meeting,
            services.reopen_meeting,
        ):
            with pytest.raises(Refused):
                act(actor=stranger, meeting=meeting)
        assert not queries.meetings_visible_to(stranger).exists()
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.PLANNED


def test_a_meeting_of_next_week_cannot_have_been_held(cast, series):
    with time_machine.travel(TUESDAY, tick=False):
        far = Meeting.objects.filter(series=series).order_by("-starts_at").first()
        with pytest.raises(Refused):
            services.close_meeting(actor=cast.acts(cast.max), meeting=far)


def test_leaving_out_can_be_undone_and_the_topic_waits(cast, series):
    with time_machine.travel(TUESDAY, tick=False):
        eve = cast.acts(cast.eve)
        item = services.add_item(actor=eve, series=series, text="the bench")
        meeting = queries.next_meeting(eve, series)
        services.skip_meeting(actor=eve, meeting=meeting)
        assert queries.next_meeting(eve, series).pk != meeting.pk
        assert [found.pk for found in queries.agenda_of(eve, series)] == [item.pk]
        services.restore_meeting(actor=eve, meeting=meeting)
        assert queries.next_meeting(eve, series).pk == meeting.pk


def test_what_stays_open_is_counted_as_carried_and_taking_the_closing_back_uncounts_it(cast, series):
    with time_machine.travel(TUESDAY, tick=False):
        act = create_commitment(
            actor=cast.acts(cast.max), kind=Commitment.Kind.ACTION, owner_id=cast.eve.pk, owed_to_id=cast.max.pk,
            text="Ask for two dates", due_on=today() + timedelta(days=10), data_key=series.data_key,
            origin_kind="one_on_ones.series", origin_key=str(series.pk),
        )  # fmt: skip
    with time_machine.travel(TUESDAY + timedelta(hours=6), tick=False):
        meeting = queries.next_meeting(cast.acts(cast.max), series)
        services.close_meeting(actor=cast.acts(cast.max), meeting=meeting)
        act.refresh_from_db(fields=["times_carried"])
        assert act.times_carried == 1
        services.reopen_meeting(actor=cast.acts(cast.eve), meeting=meeting)
        act.refresh_from_db(fields=["times_carried"])
        assert (act.times_carried, Closing.objects.count(), meeting.state) == (0, 0, "planned")


def test_a_new_cadence_moves_untouched_meetings_only(cast, series):
    with time_machine.travel(TUESDAY, tick=False):
        first, second = Meeting.objects.filter(series=series).order_by("starts_at")
        services.reschedule_meeting(
            actor=cast.acts(cast.max),
            meeting=first,
            starts_at=first.starts_at + timedelta(hours=1),
            version=1,
        )
        services.set_rhythm(
            actor=cast.acts(cast.eve), series=series, cadence="fortnightly", first_on=today() + timedelta(days=3),
            starts_at=time(10, 0), minutes=45, version=series.version,
        )  # fmt: skip
    assert Meeting.objects.filter(pk=first.pk).exists()
    assert not Meeting.objects.filter(pk=second.pk).exists()


def test_a_pause_plans_nothing_inside_it(cast, series):
    with time_machine.travel(TUESDAY, tick=False):
        services.pause_series(actor=cast.acts(cast.eve), series=series, until=today() + timedelta(days=14))
        days = [start.date().isoformat() for start in starts(series)]
    assert days == ["2026-03-31", "2026-04-07"]


def test_an_ended_series_can_be_read_and_not_written(cast, series):
    with time_machine.travel(TUESDAY, tick=False):
        services.add_item(actor=cast.acts(cast.eve), series=series, text="stays readable")
        services.end_series(actor=cast.acts(cast.max), series=series)
        with pytest.raises(Refused):
            services.add_item(actor=cast.acts(cast.eve), series=series, text="too late")
        assert [item.text for item in queries.agenda_of(cast.acts(cast.eve), series)] == ["stays readable"]


@pytest.mark.django_db(transaction=True)
def test_after_closing_both_get_a_count_and_a_link_and_no_words(cast, run_tasks):
    series = services.start_series(actor=cast.acts(cast.max), employee=cast.eve)
    meeting = Meeting.objects.create(series=series, starts_at=datetime.now(tz=UTC), minutes=25)
    services.add_item(actor=cast.acts(cast.max), series=series, text="secret bench", visibility="private")
    create_commitment(
        actor=cast.acts(cast.max), kind="action", owner_id=cast.eve.pk, owed_to_id=cast.max.pk, text="secret dates",
        due_on=today() + timedelta(days=5), data_key=series.data_key, origin_kind="one_on_ones.series",
        origin_key=str(series.pk),
    )  # fmt: skip
    services.close_meeting(actor=cast.acts(cast.eve), meeting=meeting)
    run_tasks()
    assert sorted(message.to[0] for message in mail.outbox) == [cast.eve.email, cast.max.email]
    for message in mail.outbox:
        whole = message.message().as_string()
        assert "1 thing you agreed on is open" in whole
        assert f"/1-1s/{series.pk}/" in whole
        assert "secret" not in whole
