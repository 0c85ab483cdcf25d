"""The JSON door to the rhythm of a 1:1: what the page offers, under the same rules, and nothing changed by a no."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alongside.audit.models import AuditEntry
from alongside.identity.tests.api_calls import asker
from alongside.one_on_ones import services
from alongside.one_on_ones.models import Meeting, Series
from alongside.one_on_ones.tests.makers import a_meeting, a_series
from alongside.people.calendar import today

OUTSIDERS = ("ben", "dora", "hana", "omar", "ada")


@pytest.fixture
def series(cast):
    return a_series(cast)


@pytest.fixture
def ask(series):
    return asker(f"/one-on-ones/{series.pk}")


def a_rhythm(**other):
    first = today() + timedelta(days=1)
    plain = {"cadence": "fortnightly", "first_on": first, "starts_at": "10:30", "minutes": 40, "version": 1}
    return {**plain, **other}


def stored():
    [row] = Series.objects.values("cadence", "recurrence", "first_on", "starts_at", "minutes", "version")
    return row


def test_the_two_choose_their_rhythm_and_their_meetings_follow(cast, series, ask):
    before = ask(cast.eve, "get", "/rhythm").json()
    assert (before["first_on"], before["starts_at"], before["version"]) == (None, None, 1)
    answer = ask(cast.eve, "put", "/rhythm", a_rhythm())
    assert answer.status_code == 200, answer.content
    assert answer.json() == {
        "cadence": "fortnightly", "recurrence": "", "first_on": str(today() + timedelta(days=1)),
        "starts_at": "10:30", "minutes": 40, "time_zone": series.time_zone, "version": 2,
    }  # fmt: skip
    assert ask(cast.max, "get", "/rhythm").json() == answer.json()
    planned = ask(cast.max, "get", "/meetings?state=planned").json()["items"]
    assert [one["minutes"] for one in planned] == [40, 40]
    assert ask(cast.max, "get").json()["cadence"] == "fortnightly"
    assert AuditEntry.objects.filter(action="one_on_ones.rhythm_set").count() == 1


def test_a_rule_of_ones_own_is_looked_at_and_then_chosen(cast, series, ask):
    rule, first = "rrule:freq=monthly;byday=1tu,3tu", today() + timedelta(days=1)
    looked = ask(cast.eve, "get", f"/rhythm/dates?recurrence={rule}&first_on={first}&starts_at=10:30").json()[
        "items"
    ]
    assert len(looked) == 5
    assert stored()["version"] == 1  # looking changes nothing
    chosen = ask(cast.eve, "put", "/rhythm", a_rhythm(cadence="custom", recurrence=rule)).json()
    assert (chosen["cadence"], chosen["recurrence"]) == ("custom", "FREQ=MONTHLY;BYDAY=1TU,3TU")
    planned = ask(cast.eve, "get", "/meetings?state=planned").json()["items"]
    assert [one["starts_at"] for one in planned] == looked[:2]
    assert ask(cast.max, "get", "/rhythm/dates").json()["items"] == looked


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"first_on": "today - 1"}, "first_on"),
        ({"first_on": "9999-12-31"}, "first_on"),
        ({"first_on": 20_000}, "body.body.first_on"),
        ({"minutes": 5}, "body.body.minutes"),
        ({"starts_at": "10:30Z"}, "body.body.starts_at"),
        ({"starts_at": "25:00"}, "body.body.starts_at"),
        ({"cadence": "daily"}, "body.body.cadence"),
        ({"cadence": "custom"}, "body.body"),
        ({"recurrence": "FREQ=WEEKLY"}, "body.body"),
        ({"cadence": "custom", "recurrence": "FREQ=HOURLY"}, "recurrence"),
        ({"time_zone": "UTC"}, "body.body.time_zone"),
    ],
)
def test_what_can_not_be_a_rhythm_is_said_and_nothing_changes(cast, series, ask, other, field):
    kept = stored()
    if other.get("first_on") == "today - 1":
        other = {"first_on": today() - timedelta(days=1)}
    answer = ask(cast.eve, "put", "/rhythm", a_rhythm(**other))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), answer.content
    assert list(answer.json()["fields"]) == [field]
    assert stored() == kept
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("recurrence=FREQ=WEEKLY", "first_on"),
        ("recurrence=FREQ=WEEKLY&first_on={}", "starts_at"),
        ("recurrence=FREQ=HOURLY&first_on={}&starts_at=10:00", "recurrence"),
        ("recurrence=FREQ=WEEKLY&first_on=9999-12-31&starts_at=10:00", "first_on"),
        ("recurrence=FREQ=WEEKLY&first_on=0001-01-01&starts_at=10:00", "first_on"),
        ("first_on={}&starts_at=10:00", "recurrence"),
    ],
)
def test_a_rule_without_dates_says_why(cast, series, ask, query, field):
    answer = ask(cast.eve, "get", f"/rhythm/dates?{query.format(today() + timedelta(days=1))}")
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])


def test_who_was_slower_gets_409_and_the_first_rhythm_stays(cast, series, ask):
    ask(cast.eve, "put", "/rhythm", a_rhythm())
    kept = stored()
    answer = ask(cast.max, "put", "/rhythm", a_rhythm(cadence="weekly"))
    assert (answer.status_code, answer.json()["fields"]) == (409, {"current": ["fortnightly, 10:30:00"]})
    assert stored() == kept


def test_only_what_was_read_is_changed(cast, series, ask):
    tag = ask(cast.eve, "get", "/rhythm").headers["ETag"]
    assert ask(cast.eve, "put", "/rhythm", a_rhythm(), tag='"another"').status_code == 412
    assert stored()["version"] == 1
    changed = ask(cast.eve, "put", "/rhythm", a_rhythm(), tag=tag)
    assert changed.status_code == 200
    assert changed.headers["ETag"] == ask(cast.max, "get", "/rhythm").headers["ETag"] != tag


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_reads_or_sets_it(cast, series, ask, who):
    person, kept = getattr(cast, who), stored()
    for method, path, body in (
        ("get", "/rhythm", None),
        ("get", "/rhythm/dates", None),
        ("put", "/rhythm", a_rhythm()),
        ("get", "/words-by-mail", None),
        ("put", "/words-by-mail", {"wanted": True}),
        ("post", "/meetings", {}),
    ):
        answer = ask(person, method, path, body)
        missing = asker("/one-on-ones/999999")(person, method, path, body)
        assert (answer.status_code, answer.content) == (404, missing.content), path
    assert stored() == kept
    assert not Meeting.objects.exists()


def test_when_these_1_1s_have_ended_the_rhythm_is_read_and_no_longer_set(cast, series, ask):
    services.end_series(actor=cast.acts(cast.max), series=series)
    assert ask(cast.eve, "get", "/rhythm").status_code == 200
    kept = stored()
    for method, path, body in (
        ("put", "/rhythm", a_rhythm()),
        ("put", "/words-by-mail", {"wanted": True}),
        ("post", "/meetings", {}),
    ):
        answer = ask(cast.eve, method, path, body)
        assert (answer.status_code, answer.json()["code"]) == (403, "refused"), path
    assert stored() == kept
    assert not Series.objects.get().employee_wants_words_by_mail
    assert not Meeting.objects.exists()


def test_words_go_by_mail_once_both_want_it_and_each_chooses_for_themselves(cast, series, ask):
    assert ask(cast.eve, "put", "/words-by-mail", {"wanted": True}).json() == {"wanted": True, "sent": False}
    assert ask(cast.max, "get", "/words-by-mail").json() == {"wanted": False, "sent": False}
    assert ask(cast.max, "put", "/words-by-mail", {"wanted": True}).json() == {"wanted": True, "sent": True}
    assert ask(cast.eve, "put", "/words-by-mail", {"wanted": "perhaps"}).status_code == 422
    assert Series.objects.get().sends_words


def test_they_met_just_now_and_said_twice_it_is_one(cast, series, ask):
    planned = a_meeting(series, hours=2)
    first = ask(cast.eve, "post", "/meetings", key="k")
    assert (first.status_code, first.json()["id"], first.json()["state"]) == (201, planned.pk, "held")
    for again in (ask(cast.eve, "post", "/meetings", key="k"), ask(cast.max, "post", "/meetings")):
        assert (again.status_code, again.json()) == (201, first.json())
    assert Meeting.objects.filter(state="held").count() == 1


def test_a_meeting_is_called_off_and_brought_back(cast, series, ask):
    meeting = a_meeting(series, hours=30)
    path = f"/meetings/{meeting.pk}"
    assert ask(cast.omar, "post", f"{path}/cancelling").status_code == 404
    assert Meeting.objects.get().state == "planned"
    assert ask(cast.eve, "post", f"{path}/cancelling").json()["state"] == "cancelled"
    assert ask(cast.max, "post", f"{path}/restoration").json()["state"] == "planned"


def test_a_meeting_is_not_moved_to_the_end_of_time(cast, series, ask):
    meeting = a_meeting(series, hours=30)
    kept = Meeting.objects.get().starts_at
    for when in ("9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00", 4_000_000_000):
        answer = ask(
            cast.eve, "post", f"/meetings/{meeting.pk}/reschedulings", {"starts_at": when, "version": 1}
        )
        assert answer.status_code == 422, when
    assert Meeting.objects.get().starts_at == kept


def test_who_meets_no_more_is_proposed_no_times_that_would_tell_of_the_others_days(cast, series, ask, web):
    meeting = a_meeting(series, hours=48)
    services.end_series(actor=cast.acts(cast.max), series=series)
    for path in ("/free-times", f"/meetings/{meeting.pk}/free-times"):
        for person in (cast.max, cast.eve):
            assert ask(person, "get", path).json()["code"] == "refused", path
    for page in ("rhythm/", f"meetings/{meeting.pk}/new-time/"):
        assert web(cast.max).get(f"/1-1s/{series.pk}/{page}").status_code == 403, page
