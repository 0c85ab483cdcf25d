"""The JSON door: the same services, one record per request, one error shape."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.identity.services import create_token
from alongside.one_on_ones.models import AgendaItem, Closing, Pause
from alongside.one_on_ones.tests.makers import a_meeting, a_series, a_topic
from alongside.people.calendar import today
from alongside.people.tests.makers import TESTS


@pytest.fixture
def series(cast):
    return a_series(cast)


@pytest.fixture
def ask(client, series):
    """`ask(person, "post", "/items", text=...)` at the API of the series, with a token."""

    def send(person, method, path, key="", **body):
        _, secret = create_token(actor=TESTS, account=person.account, name="test")
        headers = {"Authorization": f"Bearer {secret}"} | ({"Idempotency-Key": key} if key else {})
        whole = f"/api/v1/one-on-ones/{series.pk}{path}"
        if method == "get":
            return client.get(whole, headers=headers)
        return getattr(client, method)(whole, body, content_type="application/json", headers=headers)

    return send


def test_a_topic_is_brought_changed_shared_ticked_and_removed(cast, series, ask):
    made = ask(cast.eve, "post", "/items", text="the bench", visibility="private").json()
    assert ask(cast.max, "get", "/items").json()["items"] == []
    path = f"/items/{made['id']}"
    changed = ask(cast.eve, "patch", path, text="the second bench", version=1, visibility="shared").json()
    assert (changed["text"], changed["visibility"], changed["version"]) == ("the second bench", "shared", 3)
    assert ask(cast.max, "patch", path, talked=True).json()["talked_at"] is not None
    assert ask(cast.eve, "delete", path).status_code == 204
    assert ask(cast.eve, "get", "/items").json()["items"] == []


def test_a_stale_change_gets_the_current_words(cast, series, ask):
    item = a_topic(cast, series, "first")
    ask(cast.eve, "patch", f"/items/{item.pk}", text="second", version=1)
    answer = ask(cast.eve, "patch", f"/items/{item.pk}", text="third", version=1)
    assert (answer.status_code, answer.json()["fields"]) == (409, {"current": ["second"]})


def test_new_words_need_their_version_and_nothing_becomes_private_again(cast, series, ask):
    item = a_topic(cast, series, "first")
    for body in ({"text": "x"}, {"version": 1}, {"visibility": "private"}, {"author_id": 1}):
        assert ask(cast.eve, "patch", f"/items/{item.pk}", **body).status_code == 422
    assert AgendaItem.objects.select_related("series__data_key").get().text == "first"


def test_a_repeated_request_brings_one_topic(cast, series, ask):
    answers = [ask(cast.eve, "post", "/items", key="k1", text="once") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert AgendaItem.objects.count() == 1
    ask(cast.eve, "post", "/items", key="k1", text="other words")
    assert AgendaItem.objects.count() == 2


def test_the_two_pause_and_go_on_and_nobody_else_knows(cast, series, ask):
    until = today() + timedelta(days=14)
    for stranger in (cast.ben, cast.dora, cast.hana):
        assert ask(stranger, "post", "/pauses", until=str(until)).status_code == 404
        assert ask(stranger, "get", "/pauses").status_code == 404
        assert ask(stranger, "delete", "/pauses").status_code == 404
    assert ask(cast.eve, "post", "/pauses", until=str(today())).status_code == 422
    assert not Pause.objects.exists()
    paused = ask(cast.eve, "post", "/pauses", until=str(until))
    assert paused.status_code == 201
    assert paused.json() == {"id": Pause.objects.get().pk, "first_day": str(today()), "until": str(until)}
    assert ask(cast.max, "get", "/pauses").json() == {"items": [paused.json()], "next": None}
    assert ask(cast.max, "delete", "/pauses").status_code == 200
    assert ask(cast.max, "get", "/pauses").json()["items"] == []
    ask(cast.max, "post", "/ending")
    assert ask(cast.max, "post", "/pauses").status_code == 403
    assert not Pause.objects.exists()


def test_meetings_are_moved_and_closed(cast, series, ask):
    meeting = a_meeting(series, hours=1)
    later = timezone.now() + timedelta(hours=3)
    path = f"/meetings/{meeting.pk}"
    moved = ask(cast.eve, "post", f"{path}/reschedulings", starts_at=later.isoformat(), version=1)
    assert moved.json()["version"] == 2
    naive = ask(cast.eve, "post", f"{path}/reschedulings", starts_at="2030-01-01T10:00:00", version=2)
    assert naive.status_code == 422
    assert ask(cast.max, "post", f"{path}/closing").json()["state"] == "held"
    assert Closing.objects.count() == 1
    assert [one["state"] for one in ask(cast.max, "get", "/meetings").json()["items"]] == ["held"]


def test_actions_are_agreed_and_found_in_both_places(cast, series, ask, client):
    due = (today() + timedelta(days=3)).isoformat()
    made = ask(cast.eve, "post", "/actions", text="Ask", owner_id=cast.max.pk, due_on=due)
    assert made.status_code == 201
    assert [one["text"] for one in ask(cast.max, "get", "/actions").json()["items"]] == ["Ask"]
    refused = ask(cast.eve, "post", "/actions", text="Ask", owner_id=cast.ben.pk, due_on=due)
    assert (refused.status_code, refused.json()["fields"].keys()) == (422, {"owner"})


@pytest.mark.parametrize("who", ["hana", "dora", "ada", "omar", "ben"])
def test_nobody_else_gets_anything(cast, series, ask, who):
    item, meeting, person = a_topic(cast, series, "secret"), a_meeting(series, hours=1), getattr(cast, who)
    answers = [
        ask(person, "get", "/items"),
        ask(person, "get", "/meetings"),
        ask(person, "get", "/actions"),
        ask(person, "patch", f"/items/{item.pk}", talked=True),
        ask(person, "delete", f"/items/{item.pk}"),
        ask(person, "post", f"/meetings/{meeting.pk}/closing"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert "secret" not in "".join(answer.content.decode() for answer in answers)
    assert not Closing.objects.exists()
