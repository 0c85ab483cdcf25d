"""The JSON door to group talks: nobody is picked, each answers for themselves, managers know that it takes place."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.identity.tests.api_calls import asker
from alongside.skip_levels.models import GroupTalk, Place, Retelling
from alongside.skip_levels.tests.makers import a_group, a_held_group, a_team, in_time

pytestmark = pytest.mark.django_db
ask = asker("/skip-levels")


def a_plan(**other):
    return {"purpose": "change", "starts_at": in_time(), "size": 5, **other}


def states():
    return sorted(Place.objects.values_list("state", flat=True))


def began():
    GroupTalk.objects.update(starts_at=timezone.now() - timedelta(hours=2))


def test_a_leader_invites_those_whose_turn_it_is(cast):
    a_team(cast, 5)
    following = [one["person_id"] for one in ask(cast.dora, "get", "/group-turns").json()["items"]]
    assert len(following) == 7
    made = ask(cast.dora, "post", "/groups", a_plan())
    assert made.status_code == 201, made.content
    group = made.json()
    assert {one["person_id"] for one in group["places"]} == set(following[:5])
    assert {one["state"] for one in group["places"]} == {"invited"}
    assert (group["my_place"], group["retelling_ids"], group["minutes"]) == (None, [], 60)
    assert ask(cast.dora, "get", f"/groups/{group['id']}").json() == group
    [listed] = ask(cast.dora, "get", "/groups?state=planned").json()["items"]
    assert listed == {name: group[name] for name in listed} and "places" not in listed


def test_fewer_than_five_are_no_group_and_only_leaders_invite(cast):
    a_team(cast, 2)  # with Eve and Ben four
    for person in (cast.dora, cast.max, cast.eve, cast.hana, cast.ada):
        assert ask(person, "post", "/groups", a_plan()).status_code == 403
        assert ask(person, "get", "/group-turns").status_code == 403
    assert not GroupTalk.objects.exists()


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"size": 4}, "body.body.size"),
        ({"size": 9}, "body.body.size"),
        ({"purpose": "them"}, "body.body.purpose"),
        ({"people": [1]}, "body.body.people"),
        ({"starts_at": "too near"}, "starts_at"),
    ],
)
def test_a_plan_that_makes_no_sense_invites_nobody(cast, other, field):
    a_team(cast, 5)
    if "starts_at" in other:
        other = {"starts_at": timezone.now() + timedelta(hours=1)}
    answer = ask(cast.dora, "post", "/groups", a_plan(**other))
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
    assert not GroupTalk.objects.exists()


def test_the_group_and_its_leader_read_who_comes_and_a_manager_only_whom_of_theirs_it_is(cast):
    a_team(cast, 3)
    group = a_group(cast)
    own = group.places.get(person=cast.eve)
    said = ask(cast.eve, "post", f"/groups/{group.pk}/places/{own.pk}/answer", {"coming": True}).json()
    assert said["my_place"] == {"id": own.pk, "person_id": cast.eve.pk, "state": "coming"}
    for person in (cast.dora, cast.ben):
        seen = ask(person, "get", f"/groups/{group.pk}").json()
        assert {one["person_id"]: one["state"] for one in seen["places"]}[cast.eve.pk] == "coming"
    told = ask(cast.max, "get", f"/groups/{group.pk}").json()
    assert len(told["places"]) == 5
    assert {one["state"] for one in told["places"]} == {None}
    assert (told["my_place"], told["retelling_ids"]) == (None, [])


def test_a_place_that_is_given_up_goes_to_the_next_one_and_does_not_come_back(cast):
    a_team(cast, 5)
    group = a_group(cast)
    place = group.places.select_related("person").order_by("pk")[0]
    path = f"/groups/{group.pk}/places/{place.pk}/answer"
    others = [one.person for one in group.places.select_related("person").exclude(pk=place.pk)]
    for other in (cast.dora, cast.max, others[0]):
        assert ask(other, "post", path, {"coming": False}).status_code == 403
    assert ask(place.person, "post", path, {"coming": False}, tag='"another"').status_code == 412
    assert ask(place.person, "post", path, {"coming": "perhaps"}).status_code == 422
    assert states() == ["invited"] * 5
    given_up = ask(place.person, "post", path, {"coming": False}).json()
    assert given_up["my_place"]["state"] == "cannot"
    assert len(given_up["places"]) == 5
    assert place.person_id not in {one["person_id"] for one in given_up["places"]}
    assert ask(place.person, "post", path, {"coming": True}).status_code == 403
    assert states() == ["cannot"] + ["invited"] * 5


def test_the_leader_says_who_was_there_once_it_began(cast):
    a_team(cast, 3)
    group = a_group(cast)
    everybody = [one.person_id for one in group.places.all()]
    path = f"/groups/{group.pk}/closing"
    assert ask(cast.dora, "post", path, {"there": everybody}).status_code == 403  # it has not begun
    began()
    for person in (cast.eve, cast.max):
        assert ask(person, "post", path, {"there": everybody}).status_code == 403
    for there in ([], [cast.omar.pk], [everybody[0], 99_999]):
        answer = ask(cast.dora, "post", path, {"there": there})
        assert (answer.status_code, list(answer.json()["fields"])) == (422, ["there"])
    assert GroupTalk.objects.get().state == "planned" and states() == ["invited"] * 5
    assert not Retelling.objects.exists()
    held = ask(cast.dora, "post", path, {"there": everybody[:4]}).json()
    assert (held["state"], states()) == ("held", ["missed"] + ["there"] * 4)
    assert held["retelling_ids"] == [Retelling.objects.get().pk]
    assert ask(cast.eve, "get", f"/groups/{group.pk}").json()["retelling_ids"] == []


def test_only_the_leader_calls_it_off(cast):
    a_team(cast, 3)
    group = a_group(cast)
    path = f"/groups/{group.pk}/calling-off"
    for person in (cast.eve, cast.max):
        assert ask(person, "post", path).status_code == 403
    assert GroupTalk.objects.get().state == "planned"
    assert ask(cast.dora, "post", path).json()["state"] == "called_off"
    assert ask(cast.dora, "post", path).status_code == 403


@pytest.mark.parametrize("who", ["omar", "hana", "ada"])
def test_nobody_else_finds_a_group(cast, who):
    a_team(cast, 3)
    group, person = a_group(cast), getattr(cast, who)
    place = group.places.order_by("pk")[0]
    for method, path, body in (
        ("get", "", None),
        ("post", f"/places/{place.pk}/answer", {"coming": True}),
        ("post", "/closing", {"there": [cast.eve.pk]}),
        ("post", "/calling-off", {}),
    ):
        answer = ask(person, method, f"/groups/{group.pk}{path}", body)
        missing = ask(person, method, f"/groups/999999{path}", body)
        assert (answer.status_code, answer.content) == (404, missing.content), path
    assert ask(person, "get", "/groups").json()["items"] == []
    assert (GroupTalk.objects.get().state, states()) == ("planned", ["invited"] * 5)


def test_a_place_of_another_group_is_not_answered_here(cast):
    a_team(cast, 8)
    first, second = a_group(cast), a_group(cast)
    place = first.places.select_related("person").order_by("pk")[0]
    path = f"/groups/{second.pk}/places/{place.pk}/answer"
    assert ask(cast.dora, "post", path, {"coming": True}).status_code == 404
    assert states() == ["invited"] * 10


def test_the_list_asks_no_more_for_many(cast, django_assert_max_num_queries):
    a_team(cast, 9)
    a_held_group(cast)
    with django_assert_max_num_queries(14) as few:
        assert len(ask(cast.dora, "get", "/groups").json()["items"]) == 1
    a_held_group(cast)
    a_group(cast)
    with django_assert_max_num_queries(len(few)):
        assert len(ask(cast.dora, "get", "/groups").json()["items"]) == 3
