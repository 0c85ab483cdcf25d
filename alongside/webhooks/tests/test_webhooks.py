"""Events reach other programs once, signed, with ids only; what fails is tried again, parked, and told."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from alongside.audit.models import AuditEntry
from alongside.core.errors import Invalid, Refused
from alongside.core.tests.outside import Canary
from alongside.identity.services import create_service_token
from alongside.notifications.models import Message
from alongside.one_on_ones import services as one_on_ones
from alongside.people.calendar import today
from alongside.people.services import create_person
from alongside.people.tests.makers import TESTS
from alongside.webhooks import events, queries, services, tasks
from alongside.webhooks.models import Delivery, Endpoint, Secret

pytestmark = pytest.mark.django_db
OK = b"HTTP/1.1 204 No Content\r\n\r\n"
BROKEN = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 17\r\n\r\ncanary-their-word"


@pytest.fixture
def outside(settings):
    """Another program on loopback, which the operator has allowed."""
    with Canary(OK).running() as canary:
        settings.OUTBOUND_ALLOWED = {f"http://127.0.0.1:{canary.port}"}
        canary.url = f"http://127.0.0.1:{canary.port}/hook"
        yield canary


@pytest.fixture
def endpoint(cast, outside):
    """(endpoint, its secret)"""
    return services.create_endpoint(actor=cast.acts(cast.ada), name="intranet", url=outside.url)


def deliver_all():
    for pk in queries.deliveries_due(most=100):
        tasks.deliver.call(delivery_id=pk)


def received(request: bytes):
    head, _, body = request.partition(b"\r\n\r\n")
    pairs = (line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    return {name.lower(): value for name, value in pairs}, body


def test_an_event_arrives_signed_with_a_number_and_no_words(cast, endpoint, outside):
    person = create_person(actor=TESTS, name="Canary Name", email="canary@example.org")
    deliver_all()
    headers, body = received(outside.requests[0])
    told = Webhook(endpoint[1]).verify(body, headers)
    assert told == {
        "type": "person.created",
        "timestamp": told["timestamp"],
        "data": {"kind": "people.person", "id": str(person.pk)},
    }
    assert "anary" not in body.decode() + str(headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(endpoint[1]).verify(body + b" ", headers)
    assert Delivery.objects.get().state == "sent"
    tasks.deliver.call(delivery_id=Delivery.objects.get().pk)
    assert len(outside.requests) == 1


def test_what_two_people_do_is_no_event(cast, endpoint, outside):
    series = one_on_ones.start_series(actor=cast.acts(cast.max), employee=cast.eve)
    one_on_ones.add_item(actor=cast.acts(cast.eve), series=series, text="canary words")
    one_on_ones.agree_on_action(
        actor=cast.acts(cast.max), series=series, owner_id=cast.eve.pk, text="canary", due_on=today()
    )
    assert AuditEntry.objects.filter(action="one_on_ones.item_added").exists()
    assert not Delivery.objects.exists()
    assert {action.split(".")[0] for action in events.EVENTS} == {"people"}
    assert not {action for action in events.EVENTS if "typed" in action or "preference" in action}


def test_an_act_that_is_undone_tells_nobody(cast, endpoint, outside):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        create_person(actor=TESTS, name="Nobody", email="n@example.org")
        1 / 0  # noqa: B018
    assert not Delivery.objects.exists()


def test_only_chosen_events_come(cast, outside):
    services.create_endpoint(actor=cast.acts(cast.ada), name="x", url=outside.url, events=["unit.created"])
    create_person(actor=TESTS, name="Somebody", email="s@example.org")
    assert not Delivery.objects.exists()


def test_a_failure_is_tried_eight_times_with_growing_pauses_then_parked_and_replayed(cast, endpoint, outside):
    outside.answer = BROKEN
    create_person(actor=TESTS, name="Somebody", email="s@example.org")
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        pauses = []
        for _ in range(8):
            services.resume_endpoint(actor=TESTS, endpoint=Endpoint.objects.get())
            deliver_all()
            row = Delivery.objects.get()
            pauses.append((row.not_before - timezone.now()).total_seconds())
            clock.move_to(max(row.not_before, timezone.now()))
    assert pauses == [15 * 4**n for n in range(8)]
    assert (row.state, row.tries, row.status, row.error) == ("parked", 8, 500, "status")
    numbers = {received(one)[0]["webhook-id"] for one in outside.requests}
    assert (len(outside.requests), len(numbers)) == (8, 1)
    assert "canary-their-word" not in str(Delivery.objects.values())
    outside.answer = OK
    services.resume_endpoint(actor=TESTS, endpoint=Endpoint.objects.get())
    services.replay(actor=cast.acts(cast.ada), delivery=row)
    deliver_all()
    assert Delivery.objects.get().state == "sent"
    assert received(outside.requests[-1])[0]["webhook-id"] in numbers
    assert Endpoint.objects.get().failing_since is None


def test_an_endpoint_that_fails_for_a_day_is_switched_off_and_administrators_are_told(
    cast, endpoint, outside
):
    outside.answer = BROKEN
    type(cast.ada).objects.filter(pk=cast.ada.pk).update(invited_at=timezone.now())
    create_person(actor=TESTS, name="Somebody", email="s@example.org")
    deliver_all()
    assert Endpoint.objects.get().stopped_at is None
    Endpoint.objects.update(failing_since=timezone.now() - timedelta(hours=25))
    Delivery.objects.update(not_before=timezone.now())
    deliver_all()
    assert Endpoint.objects.get().stopped_for == "failing"
    mail = Message.objects.get(template="webhooks/email/stopped")
    assert (mail.person_id, mail.context) == (cast.ada.pk, {"endpoint": endpoint[0].pk})
    before = len(outside.requests)
    create_person(actor=TESTS, name="Another", email="a@example.org")
    Delivery.objects.update(not_before=timezone.now())
    deliver_all()
    assert len(outside.requests) == before


def test_one_that_is_gone_is_switched_off_at_once(cast, endpoint, outside):
    outside.answer = b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n"
    create_person(actor=TESTS, name="Somebody", email="s@example.org")
    deliver_all()
    assert Endpoint.objects.get().stopped_for == "gone"


def test_a_redirect_is_a_failure_and_leads_nowhere(cast, endpoint, outside):
    with Canary().running() as inside:
        moved = (
            f"HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:{inside.port}/\r\nContent-Length: 0\r\n\r\n"
        )
        outside.answer = moved.encode()
        services.send_test(actor=cast.acts(cast.ada), endpoint=endpoint[0])
        deliver_all()
        assert (Delivery.objects.get().status, inside.hits) == (307, [])


def test_for_a_day_both_secrets_sign(cast, endpoint, outside):
    new = services.rotate_secret(actor=cast.acts(cast.ada), endpoint=endpoint[0])
    services.send_test(actor=cast.acts(cast.ada), endpoint=endpoint[0])
    deliver_all()
    headers, body = received(outside.requests[0])
    for secret in (endpoint[1], new):
        assert Webhook(secret).verify(body, headers)["type"] == "webhook.test"
    Secret.objects.exclude(expires_at=None).update(expires_at=timezone.now())
    services.send_test(actor=cast.acts(cast.ada), endpoint=endpoint[0])
    deliver_all()
    headers, body = received(outside.requests[1])
    Webhook(new).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(endpoint[1]).verify(body, headers)


def test_a_copy_of_the_database_signs_nothing(cast, endpoint):
    stored = bytes(Secret.objects.get().wrapped)
    assert endpoint[1].removeprefix("whsec_") not in stored.hex() + str(stored)


@pytest.mark.parametrize(
    "url",
    ["http://example.org/", "https://127.0.0.1/", "https://[::1]/", "https://localhost/", "https://u@h.org/"],
)
def test_an_address_inside_is_refused_and_nothing_is_stored(cast, web, url):
    with pytest.raises(Invalid):
        services.create_endpoint(actor=cast.acts(cast.ada), name="x", url=url)
    answer = web(cast.ada).post("/administration/webhooks/new/", {"name": "x", "url": url})
    assert answer.status_code == 422
    assert not Endpoint.objects.exists()


def test_an_address_that_leads_inside_later_is_not_called(cast, endpoint, outside, settings):
    """Stored while it was allowed; the guard asks again at every call."""
    settings.OUTBOUND_ALLOWED = frozenset()
    services.send_test(actor=cast.acts(cast.ada), endpoint=endpoint[0])
    deliver_all()
    assert Delivery.objects.get().error == "blocked_scheme"
    assert outside.hits == []


@pytest.mark.parametrize("who", ["eve", "max", "hana", "omar"])
def test_nobody_else_looks_after_them(cast, endpoint, who):
    actor = cast.acts(getattr(cast, who))
    with pytest.raises(Refused):
        services.create_endpoint(actor=actor, name="x", url="https://hooks.example.org/")
    with pytest.raises(Refused):
        services.rotate_secret(actor=actor, endpoint=endpoint[0])
    with pytest.raises(Refused):
        services.end_endpoint(actor=actor, endpoint=endpoint[0])
    assert (Endpoint.objects.count(), Secret.objects.count()) == (1, 1)
    assert Endpoint.objects.get().ended_at is None


def test_a_secret_is_shown_once_and_the_log_holds_what_came_back(cast, web, outside):
    browser = web(cast.ada)
    made = browser.post("/administration/webhooks/new/", {"name": "intranet", "url": outside.url})
    first, again = (browser.get(made.url).content.decode() for _ in range(2))
    assert "whsec_" in first and "whsec_" not in again
    browser.post(f"{made.url}test/")
    deliver_all()
    page = browser.get(made.url).content.decode()
    assert "A test</span>" in page and "204" in page
    assert (
        browser.post(f"/administration/webhooks/deliveries/{Delivery.objects.get().pk}/replay/").status_code
        == 302
    )
    browser.post(f"{made.url}end/")
    assert browser.get(made.url).status_code == 404
    assert not Secret.objects.exists()


def test_a_token_of_the_company_looks_after_them(cast, client, outside):
    _row, secret = create_service_token(actor=TESTS, name="t", scopes=["events:write"])
    headers = {"Authorization": f"Bearer {secret}"}
    body = json.dumps({"name": "x", "url": outside.url, "events": ["person.created"]})
    made = client.post("/api/v1/webhooks/", body, content_type="application/json", headers=headers)
    assert (made.status_code, made.json()["secret"][:6]) == (201, "whsec_")
    assert "secret" not in client.get(f"/api/v1/webhooks/{made.json()['id']}", headers=headers).json()
    wrong = json.dumps({"name": "x", "url": outside.url, "events": ["one_on_ones.item_added"]})
    assert (
        client.post("/api/v1/webhooks/", wrong, content_type="application/json", headers=headers).status_code
        == 422
    )
    assert Endpoint.objects.count() == 1


def test_the_log_is_forgotten_after_a_month(cast, endpoint):
    services.send_test(actor=TESTS, endpoint=endpoint[0])
    assert services.forget_log(actor=TESTS) == 0
    Delivery.objects.update(at=timezone.now() - timedelta(days=31))
    assert services.forget_log(actor=TESTS) == 1
