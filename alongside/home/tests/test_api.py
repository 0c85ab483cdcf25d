"""What happened that concerns me, for programs: the sentences of the page, and nobody else's."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.home.traces import traces_of
from alongside.identity.services import create_service_token, create_token
from alongside.identity.tests.api_calls import asker
from alongside.one_on_ones.tests.makers import a_series, a_topic
from alongside.people.models import Person
from alongside.people.tests.makers import TESTS

pytestmark = pytest.mark.django_db
ask = asker("/about-me/")


def test_it_tells_what_the_page_tells_the_newest_first_and_no_words(cast):
    series = a_series(cast)
    a_topic(cast, series, "the first bench")
    told = ask(cast.eve, "get").json()["items"]
    shown, _mark = traces_of(cast.acts(cast.eve), most=100)
    by_me = [one for one in told if one["person_id"] == cast.eve.pk]
    assert [one["said"] for one in told] == [one.said for one in shown]
    assert by_me and "the first bench" not in str(told)
    assert [one["at"] for one in told] == sorted((one["at"] for one in told), reverse=True)
    by_max = {one["said"] for one in told if one["person_id"] == cast.max.pk}
    assert by_max and not by_max & {one["said"] for one in ask(cast.omar, "get").json()["items"]}


def test_pages_come_one_after_the_other_and_none_twice(cast):
    series = a_series(cast)
    for number in range(7):
        a_topic(cast, series, f"topic {number}")
    _token, secret = create_token(actor=TESTS, account=cast.max.account, name="t")
    whole, after, found = read(secret, "?limit=500")["items"], 0, []
    while after is not None:
        page = read(secret, f"?limit=3&after={after}")
        found, after = found + page["items"], page["next"]
        assert len(page["items"]) <= 3
    assert found == whole and len(whole) > 7
    assert read(secret, "?after=987654321")["items"] == []


def read(secret, query):
    answer = Client().get(f"/api/v1/about-me/{query}", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 200
    return answer.json()


def test_who_was_erased_is_a_former_colleague_without_a_number(cast):
    a_topic(cast, a_series(cast), "words", by=cast.max)
    Person.objects.filter(pk=cast.max.pk).update(erased_at=timezone.now(), account=None)
    told = ask(cast.eve, "get").json()["items"]
    assert {one["person_id"] for one in told if one["who"] == "A former colleague"} == {None}


def test_a_token_of_the_company_is_nobody_whom_anything_concerns(cast, client):
    _token, secret = create_service_token(actor=TESTS, name="t", scopes=["directory:read"])
    answer = client.get("/api/v1/about-me/", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 403


def test_reading_takes_the_same_number_of_queries_for_few_and_for_many(cast):
    series = a_series(cast)
    a_topic(cast, series, "first")

    def counted():
        with CaptureQueriesContext(connection) as queries:
            rows = ask(cast.max, "get").json()["items"]
        return len(queries), len(rows)

    counted()
    few, rows = counted()
    for number in range(20):
        a_topic(cast, series, f"topic {number}")
    many, more = counted()
    assert many == few and more >= rows + 20
