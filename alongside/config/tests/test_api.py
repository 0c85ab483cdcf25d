"""What holds for the whole API: one error shape, pages, tags, limits, scopes."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from alongside.config.api import ROUTERS, api, area_of
from alongside.core.actor import Actor, Door
from alongside.core.api import Problem
from alongside.identity.models import ServiceToken, Token
from alongside.identity.scopes import AREAS, SERVICE_SCOPES, allows, chosen
from alongside.identity.services import create_service_token, create_token
from alongside.one_on_ones import services as one_on_ones
from alongside.one_on_ones.models import AgendaItem
from alongside.people.models import Absence
from alongside.people.tests.makers import TESTS

pytestmark = pytest.mark.django_db
DAYS = {
    "first_day": str(timezone.localdate() + timedelta(days=40)),
    "last_day": str(timezone.localdate() + timedelta(days=44)),
}
SHAPE = set(Problem.model_fields)


@pytest.fixture
def series(cast):
    return one_on_ones.start_series(actor=cast.acts(cast.max), employee=cast.eve)


@pytest.fixture
def item(cast, series):
    return one_on_ones.add_item(actor=cast.acts(cast.eve), series=series, text="the first bench")


@pytest.fixture
def ask(cast):
    """ask("get", "/me", as_=secret): one call with a token; Eve's if nobody is named."""
    _token, eves = create_token(actor=TESTS, account=cast.eve.account, name="t")

    def send(method, path, body=None, as_=eves, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named["Authorization"] = f"Bearer {as_}"
        more = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        client = Client(raise_request_exception=False)
        return getattr(client, method)(f"/api/v1{path}", headers=named, **more)

    return send


def test_every_no_has_the_one_shape(cast, series, ask):
    answers = {
        401: Client().get("/api/v1/me"),
        404: ask("get", "/nowhere/at/all"),
        405: ask("delete", "/me"),
        415: Client().post("/api/v1/actions/1/keeping", "a=b", content_type="text/plain"),
        422: ask("post", f"/one-on-ones/{series.pk}/items", {"text": ""}),
        400: Client().put("/api/v1/news/choice", "{", content_type="application/json", headers=_token(cast)),
        403: ask("post", "/one-on-ones/", {"employee_id": cast.omar.pk}),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert answer.headers["Content-Type"] == "application/problem+json", status
        assert set(answer.json()) == SHAPE, status
        assert answer.json()["status"] == status
    assert answers[405].headers["Allow"] == "GET"
    assert answers[401].headers["WWW-Authenticate"] == "Bearer"


def _token(cast):
    _row, secret = create_token(actor=TESTS, account=cast.eve.account, name="t")
    return {"Authorization": f"Bearer {secret}"}


def test_a_breakdown_says_so_and_nothing_else(ask, monkeypatch):
    monkeypatch.setattr("alongside.people.api.listing.units_after", lambda *_, **__: 1 / 0)
    answer = ask("get", "/units")
    assert (answer.status_code, answer.json()["code"]) == (500, "broken")
    assert "ZeroDivision" not in answer.content.decode()


def test_somebody_elses_and_missing_have_the_same_body(cast, item, ask):
    _row, omars = create_token(actor=TESTS, account=cast.omar.account, name="t")
    for path in (f"/one-on-ones/{item.series_id}", f"/one-on-ones/{item.series_id}/items/{item.pk}"):
        hidden, missing = (
            ask("get", path, as_=omars),
            ask("get", path.replace(str(item.pk), "99999"), as_=omars),
        )
        wrong = ask("get", "/one-on-ones/99999", as_=omars)
        assert hidden.content == missing.content == wrong.content
        assert hidden.status_code == 404


def test_what_was_read_is_answered_by_its_tag(item, ask):
    path = f"/one-on-ones/{item.series_id}/items/{item.pk}"
    first = ask("get", path)
    again = ask("get", path, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    one_on_ones.tick_item(actor=Actor(person_id=item.author_id, door=Door.WEB), item=item, talked=True)
    assert ask("get", path, If_None_Match=first.headers["ETag"]).status_code == 200


def test_a_change_to_something_else_than_was_read_changes_nothing(item, ask):
    path = f"/one-on-ones/{item.series_id}/items/{item.pk}"
    tag = ask("get", path).headers["ETag"]
    refused = ask("patch", path, {"talked": True}, If_Match='"something-else"')
    assert (refused.status_code, refused.json()["code"]) == (412, "not_the_same")
    assert AgendaItem.objects.get().talked_at is None
    changed = ask("patch", path, {"talked": True}, If_Match=tag)
    assert changed.status_code == 200
    assert ask("patch", path, {"talked": False}, If_Match=tag).status_code == 412
    assert ask("delete", path, If_Match=f'"x", {changed.headers["ETag"]}').status_code == 204


def test_pages_come_one_after_the_other_and_miss_nobody(cast, ask):
    seen, after = [], 0
    while after is not None:
        page = ask("get", f"/people?limit=2&after={after}").json()
        seen += [one["id"] for one in page["items"]]
        after = page["next"]
    whole = [one["id"] for one in ask("get", "/people?limit=500").json()["items"]]
    assert seen == whole == sorted(set(whole))
    team = [one["id"] for one in ask("get", f"/people?manager={cast.max.pk}").json()["items"]]
    assert cast.eve.pk in team and cast.omar.pk not in team


def test_a_repeat_makes_one(cast, ask):
    body = {"person_id": cast.eve.pk, **DAYS}
    answers = [ask("post", "/absences/", body, Idempotency_Key="once") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert Absence.objects.count() == 1


def test_every_answer_says_how_many_calls_are_left(ask):
    first, second = ask("get", "/me"), ask("get", "/me")
    assert first.headers["RateLimit-Policy"] == '"api";q=600;w=60'
    left = [int(answer.headers["RateLimit"].split("r=")[1].split(";")[0]) for answer in (first, second)]
    assert left == [599, 598]


def test_a_token_opens_the_areas_it_was_made_for(cast, item, ask):
    account = cast.eve.account
    _row, talks = create_token(actor=TESTS, account=account, name="t", scopes=["talks:read"])
    path = f"/one-on-ones/{item.series_id}/items"
    assert ask("get", path, as_=talks).status_code == 200
    assert ask("post", path, {"text": "more"}, as_=talks).json()["detail"] == "This token may only read."
    for elsewhere in ("/people", "/actions/", "/news/choice", "/absences/?person=1", "/me"):
        assert ask("get", elsewhere, as_=talks).status_code == 403, elsewhere
    assert AgendaItem.objects.count() == 1


def test_an_old_token_is_a_stranger(cast, ask):
    token, secret = create_token(actor=TESTS, account=cast.eve.account, name="t", days=30)
    assert ask("get", "/me", as_=secret).json()["name"] == cast.eve.name
    assert Token.objects.get(pk=token.pk).last_used_on == timezone.now().date()
    Token.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert ask("get", "/me", as_=secret).status_code == 401


def test_a_token_of_the_company_reads_the_directory_and_nothing_between_two(cast, item, ask):
    token, secret = create_service_token(
        actor=TESTS, name="t", scopes=["read", "talks:read", *SERVICE_SCOPES]
    )
    assert set(token.scopes) == set(SERVICE_SCOPES)
    assert {one["name"] for one in ask("get", "/people", as_=secret).json()["items"]} >= {cast.eve.name}
    assert ask("get", "/units", as_=secret).status_code == 200
    assert ask("get", "/seats", as_=secret).status_code == 200
    for path in (
        "/one-on-ones/",
        f"/one-on-ones/{item.series_id}/items",
        "/actions/",
        "/news/choice",
        "/imports/",
    ):
        assert ask("get", path, as_=secret).status_code == 403, path
    body = {"person_id": cast.eve.pk, **DAYS}
    assert ask("post", "/absences/", body, as_=secret).status_code == 403
    assert not Absence.objects.exists()
    ServiceToken.objects.update(ended_at=timezone.now())
    assert ask("get", "/people", as_=secret).status_code == 401


def test_a_token_of_the_company_is_made_by_an_administrator_and_shown_once(cast, web):
    form = {"name": "directory", "scopes": ["read"], "areas": ["directory"]}
    assert web(cast.eve).post("/administration/tokens/new/", form).status_code == 404
    assert not ServiceToken.objects.exists()
    browser = web(cast.ada)
    assert browser.post("/administration/tokens/new/", form).status_code == 302
    first, again = (browser.get("/administration/tokens/").content.decode() for _ in range(2))
    assert "alongside_" in first and "alongside_" not in again
    assert ServiceToken.objects.get().scopes == ["directory:read"]


def test_every_address_has_an_area_and_scopes_read_as_they_look():
    assert {area for _prefix, _router, area in ROUTERS} <= set(AREAS)
    assert area_of("/api/v1/one-on-ones/3/items") == "talks"
    assert chosen((), ("read", "write")) == ("read", "write")
    assert chosen(("talks",), ("read",)) == ("talks:read",)
    assert allows(["talks:write"], "talks", to_change=False)
    assert not allows(["talks:read"], "talks", to_change=True)
    assert not allows(["talks:read", "actions:write"], "directory", to_change=False)


def test_the_description_is_openapi_31_and_names_every_refusal(client):
    served = client.get("/api/v1/openapi.json").json()
    assert served["openapi"].startswith("3.1")
    assert len(served["paths"]) > 30
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, operation in methods.items():
            answers = operation["responses"]
            assert "application/problem+json" in answers[401 if 401 in answers else "401"]["content"], (
                path,
                method,
            )


def test_the_guide_shows_every_operation(cast, web):
    page = web(cast.eve).get("/help/api/").content.decode()
    for path in api.get_openapi_schema()["paths"]:
        assert path in page


def test_reading_takes_the_same_number_of_queries_for_one_and_for_many(
    cast, series, ask, django_assert_max_num_queries
):
    acts = cast.acts(cast.eve)
    for _ in range(12):
        one_on_ones.add_item(actor=acts, series=series, text="a topic")
    ask("get", "/me")
    with django_assert_max_num_queries(12) as first:
        ask("get", f"/one-on-ones/{series.pk}/items?all=true&limit=1")
    with django_assert_max_num_queries(len(first)):
        assert len(ask("get", f"/one-on-ones/{series.pk}/items?all=true").json()["items"]) == 12


@pytest.mark.parametrize(
    "path",
    ["/imports/?state=true", "/invitations/waves?state=null", "/actions/?due_before=0", "/actions/?owner=x"],
)
def test_a_filter_that_makes_no_sense_is_said_and_breaks_nothing(ask, path):
    answer = ask("get", path)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_a_number_is_no_day(cast, ask):
    body = {"person_id": cast.eve.pk, "first_day": 0, "last_day": 86_400}
    assert ask("post", "/absences/", body).status_code == 422
    assert not Absence.objects.exists()


READ = [
    (path, operations["get"])
    for path, operations in api.get_openapi_schema()["paths"].items()
    if "get" in operations
]


@pytest.mark.parametrize(("path", "operation"), READ, ids=[path for path, _ in READ])
def test_a_parameter_that_an_address_does_not_know_is_refused_and_those_it_knows_are_named(
    cast, series, ask, path, operation
):
    known = sorted(one["name"] for one in operation.get("parameters", []) if one["in"] == "query")
    here = re.sub(r"\{\w+\}", "1", path.removeprefix("/api/v1"))
    needed = "&person=1" if here == "/absences/" else ""
    answer = ask("get", f"{here}?q=bench{needed}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert list(answer.json()["fields"]) == ["query.q"]
    assert all(name in answer.json()["fields"]["query.q"][0] for name in known)


def test_without_signing_in_an_unknown_parameter_says_nothing():
    assert Client().get("/api/v1/people?q=x").status_code == 401


def test_nothing_is_made_by_a_call_with_an_unknown_parameter(cast, ask):
    body = {"person_id": cast.eve.pk, **DAYS}
    assert ask("post", "/absences/?dry_run=true", body).status_code == 422
    assert not Absence.objects.exists()
    assert ask("post", "/absences/", body).status_code == 201
