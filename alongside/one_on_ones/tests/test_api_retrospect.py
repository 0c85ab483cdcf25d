"""The JSON door to looking back: for the two, one picture; what each answered is read by nobody."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from alongside.identity.tests.api_calls import asker
from alongside.one_on_ones.models import Contest, Rating, Series
from alongside.one_on_ones.tests.makers import a_series, a_talk
from alongside.people.calendar import today

OUTSIDERS = ("ben", "dora", "hana", "omar", "ada")
AN_ANSWER = {"useful": 2, "employee_talked": 40}


@pytest.fixture
def series(cast):
    """Max and Eve, weekly for ten weeks."""
    series = a_series(cast, weeks=10)
    Series.objects.update(first_on=today() - timedelta(weeks=10), starts_at=time(10))
    series.refresh_from_db()
    return series


@pytest.fixture
def ask(series):
    return asker(f"/one-on-ones/{series.pk}")


def look(ask, person):
    answer = ask(person, "get", "/looking-back")
    assert answer.status_code == 200, answer.content
    return answer.json()


def talks(cast, series, count, *, days_ago):
    return [a_talk(cast, series, days_ago=days_ago - n) for n in range(count)][-1]


def test_both_read_the_same_and_it_is_what_the_page_counts(cast, series, ask, django_assert_max_num_queries):
    for weeks in range(1, 4):
        a_talk(cast, series, days_ago=7 * weeks)
    look(ask, cast.eve)
    with django_assert_max_num_queries(40):
        found = look(ask, cast.eve)
    assert found == look(ask, cast.max)
    assert found["held"] == 3 and found["expected"] >= 9
    assert {one["outcome"] for one in found["periods"]} == {"held", "not_held"}
    assert found["periods"][0]["first_day"] > found["periods"][-1]["first_day"]
    assert len(found["themes_waiting"]) == 8 and found["themes_touched"] == []
    assert (found["due"], found["together"], found["asked_about_id"]) == (0, None, None)
    assert found["below_least"] is None


def test_below_the_least_it_says_what_the_least_is(cast, series, ask):
    assert look(ask, cast.eve)["below_least"] == {"meetings": 2, "days": 30}


def test_after_the_fourth_talk_each_is_asked_until_they_answered(cast, series, ask):
    third = talks(cast, series, 3, days_ago=8)
    path = f"/meetings/{third.pk}/rating"
    assert look(ask, cast.eve)["asked_about_id"] is None
    early = ask(cast.eve, "put", path, AN_ANSWER)
    assert (early.status_code, early.json()["code"]) == (403, "refused")
    assert not Rating.objects.exists()
    fourth = a_talk(cast, series, days_ago=4)
    path = f"/meetings/{fourth.pk}/rating"
    assert look(ask, cast.eve)["asked_about_id"] == look(ask, cast.max)["asked_about_id"] == fourth.pk
    answer = ask(cast.eve, "put", path, AN_ANSWER)
    assert (answer.status_code, answer.content) == (204, b"")
    assert look(ask, cast.eve)["asked_about_id"] is None
    assert look(ask, cast.max)["asked_about_id"] == fourth.pk
    assert ask(cast.eve, "put", path, {"useful": 4, "employee_talked": 70}).status_code == 204
    assert Rating.objects.values_list("person", "useful", "employee_talked").get() == (cast.eve.pk, 4, 70)


@pytest.mark.parametrize(
    "body",
    [
        {"useful": 0, "employee_talked": 50},
        {"useful": 6, "employee_talked": 50},
        {"useful": 3, "employee_talked": 101},
        {"useful": 3},
        {**AN_ANSWER, "person_id": 1},
    ],
)
def test_an_answer_out_of_range_is_refused_and_nothing_is_kept(cast, series, ask, body):
    fourth = talks(cast, series, 4, days_ago=7)
    assert ask(cast.eve, "put", f"/meetings/{fourth.pk}/rating", body).status_code == 422
    assert not Rating.objects.exists()


def test_an_answer_to_another_state_of_the_talk_is_not_kept(cast, series, ask):
    fourth = talks(cast, series, 4, days_ago=7)
    path = f"/meetings/{fourth.pk}"
    assert ask(cast.eve, "put", f"{path}/rating", AN_ANSWER, tag='"another"').status_code == 412
    assert not Rating.objects.exists()
    tag = ask(cast.eve, "get", path).headers["ETag"]
    assert ask(cast.eve, "put", f"{path}/rating", AN_ANSWER, tag=tag).status_code == 204


def test_the_mean_of_both_is_told_after_two_rounds_and_one_answer_never(cast, series, ask):
    first = talks(cast, series, 4, days_ago=13)
    second = talks(cast, series, 4, days_ago=7)
    for talk in (first, second):
        ask(cast.eve, "put", f"/meetings/{talk.pk}/rating", {"useful": 2, "employee_talked": 40})
    ask(cast.max, "put", f"/meetings/{first.pk}/rating", {"useful": 5, "employee_talked": 60})
    assert look(ask, cast.max)["together"] is None
    ask(cast.max, "put", f"/meetings/{second.pk}/rating", {"useful": 5, "employee_talked": 60})
    assert Rating.objects.count() == 4
    both = [look(ask, person)["together"] for person in (cast.eve, cast.max)]
    assert both == [{"useful": 3.5, "employee_talked": 50}] * 2


def test_the_other_one_says_that_they_did_not_meet_and_takes_it_back(cast, series, ask):
    talk = a_talk(cast, series, days_ago=1)  # noted down by Max
    path = f"/meetings/{talk.pk}"
    assert ask(cast.max, "post", f"{path}/contest").status_code == 403
    assert not Contest.objects.exists()
    said = ask(cast.eve, "post", f"{path}/contest").json()
    assert (said["state"], said["contested_by_id"]) == ("held", cast.eve.pk)
    assert ask(cast.eve, "post", f"{path}/contest").json() == said  # twice is once
    assert ask(cast.max, "get", path).json() == said
    assert ask(cast.max, "delete", f"{path}/contest").status_code == 403
    assert Contest.objects.count() == 1
    assert ask(cast.eve, "delete", f"{path}/contest").json()["contested_by_id"] is None
    assert not Contest.objects.exists()


def test_only_the_state_that_was_read_is_contested(cast, series, ask):
    talk = a_talk(cast, series, days_ago=1)
    assert ask(cast.eve, "post", f"/meetings/{talk.pk}/contest", tag='"another"').status_code == 412
    assert not Contest.objects.exists()


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_looks_back_answers_or_contests(cast, series, ask, who):
    talk, person = talks(cast, series, 4, days_ago=4), getattr(cast, who)
    for method, path, body in (
        ("get", "/looking-back", None),
        ("put", f"/meetings/{talk.pk}/rating", AN_ANSWER),
        ("post", f"/meetings/{talk.pk}/contest", {}),
        ("delete", f"/meetings/{talk.pk}/contest", None),
    ):
        answer = ask(person, method, path, body)
        missing = asker("/one-on-ones/999999")(person, method, path, body)
        assert (answer.status_code, answer.content) == (404, missing.content), path
    assert not Rating.objects.exists() and not Contest.objects.exists()
