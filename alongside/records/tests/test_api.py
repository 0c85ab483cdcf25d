"""What programs read of “My data”, and that a request to be forgotten can be taken back; legal holds have no door."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.core.models import DataKey
from alongside.identity.services import create_service_token
from alongside.identity.tests.api_calls import asker
from alongside.people.calendar import today
from alongside.people.models import RoleGrant
from alongside.people.queries import me
from alongside.people.services import grant_role
from alongside.people.tests.makers import TESTS, a_person
from alongside.records import services
from alongside.records.held import held_about
from alongside.records.models import ErasureRequest, LegalHold
from alongside.records.tests.makers import HERS, words_everywhere

pytestmark = pytest.mark.django_db
ask = asker("")
MINE = "/my-data/erasure-requests"


@pytest.fixture
def asked(cast):
    return services.ask_for_erasure(actor=cast.acts(cast.eve), person=cast.eve)


def test_how_much_is_held_about_me_is_counted_and_none_of_it_told(cast):
    words_everywhere(cast)
    answer = ask(cast.eve, "get", "/my-data/")
    told = {one["what"]: one["count"] for one in answer.json()["items"]}
    assert told == {str(one.what): one.count for one in held_about(me(cast.acts(cast.eve)))}
    assert told["days you are away, without a reason"] == 1
    assert HERS not in answer.content.decode()
    others = {one["what"] for one in ask(cast.omar, "get", "/my-data/").json()["items"]}
    assert others and "days you are away, without a reason" not in others


def test_my_request_is_mine_alone_and_taken_back_once(cast, asked):
    path = f"{MINE}/{asked.pk}"
    assert ask(cast.eve, "get", MINE).json()["items"] == [ask(cast.eve, "get", path).json()]
    assert ask(cast.eve, "get", path).json()["due_on"] == str(asked.due_on)
    nowhere = ask(cast.omar, "get", f"{MINE}/987654").content
    assert ask(cast.omar, "get", path).content == nowhere
    assert ask(cast.omar, "post", f"{path}/taking-back").status_code == 404
    assert ask(cast.eve, "post", f"{path}/taking-back", tag='"another"').status_code == 412
    assert ErasureRequest.objects.get().is_open
    read = ask(cast.eve, "get", path).headers["ETag"]
    answers = [ask(cast.eve, "post", f"{path}/taking-back", tag=read, key="once") for _ in range(2)]
    assert [one.json()["answer"] for one in answers] == ["withdrawn", "withdrawn"]
    again = ask(cast.eve, "post", f"{path}/taking-back")
    assert (again.status_code, again.json()["code"]) == (403, "refused")


def test_asking_and_answering_have_no_door(cast, asked):
    grant_role(actor=TESTS, person=cast.omar, role=RoleGrant.Role.HR_OPERATIONS, since=today())
    assert ask(cast.max, "post", MINE, {}).status_code == 405
    assert ask(cast.omar, "post", f"/erasure-requests/{asked.pk}", {"answer": "done"}).status_code == 404
    assert ErasureRequest.objects.get().is_open


def test_those_who_answer_read_all_requests_and_nobody_else_learns_that_there_are_any(cast, asked):
    grant_role(actor=TESTS, person=cast.omar, role=RoleGrant.Role.HR_OPERATIONS, since=today())
    assert [one["person_id"] for one in ask(cast.omar, "get", "/erasure-requests/").json()["items"]] == [
        cast.eve.pk
    ]
    assert ask(cast.omar, "get", "/erasure-requests/?is_open=false").json()["items"] == []
    for stranger in (cast.eve, cast.max, cast.hana, cast.ada):
        assert ask(stranger, "get", "/erasure-requests/").status_code == 404
    assert ask(cast.omar, "get", f"{MINE}/{asked.pk}").status_code == 404  # theirs is the list of all


def test_legal_holds_are_told_to_no_program(cast):
    """The page shows them only after a fresh proof, also to those who decide them."""
    grant_role(actor=TESTS, person=cast.dora, role=RoleGrant.Role.HEAD_OF_HR, since=today())
    LegalHold.objects.create(
        person=cast.eve, data_key=DataKey.fresh(), reason="a claim", placed_by=cast.dora,
        review_on=today() + timedelta(days=90),
    )  # fmt: skip
    for path in ("/legal-holds/", "/my-data/legal-holds"):
        assert ask(cast.dora, "get", path).status_code == 404
    held = {one["what"] for one in ask(cast.eve, "get", "/my-data/").json()["items"]}
    assert not [what for what in held if "legal" in what]


def test_a_token_of_the_company_reads_none_of_it(cast, client, asked):
    _token, secret = create_service_token(actor=TESTS, name="t", scopes=["directory:read"])
    for path in ("/my-data/", MINE, "/erasure-requests/"):
        answer = client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 403, path


def test_reading_requests_takes_the_same_number_of_queries_for_few_and_for_many(cast, asked):
    grant_role(actor=TESTS, person=cast.omar, role=RoleGrant.Role.HR_OPERATIONS, since=today())

    def counted():
        with CaptureQueriesContext(connection) as queries:
            rows = ask(cast.omar, "get", "/erasure-requests/").json()["items"]
        return len(queries), len(rows)

    counted()
    few = counted()
    for number in range(9):
        person = a_person(f"Person {number}")
        services.ask_for_erasure(actor=cast.acts(person), person=person)
    assert counted() == (few[0], 10)
