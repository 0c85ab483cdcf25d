"""The JSON door to skip-level talks: the two meet, the manager between knows that, and nobody else knows anything."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.identity.tests.api_calls import asker
from alongside.skip_levels.models import SkipTalk, Topic
from alongside.skip_levels.tests.makers import a_held_talk, a_skip_talk, in_time

pytestmark = pytest.mark.django_db
OUTSIDERS = ("omar", "hana", "ada", "ben")
WORDS = "What I would not write to my manager"
ask = asker("/skip-levels")


def an_invitation(person, **other):
    return {"person_id": person.pk, "purpose": "know", "starts_at": in_time(), **other}


def test_a_leader_reads_whose_turn_it_is_and_invites(cast):
    turns = ask(cast.dora, "get", "/turns").json()["items"]
    assert {one["person_id"] for one in turns} >= {cast.eve.pk, cast.ben.pk}
    assert all(one["waits"] and one["last_on"] is None for one in turns)
    made = ask(cast.dora, "post", "/talks", an_invitation(cast.eve))
    assert made.status_code == 201, made.content
    talk = made.json()
    assert (talk["leader_id"], talk["person_id"], talk["manager_id"]) == (
        cast.dora.pk, cast.eve.pk, cast.max.pk,
    )  # fmt: skip
    assert (talk["state"], talk["minutes"], talk["retelling_id"]) == ("planned", 30, None)
    for person in (cast.dora, cast.eve, cast.max):
        assert ask(person, "get", f"/talks/{talk['id']}").json() == talk
        assert ask(person, "get", "/talks?state=planned").json()["items"] == [talk]
        assert ask(person, "get", "/talks?state=held").json()["items"] == []
    left = ask(cast.dora, "get", "/turns").json()["items"]
    assert cast.eve.pk not in {one["person_id"] for one in left}


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"starts_at": "too near"}, "starts_at"),
        ({"starts_at": "9999-12-31T23:59:59-12:00"}, "body.body.starts_at"),
        ({"starts_at": "2030-01-01T10:00:00"}, "body.body.starts_at"),
        ({"purpose": "because of her numbers"}, "body.body.purpose"),
        ({"minutes": 90}, "body.body.minutes"),
    ],
)
def test_an_invitation_that_makes_no_sense_invites_nobody(cast, other, field):
    if other.get("starts_at") == "too near":
        other = {"starts_at": timezone.now() + timedelta(hours=1)}
    answer = ask(cast.dora, "post", "/talks", an_invitation(cast.eve, **other))
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
    assert not SkipTalk.objects.exists()


@pytest.mark.parametrize("who", ["max", "eve", "hana", "ada", "omar"])
def test_nobody_but_a_leader_invites(cast, who):
    person = getattr(cast, who)
    assert ask(person, "post", "/talks", an_invitation(cast.ben)).status_code == 403
    assert ask(person, "get", "/turns").json()["items"] == []
    assert not SkipTalk.objects.exists()


def test_somebody_who_is_not_there_can_not_be_invited(cast):
    assert (
        ask(cast.dora, "post", "/talks", {**an_invitation(cast.eve), "person_id": 99_999}).status_code == 404
    )
    assert not SkipTalk.objects.exists()


def test_the_two_bring_topics_and_the_manager_between_reads_none(cast):
    talk = a_skip_talk(cast)
    path = f"/talks/{talk.pk}/topics"
    made = ask(cast.eve, "post", path, {"text": f" {WORDS} "})
    assert (made.status_code, made.json()["text"]) == (201, WORDS)
    assert ask(cast.dora, "get", path).json() == {"items": [made.json()], "next": None}
    one = f"{path}/{made.json()['id']}"
    assert ask(cast.dora, "get", one).json() == made.json()
    told = ask(cast.max, "get", path)
    assert (told.status_code, told.json()["items"]) == (200, [])
    assert ask(cast.max, "get", one).status_code == 404
    assert ask(cast.max, "post", path, {"text": "And what did she say?"}).status_code == 403
    assert ask(cast.max, "delete", one).status_code == 404
    assert ask(cast.dora, "delete", one).status_code == 403
    assert ask(cast.eve, "delete", one, tag='"another"').status_code == 412
    assert ask(cast.eve, "post", path, {"text": "  "}).status_code == 422
    assert Topic.objects.count() == 1
    assert ask(cast.eve, "delete", one, tag=made.headers["ETag"]).status_code == 204
    assert not Topic.objects.exists()


def test_one_of_the_two_calls_it_off_and_then_nothing_is_added(cast):
    talk = a_skip_talk(cast)
    assert ask(cast.max, "post", f"/talks/{talk.pk}/calling-off").status_code == 403
    assert SkipTalk.objects.get().state == "planned"
    assert ask(cast.eve, "post", f"/talks/{talk.pk}/calling-off").json()["state"] == "called_off"
    assert ask(cast.dora, "post", f"/talks/{talk.pk}/topics", {"text": "late"}).status_code == 403
    assert not Topic.objects.exists()


def test_the_leader_says_that_they_met_once_it_has_begun(cast):
    talk = a_skip_talk(cast)
    path = f"/talks/{talk.pk}/closing"
    assert ask(cast.dora, "post", path).status_code == 403  # it has not begun
    SkipTalk.objects.update(starts_at=timezone.now() - timedelta(minutes=5))
    for person in (cast.eve, cast.max):
        assert ask(person, "post", path).status_code == 403
    assert ask(cast.dora, "post", path, tag='"another"').status_code == 412
    assert SkipTalk.objects.get().state == "planned"
    held = ask(cast.dora, "post", path).json()
    assert held["state"] == "held" and held["retelling_id"] is not None
    for person in (cast.eve, cast.max):  # where it was heard is the leader's alone
        assert ask(person, "get", f"/talks/{talk.pk}").json() == {**held, "retelling_id": None}


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_finds_a_talk(cast, who):
    person, talk = getattr(cast, who), a_skip_talk(cast)
    topic = ask(cast.eve, "post", f"/talks/{talk.pk}/topics", {"text": WORDS}).json()["id"]
    for method, path, body in (
        ("get", "", None),
        ("get", "/topics", None),
        ("get", f"/topics/{topic}", None),
        ("post", "/topics", {"text": "words"}),
        ("delete", f"/topics/{topic}", None),
        ("post", "/closing", {}),
        ("post", "/calling-off", {}),
    ):
        answer = ask(person, method, f"/talks/{talk.pk}{path}", body)
        missing = ask(person, method, f"/talks/999999{path}", body)
        assert (answer.status_code, answer.content) == (404, missing.content), path
    assert ask(person, "get", "/talks").json()["items"] == []
    assert (SkipTalk.objects.get().state, Topic.objects.count()) == ("planned", 1)


def test_the_list_comes_in_pages_and_asks_no_more_for_many(cast, django_assert_max_num_queries):
    for days in (1, 2, 3, 4):
        talk = a_held_talk(cast, days_ago=days)
        SkipTalk.objects.filter(pk=talk.pk).update(starts_at=timezone.now() - timedelta(days=400 * days))
    with django_assert_max_num_queries(16) as few:
        first = ask(cast.dora, "get", "/talks?limit=1").json()
    with django_assert_max_num_queries(len(few)):
        whole = ask(cast.dora, "get", "/talks").json()
    second = ask(cast.dora, "get", f"/talks?after={first['next']}").json()
    assert first["items"] + second["items"] == whole["items"]
    assert (len(whole["items"]), whole["next"]) == (4, None)
