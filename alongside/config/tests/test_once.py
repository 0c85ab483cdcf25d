"""A program that sends the same POST once more, with the same Idempotency-Key, has done it once: at every address."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from alongside.audit.models import AuditEntry
from alongside.commitments.models import Commitment, Turn
from alongside.commitments.services import keep_commitment
from alongside.config.api import api
from alongside.core.models import OnceKey
from alongside.identity.services import create_token
from alongside.invitations import services as invitations
from alongside.invitations.models import Wave
from alongside.one_on_ones import services as one_on_ones
from alongside.one_on_ones.tests import once_recipes as of_talks
from alongside.one_on_ones.tests.makers import a_meeting, a_series, an_action
from alongside.people.away.services import delegate
from alongside.people.calendar import today
from alongside.people.models import RoleGrant
from alongside.people.services import create_person, grant_role
from alongside.people.tests.makers import TESTS
from alongside.records.services import ask_for_erasure
from alongside.skip_levels.tests import once_recipes as of_skip_levels
from alongside.webhooks import services as webhooks
from alongside.webhooks.models import Delivery, Endpoint, Secret

pytestmark = pytest.mark.django_db
URL = "https://93.184.215.14/hook"  # no name to look up, and nothing is sent to it here
type World = Any
type Recipe = Callable[[World], dict[str, Any]]  # by, values of the address, body


def day(ahead: int) -> str:
    return str(today() + timedelta(days=ahead))


def a_wave(cast: World) -> Wave:
    return invitations.create_wave(actor=cast.acts(cast.hana), name="First", reach="everybody")


def a_running_wave(cast: World) -> Wave:
    wave = a_wave(cast)
    invitations.begin_wave(actor=cast.acts(cast.hana), wave=wave)
    return wave


def an_endpoint(cast: World) -> Endpoint:
    return webhooks.create_endpoint(actor=cast.acts(cast.ada), name="intranet", url=URL)[0]


def of_action(*, kept: bool = False, **body: str) -> Recipe:
    def recipe(cast: World) -> dict[str, Any]:
        action = an_action(cast, a_series(cast), "words")
        if kept:
            keep_commitment(actor=cast.acts(cast.eve), commitment=action)
        return {"by": cast.eve, "values": {"id": action.pk}, "body": body or None}

    return recipe


def of_meeting(change: Callable[..., object] | None = None, *, hours: int, **body: object) -> Recipe:
    def recipe(cast: World) -> dict[str, Any]:
        meeting = a_meeting(a_series(cast), hours=hours)
        if change is not None:
            change(actor=cast.acts(cast.max), meeting=meeting)
        return {
            "by": cast.max,
            "values": {"id": meeting.series_id, "meeting_id": meeting.pk},
            "body": body or None,
        }

    return recipe


def of_replay(cast: World) -> dict[str, Any]:
    delivery = webhooks.send_test(actor=cast.acts(cast.ada), endpoint=an_endpoint(cast))
    Delivery.objects.update(state=Delivery.State.PARKED, tries=8)
    return {"by": cast.ada, "values": {"id": delivery.endpoint_id, "delivery_id": delivery.pk}}


def of_delegation_ending(cast: World) -> dict[str, Any]:
    one = delegate(
        actor=cast.acts(cast.max), person=cast.max, to=cast.dora, first_day=today(),
        last_day=today() + timedelta(days=9),
    )  # fmt: skip
    return {"by": cast.max, "values": {"id": one.pk}}


LATER = (timezone.now() + timedelta(days=3)).isoformat()
RECIPES: dict[str, Recipe] = {
    **of_talks.RECIPES,
    **of_skip_levels.RECIPES,
    "/one-on-ones/": lambda cast: {"by": cast.max, "body": {"employee_id": cast.eve.pk}},
    "/one-on-ones/{id}/ending": lambda cast: {"by": cast.max, "values": {"id": a_series(cast).pk}},
    "/one-on-ones/{id}/actions": lambda cast: {
        "by": cast.eve,
        "values": {"id": a_series(cast).pk},
        "body": {"text": "words", "owner_id": cast.max.pk, "due_on": day(7)},
    },
    "/one-on-ones/{id}/pauses": lambda cast: {
        "by": cast.eve,
        "values": {"id": a_series(cast).pk},
        "body": {"until": day(14)},
    },
    "/one-on-ones/{id}/items": lambda cast: {
        "by": cast.eve,
        "values": {"id": a_series(cast).pk},
        "body": {"text": "words"},
    },
    "/one-on-ones/{id}/meetings/{meeting_id}/closing": of_meeting(hours=1),
    "/one-on-ones/{id}/meetings/{meeting_id}/skipping": of_meeting(hours=30),
    "/one-on-ones/{id}/meetings/{meeting_id}/restoration": of_meeting(one_on_ones.skip_meeting, hours=30),
    "/one-on-ones/{id}/meetings/{meeting_id}/reschedulings": of_meeting(hours=30, starts_at=LATER, version=1),
    "/actions/{id}/keeping": of_action(),
    "/actions/{id}/redating": lambda cast: of_action(due_on=day(14), reason="words")(cast),
    "/actions/{id}/dropping": of_action(reason="words"),
    "/actions/{id}/reopening": of_action(kept=True),
    "/actions/{id}/obstacles": of_action(words="words"),
    "/invitations/waves": lambda cast: {"by": cast.hana, "body": {"name": "First", "reach": "everybody"}},
    "/invitations/waves/{id}/beginning": lambda cast: {"by": cast.hana, "values": {"id": a_wave(cast).pk}},
    "/invitations/waves/{id}/pause": lambda cast: {
        "by": cast.hana,
        "values": {"id": a_running_wave(cast).pk},
    },
    "/webhooks/": lambda cast: {"by": cast.ada, "body": {"name": "intranet", "url": URL}},
    "/webhooks/{id}/secrets": lambda cast: {"by": cast.ada, "values": {"id": an_endpoint(cast).pk}},
    "/webhooks/{id}/deliveries/{delivery_id}/replay": of_replay,
    "/absences/": lambda cast: {
        "by": cast.eve,
        "body": {"person_id": cast.eve.pk, "first_day": day(40), "last_day": day(44)},
    },
    "/delegations/": lambda cast: {
        "by": cast.max,
        "body": {
            "from_person_id": cast.max.pk, "to_person_id": cast.dora.pk,
            "first_day": day(1), "last_day": day(9),
        },
    },
    "/delegations/{id}/ending": of_delegation_ending,
    "/my-data/erasure-requests/{id}/taking-back": lambda cast: {
        "by": cast.eve,
        "values": {"id": ask_for_erasure(actor=cast.acts(cast.eve), person=cast.eve).pk},
    },
}  # fmt: skip
POSTS = sorted(
    path.removeprefix("/api/v1")
    for path, methods in api.get_openapi_schema()["paths"].items()
    if "post" in methods
)


def whole_database() -> dict[str, str]:
    """A digest of each table, but the one that counts calls."""
    tables = [name for name in connection.introspection.table_names() if name != "identity_tally"]
    each = "SELECT '{0}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{0}\" t"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each.format(name) for name in tables))
        return dict(cursor.fetchall())


@pytest.fixture
def send(cast):
    """send(path, recipe)(key): posts as the recipe says, each time the same."""
    create_person(actor=TESTS, name="Nina New", email="nina@example.org")
    grant_role(actor=TESTS, person=cast.hana, role=RoleGrant.Role.HR_OPERATIONS, since=today())

    def prepare(path: str, recipe: Recipe) -> Callable[..., Any]:
        asked = recipe(cast)
        _row, secret = create_token(actor=TESTS, account=asked["by"].account, name="t")
        whole = "/api/v1" + path.format(**asked.get("values", {}))
        body = json.dumps(asked["body"]) if asked.get("body") else ""

        def post(key: str, method: str = "POST", **headers: str) -> Any:
            headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": key, **headers}
            browser = Client(raise_request_exception=False)
            return browser.generic(method, whole, body, content_type="application/json", headers=headers)

        return post

    return prepare


def test_every_post_of_the_description_is_tried():
    assert len(POSTS) > 20
    assert set(POSTS) == set(RECIPES)


@pytest.mark.parametrize("path", POSTS)
def test_the_second_time_nothing_changes_and_the_answer_is_the_same(send, path):
    post, acts = send(path, RECIPES[path]), AuditEntry.objects.count()
    first = post("once")
    assert first.status_code in {200, 201}, first.content
    assert AuditEntry.objects.count() > acts
    before = whole_database()
    second = post("once")
    assert (second.status_code, second.json()) == (first.status_code, first.json())
    after = whole_database()
    assert {name for name in after if after[name] != before[name]} == set()


def test_who_stood_in_on_no_day_breaks_no_list(send, cast):
    ended = send("/delegations/{id}/ending", of_delegation_ending)("once").json()
    assert (ended["first_day"], ended["last_day"]) == (None, None)
    _row, secret = create_token(actor=TESTS, account=cast.eve.account, name="t")
    listed = Client().get("/api/v1/delegations/", headers={"Authorization": f"Bearer {secret}"})
    assert (listed.status_code, listed.json()["items"]) == (200, [])


def test_two_calls_with_different_keys_are_two(send):
    post = send("/actions/{id}/redating", RECIPES["/actions/{id}/redating"])
    before = Turn.objects.count()
    assert [post(key).status_code for key in ("first", "second", "second")] == [200, 200, 200]
    assert Turn.objects.count() == before + 2


def test_one_key_for_making_and_taking_back_is_two(send):
    path = "/one-on-ones/{id}/meetings/{meeting_id}/contest"
    send_it = send(path, RECIPES[path])
    answers = [send_it("once", method).json()["contested_by_id"] for method in ("POST", "DELETE", "DELETE")]
    assert answers[0] is not None and answers[1:] == [None, None]


def test_without_a_key_each_call_counts_and_no_key_is_kept(send):
    post = send("/actions/{id}/redating", RECIPES["/actions/{id}/redating"])
    before = Turn.objects.count()
    post(""), post("")
    assert Turn.objects.count() == before + 2
    assert not OnceKey.objects.exists()


def test_a_repeat_is_answered_whatever_state_its_if_match_names(send):
    post = send("/actions/{id}/keeping", of_action())
    tag = {"If-Match": '"something-else"'}
    assert post("refused", **tag).status_code == 412
    assert Commitment.objects.get().state == "open"
    assert post("once").status_code == 200
    assert post("once", **tag).status_code == 200


def test_what_was_refused_gives_its_key_back(send, cast):
    post = send("/actions/{id}/reopening", of_action())
    refused = post("once")
    assert refused.status_code in {403, 422}
    assert not OnceKey.objects.exists()


def test_a_database_that_fails_half_way_leaves_nothing_and_the_repeat_counts_once(send, monkeypatch):
    post = send("/webhooks/", RECIPES["/webhooks/"])

    def away(*_args, **_named):
        raise OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as broken:
        broken.setattr("alongside.webhooks.services.record", away)
        assert post("once").status_code == 503
    assert not Endpoint.objects.exists()
    assert [post("once").status_code for _ in range(2)] == [201, 201]
    assert (Endpoint.objects.count(), Secret.objects.count()) == (1, 1)


def test_a_secret_is_told_again_to_the_same_request_for_a_day_and_to_nobody_else(send, cast):
    post = send("/webhooks/", RECIPES["/webhooks/"])
    assert post("once").json()["secret"] == post("once").json()["secret"]
    _row, another = create_token(actor=TESTS, account=cast.eve.account, name="t")
    assert post("once", Authorization=f"Bearer {another}").status_code == 403
    Secret.objects.update(made_at=timezone.now() - timedelta(hours=25))
    late = post("once")
    assert (late.status_code, "secret" in late.json()) == (404, False)
    assert Endpoint.objects.count() == 1
