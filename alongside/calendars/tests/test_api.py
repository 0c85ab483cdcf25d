"""The JSON door to calendars: one's own address and connection, how a pair's talks get into theirs, times for both."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.audit.models import AuditEntry
from alongside.calendars import services
from alongside.calendars.models import Answer, Booking, Connection, Feed
from alongside.calendars.queries import invited_uids
from alongside.calendars.tests.makers import SECRET, connected, tell
from alongside.calendars.tests.recorded import TITLE, recorded
from alongside.core.models import DataKey
from alongside.identity import limits
from alongside.identity.services import create_service_token, create_token
from alongside.one_on_ones.models import Meeting
from alongside.one_on_ones.services import end_series, start_series
from alongside.one_on_ones.tests.makers import a_series
from alongside.people.tests.makers import TESTS, a_person, a_seat

pytestmark = pytest.mark.django_db
KIND = "one_on_ones.series"


@pytest.fixture
def ask():
    """ask(person, "get", "/calendars/feeds", body): one call with a token of theirs."""

    def send(who, method, path, body=None, **headers):
        secret = who if isinstance(who, str) else create_token(actor=TESTS, account=who.account, name="t")[1]
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named["Authorization"] = f"Bearer {secret}"
        more = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return getattr(Client(raise_request_exception=False), method)(f"/api/v1{path}", headers=named, **more)

    return send


@pytest.fixture
def server(settings):
    with recorded(settings) as server:
        yield server


def tag(ask, who, path):
    return ask(who, "get", path).headers["ETag"]


def test_the_address_is_named_and_ended_by_its_owner_and_its_secret_is_told_nobody(cast, ask):
    feed, secret = services.open_feed(actor=cast.acts(cast.eve))
    path = f"/calendars/feeds/{feed.pk}"
    listed = ask(cast.eve, "get", "/calendars/feeds")
    assert [one["id"] for one in listed.json()["items"]] == [feed.pk]
    assert secret not in listed.content.decode() and feed.digest not in listed.content.decode()
    assert ask(cast.max, "get", "/calendars/feeds").json()["items"] == []
    nowhere = ask(cast.max, "get", "/calendars/feeds/987654").content
    assert ask(cast.max, "get", path).content == nowhere
    assert ask(cast.max, "patch", path, {"title": "neutral"}).status_code == 404
    assert ask(cast.max, "delete", path).status_code == 404
    assert ask(cast.eve, "patch", path, {"title": "loud"}).status_code == 422
    assert ask(cast.eve, "patch", path, {"title": "neutral"}, If_Match='"another"').status_code == 412
    feed.refresh_from_db()
    assert (feed.title, feed.ended_at) == ("names", None)
    changed = ask(cast.eve, "patch", path, {"title": "neutral"}, If_Match=tag(ask, cast.eve, path))
    assert changed.json()["title"] == "neutral"
    assert ask(cast.eve, "delete", path, If_Match=changed.headers["ETag"]).status_code == 204
    assert Feed.objects.get().ended_at is not None
    assert Client().get(f"/calendar/{secret}.ics").status_code == 404


def test_no_program_makes_an_address_or_a_connection(cast, ask):
    for path in ("/calendars/feeds", "/calendars/connections"):
        assert ask(cast.eve, "post", path, {"title": "names"}).status_code == 405
    assert not Feed.objects.exists() and not Connection.objects.exists()


def test_a_connection_is_listed_without_what_opens_it_tried_and_ended_by_its_owner(cast, ask, server):
    one = connected(cast, cast.eve)
    listed = ask(cast.eve, "get", "/calendars/connections")
    assert [(row["provider"], row["state"]) for row in listed.json()["items"]] == [("google", "answers")]
    assert SECRET not in listed.content.decode() and TITLE not in listed.content.decode()
    path, times = f"/calendars/connections/{one.pk}", len(server.asked)
    assert times > 0
    nowhere = ask(cast.max, "get", "/calendars/connections/987654").content
    assert ask(cast.max, "get", path).content == nowhere
    assert ask(cast.max, "put", f"{path}/trial").status_code == 404
    assert ask(cast.max, "delete", path).status_code == 404
    assert ask(cast.eve, "delete", path, If_Match='"another"').status_code == 412
    assert Connection.objects.get().state == "answers" and len(server.asked) == times
    server.status = 401
    assert ask(cast.eve, "put", f"{path}/trial").json()["state"] == "untried"
    assert len(server.asked) == times  # nothing is asked within a change
    assert ask(cast.eve, "get", path).json()["state"] == "refused"
    assert ask(cast.eve, "delete", path).status_code == 204
    assert not Connection.objects.exists() and not DataKey.objects.filter(pk=one.data_key_id).exists()


def test_both_choose_how_their_talks_get_into_calendars_and_nobody_else_learns_of_it(cast, ask):
    path = f"/calendars/talks/{KIND}/{a_series(cast).pk}"
    assert ask(cast.eve, "get", path).json()["way"] == "own"
    nowhere = ask(cast.omar, "get", f"/calendars/talks/{KIND}/987654").content
    for stranger in (cast.omar, cast.ben, cast.hana, cast.dora, cast.ada):
        assert ask(stranger, "get", path).content == nowhere
        assert ask(stranger, "put", path, {"way": "mail"}).status_code == 404
    assert ask(cast.eve, "put", path, {"way": "pigeon"}).status_code == 422
    assert ask(cast.eve, "put", path, {"way": "mail"}, If_Match='"another"').status_code == 412
    assert not Booking.objects.exists()
    read = tag(ask, cast.eve, path)
    assert ask(cast.eve, "put", path, {"way": "mail"}, If_Match=read).json()["way"] == "mail"
    assert ask(cast.max, "get", path).json()["way"] == "mail"
    assert ask(cast.max, "put", path, {"way": "own"}, If_Match=read).status_code == 412
    assert Booking.objects.get().way == "mail"
    assert AuditEntry.objects.filter(action="calendars.way_chosen").count() == 1


def test_who_meets_no_more_chooses_nothing(cast, ask):
    series = a_series(cast)
    end_series(actor=cast.acts(cast.max), series=series)
    path = f"/calendars/talks/{KIND}/{series.pk}"
    assert ask(cast.eve, "get", path).json()["may_change"] is False
    assert ask(cast.eve, "put", path, {"way": "mail"}).json()["code"] == "refused"
    assert not Booking.objects.exists()


def test_answers_are_read_by_the_two_where_answers_are_read_at_all(cast, ask, settings):
    series = a_series(cast)
    Meeting.objects.create(series=series, starts_at=timezone.now() + timedelta(days=2), minutes=25)
    path = f"/calendars/talks/{KIND}/{series.pk}"
    ask(cast.eve, "put", path, {"way": "mail"})
    tell(series)
    booking = Booking.objects.get()
    uid = next(iter(invited_uids(booking)))
    services.take_answer(
        actor=cast.acts(cast.max), booking=booking, uid=uid, status=Answer.Status.DECLINED, sequence=9,
        stamped_at=timezone.now(),
    )  # fmt: skip
    assert ask(cast.eve, "get", f"{path}/answers").json()["items"] == []
    settings.MAIL_REPLIES = "replies@alongside.example"
    [said] = ask(cast.eve, "get", f"{path}/answers").json()["items"]
    assert (said["person_id"], said["status"], said["slot_at"]) == (cast.max.pk, "declined", None)
    assert ask(cast.hana, "get", f"{path}/answers").status_code == 404


def test_times_that_suit_both_are_proposed_to_the_two_alone(cast, ask, server):
    series = a_series(cast)
    starts_at = timezone.now() + timedelta(days=2)
    meeting = Meeting.objects.create(series=series, starts_at=starts_at, minutes=25)
    for_rhythm = f"/one-on-ones/{series.pk}/free-times"
    for_meeting = f"/one-on-ones/{series.pk}/meetings/{meeting.pk}/free-times"
    unknown = ask(cast.eve, "get", for_meeting).json()
    assert (unknown["starts"], unknown["asked"], unknown["unconnected"]) == ([], [], [cast.eve.pk])
    connected(cast, cast.eve)
    half = ask(cast.eve, "get", for_meeting).json()
    assert (half["asked"], half["unconnected"]) == ([cast.eve.pk], [cast.max.pk])
    connected(cast, cast.max)
    for path in (for_rhythm, for_meeting):
        found = ask(cast.eve, "get", path)
        assert len(found.json()["starts"]) == 3 and TITLE not in found.content.decode()
        assert found.json()["asked"] == sorted([cast.eve.pk, cast.max.pk])
    server.status = 500
    assert ask(cast.max, "get", for_meeting).json()["silent"] == sorted([cast.eve.pk, cast.max.pk])
    times = len(server.asked)
    for stranger in (cast.ben, cast.hana, cast.dora):
        for path in (for_rhythm, for_meeting):
            assert ask(stranger, "get", path).status_code == 404
    assert len(server.asked) == times


def test_who_asks_too_often_waits_and_no_calendar_is_asked(cast, ask, server, monkeypatch):
    series = a_series(cast)
    connected(cast, cast.eve)
    few = replace(limits.TABLE["calendar_times"], count=1)
    monkeypatch.setitem(limits.TABLE, "calendar_times", few)
    path = f"/one-on-ones/{series.pk}/free-times"
    assert ask(cast.eve, "get", path).status_code == 200
    times = len(server.asked)
    refused = ask(cast.eve, "get", path)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many")
    assert int(refused.headers["Retry-After"]) > 0 and len(server.asked) == times


def test_a_token_of_the_company_reads_no_calendar(cast, ask):
    _token, secret = create_service_token(actor=TESTS, name="t", scopes=["directory:read", "events:read"])
    series = a_series(cast)
    for path in ("/calendars/feeds", "/calendars/connections", f"/calendars/talks/{KIND}/{series.pk}"):
        assert ask(secret, "get", path).status_code == 403


def test_one_of_my_1_1s_is_found_with_the_same_number_of_queries_among_few_and_many(cast, ask):
    path = f"/calendars/talks/{KIND}/{a_series(cast).pk}"
    _token, secret = create_token(actor=TESTS, account=cast.max.account, name="t")
    ask(secret, "get", path)
    with CaptureQueriesContext(database) as few:
        ask(secret, "get", path)
    for number in range(6):
        fitter = a_person(f"Fitter {number}", seat=a_seat("Fitter", cast.works, cast.lead_seat))
        start_series(actor=cast.acts(cast.max), employee=fitter)
    with CaptureQueriesContext(database) as many:
        ask(secret, "get", path)
    assert len(many) == len(few) <= 16
