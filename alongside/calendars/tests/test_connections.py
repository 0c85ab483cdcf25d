"""Connecting one's calendar, and times that suit both: who learns what, and what is kept (nothing)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection as database
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from alongside.audit.models import AuditEntry
from alongside.calendars import finding, services
from alongside.calendars.free_busy import asking
from alongside.calendars.free_busy.busy import Busy
from alongside.calendars.models import Connection
from alongside.calendars.tests.makers import SECRET, connected
from alongside.calendars.tests.recorded import TITLE, recorded
from alongside.core.errors import Refused
from alongside.core.models import DataKey
from alongside.identity import limits
from alongside.one_on_ones.models import Meeting
from alongside.one_on_ones.tests.makers import a_series
from alongside.people.models import Absence

TUESDAY = datetime(2026, 3, 17, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"calendars:{name}", args=args)


@pytest.fixture
def server(settings):
    with recorded(settings) as server:
        yield server


@pytest.fixture
def tuesday(time_machine):
    time_machine.move_to(TUESDAY, tick=False)
    return TUESDAY


@pytest.fixture
def says(monkeypatch, settings):
    """What calendars say, by person, without a network: a list of (first hour, last hour) from TUESDAY's midnight."""
    said: dict[int, object] = {}
    settings.GOOGLE_CALENDAR = {**settings.GOOGLE_CALENDAR, "id": "app-at-google"}

    def ask_all(calendars, since, until, **_):
        return {one: said[one] for one in calendars}

    monkeypatch.setattr(asking, "ask_all", ask_all)
    return said


def hours(*spans: tuple[float, float]) -> list[Busy]:
    midnight = TUESDAY.replace(hour=0)
    return [Busy(midnight + timedelta(hours=a), midnight + timedelta(hours=b)) for a, b in spans]


def times(cast, viewer, *, around=TUESDAY + timedelta(days=1), people=None, minutes=30):
    ids = [one.pk for one in people or (cast.max, cast.eve)]
    return finding.times_for(cast.acts(viewer), ids, around=around, minutes=minutes)


def test_times_are_free_in_both_calendars_and_both_learn_the_same(cast, tuesday, says):
    connected(cast, cast.eve)
    connected(cast, cast.max)
    # Wednesday: Eve is free from 10 to 11 and from 15 on, Max from 10.30 to 16.
    says[cast.eve.pk] = hours((0, 34), (35, 39))
    says[cast.max.pk] = hours((0, 34.5), (40, 72))
    found = times(cast, cast.max)
    assert [f"{one:%d %H:%M}" for one in found.starts[:2]] == ["18 10:30", "18 15:00"]
    assert found.asked == {cast.eve.pk, cast.max.pk} and not found.silent and not found.unconnected
    assert times(cast, cast.eve).starts == found.starts


def test_days_away_holidays_days_off_and_talks_are_left_out(cast, tuesday, says):
    for person in (cast.eve, cast.max):
        connected(cast, person)
        says[person.pk] = []
    first = times(cast, cast.max).starts
    assert {one.date() for one in first} == {(TUESDAY + timedelta(days=n)).date() for n in (1,)} or len(
        first
    ) == 3
    wednesday = (TUESDAY + timedelta(days=1)).date()
    Absence.objects.create(person=cast.eve, during=DateRange(wednesday, wednesday + timedelta(days=1)))
    cast.max.working_days = [2, 3, 5]  # never on Thursdays
    cast.max.save()
    later = times(cast, cast.max).starts
    assert {one.isoweekday() for one in later} <= {2, 5} and wednesday not in {one.date() for one in later}


def test_a_talk_that_alongside_plans_takes_its_time(cast, tuesday, says):
    series = a_series(cast)
    connected(cast, cast.eve)
    says[cast.eve.pk] = []
    near = TUESDAY + timedelta(days=1)
    before = times(cast, cast.eve, around=near).starts
    Meeting.objects.create(series=series, starts_at=before[0], minutes=30)
    assert before[0] not in times(cast, cast.eve, around=near).starts


def test_what_is_missing_is_said_and_the_rest_is_proposed(cast, tuesday, says):
    connected(cast, cast.eve)
    connected(cast, cast.max)
    says[cast.max.pk], says[cast.eve.pk] = "silent", []
    found = times(cast, cast.max)
    assert found.starts and (found.asked, found.silent) == ({cast.eve.pk}, {cast.max.pk})
    assert Connection.objects.get(person=cast.max).state == "silent"
    says[cast.eve.pk] = "silent"
    assert times(cast, cast.max).starts == ()


def test_nobody_connected_proposes_nothing(cast, tuesday):
    found = times(cast, cast.max)
    assert found.starts == () and found.unconnected == {cast.max.pk, cast.eve.pk}


def test_only_people_who_meet_in_a_line_ask_each_other(cast, tuesday, says):
    for person in (cast.eve, cast.max, cast.dora):
        connected(cast, person)
        says[person.pk] = []
    for asker, other, may in (
        (cast.max, cast.eve, True), (cast.eve, cast.max, True), (cast.dora, cast.eve, True), (cast.dora, cast.max, True),
        (cast.eve, cast.dora, False), (cast.ben, cast.eve, False), (cast.omar, cast.eve, False),
        (cast.hana, cast.eve, False), (cast.ada, cast.eve, False),
    ):  # fmt: skip
        found = times(cast, asker, people=(asker, other))
        assert (other.pk in found.asked) is may, f"{asker.name} asks {other.name}"


def test_nobody_has_times_found_for_others(cast, tuesday, says):
    with pytest.raises(Refused):
        times(cast, cast.dora, people=(cast.max, cast.eve))


def test_somebody_who_asks_very_often_has_to_wait(cast, tuesday, says):
    connected(cast, cast.eve)
    says[cast.eve.pk] = []
    for _each in range(limits.TABLE["calendar_times"].count):
        times(cast, cast.max)
    with pytest.raises(limits.TooMany):
        times(cast, cast.max)


def test_calendars_are_asked_outside_of_transactions(cast, server, monkeypatch, web, settings):
    """A server of somebody else that answers slowly holds no lock and no connection of ours in a transaction."""
    depths = []
    real = asking.ask_all

    def watched(*args, **kwargs):
        depths.append(len(database.savepoint_ids))
        return real(*args, **kwargs)

    monkeypatch.setattr(asking, "ask_all", watched)
    with transaction.atomic():
        outside = len(database.savepoint_ids)
    web_eve = web(cast.eve)
    connected(cast, cast.eve)
    web_eve.get(at("account_detail"))
    series = a_series(cast)
    meeting = Meeting.objects.create(series=series, starts_at=timezone.now() + timedelta(days=2), minutes=25)
    moving = reverse("one_on_ones:rescheduling_form", args=[series.pk, meeting.pk])
    web_eve.get(moving, {"times": "1"})
    assert depths == [outside - 1] * 2


def test_nothing_of_a_calendar_is_stored(cast, server):
    connection = connected(cast, cast.eve)
    server.busy = [("2031-05-07T09:13:00Z", "2031-05-07T10:17:00Z")]
    finding.try_once(cast.acts(cast.eve), connection)
    connection.refresh_from_db()
    assert connection.state == "answers" and len(server.asked) == 2
    with database.cursor() as cursor:
        everything = ""
        for table in database.introspection.table_names(cursor):
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" t')  # noqa: S608
            everything += cursor.fetchone()[0] or ""
    assert "calendars.calendar_connected" in everything
    for trace in (TITLE, "09:13", "10:17", SECRET):
        assert trace not in everything


def test_the_password_is_sealed_and_goes_with_its_key(cast):
    connection = connected(
        cast, cast.eve, "caldav", address="https://calendar.example.com/eve/", user_name="eve"
    )
    key = connection.data_key
    with database.cursor() as cursor:
        cursor.execute("SELECT secret, address, user_name FROM calendars_connection")
        assert all(
            word not in bytes(column) for column in cursor.fetchone() for word in (b"eve", SECRET.encode())
        )
    for other in (cast.max, cast.ada, cast.hana):
        with pytest.raises(Refused):
            services.end_connection(actor=cast.acts(other), connection=connection)
    assert Connection.objects.count() == 1
    services.end_connection(actor=cast.acts(cast.eve), connection=connection)
    assert not Connection.objects.exists() and not DataKey.objects.filter(pk=key.pk).exists()
    kinds = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"calendars.calendar_connected", "calendars.connection_ended"} <= kinds


def test_a_second_calendar_takes_the_place_of_the_first(cast):
    first = connected(cast, cast.eve)
    second = connected(cast, cast.eve, "microsoft")
    assert Connection.objects.get() == second
    assert not DataKey.objects.filter(pk=first.data_key_id).exists()


def test_whoever_leaves_is_asked_no_more(cast):
    connected(cast, cast.eve)
    with pytest.raises(Refused):
        services.end_connections_of_leavers(actor=cast.acts(cast.ada), person_ids=[cast.eve.pk])
    assert Connection.objects.exists()
    cast.eve.account.is_active = False
    cast.eve.account.save()
    assert services.end_connections_of_leavers(actor=cast.acts(cast.ada), person_ids=[cast.eve.pk]) == 1
    assert not Connection.objects.exists()
