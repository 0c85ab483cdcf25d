"""While one worker is in the middle of a job another takes the same one: webhooks, and people who leave on their day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from alongside.audit.models import AuditEntry
from alongside.core.errors import Refused
from alongside.core.tests.outside import Canary
from alongside.one_on_ones.tests.makers import a_series
from alongside.people import closure
from alongside.people.calendar import company_zone, today
from alongside.people.leaving import services as leaving
from alongside.people.leaving.tasks import carry_out_departures
from alongside.people.models import Departure, Holding, Person, Placement, Reach, RoleGrant
from alongside.people.services import create_person, grant_role
from alongside.people.tests.makers import TESTS
from alongside.webhooks import queries as webhook_queries
from alongside.webhooks import services as webhooks
from alongside.webhooks.models import Delivery
from alongside.webhooks.tasks import deliver
from tests.faults.workers import both_want, one_inside, recorded, twice_at_once

pytestmark = pytest.mark.django_db(transaction=True)
TAKEN = b"HTTP/1.1 204 No Content\r\n\r\n"
BROKEN = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"


# --- webhooks -----------------------------------------------------------------------------------------


@pytest.fixture
def outside(cast, settings) -> Iterator[Canary]:
    """Another program, which is told of everything."""
    with Canary(TAKEN).running() as canary:
        address = f"http://127.0.0.1:{canary.port}"
        settings.OUTBOUND_ALLOWED = {address}
        webhooks.create_endpoint(actor=cast.acts(cast.ada), name="intranet", url=f"{address}/hook")
        yield canary


def one_event() -> int:
    create_person(actor=TESTS, name="Somebody New", email="new@example.org")
    return Delivery.objects.get().pk


def test_while_one_worker_waits_for_the_answer_another_does_not_send_the_same(outside):
    pk = one_event()
    had_to_wait = one_inside(
        "alongside.core.outbound.send", lambda: deliver.func(pk), lambda: deliver.func(pk)
    )
    assert not had_to_wait, "whoever comes second has better things to do"
    assert len(outside.requests) == 1
    assert Delivery.objects.values_list("state", "tries").get() == ("sent", 1)


@pytest.mark.parametrize("left_behind", [False, True])
def test_of_two_workers_who_stand_before_one_delivery_one_sends_it(outside, left_behind):
    pk = one_event()
    if left_behind:  # by a worker that died on its way
        Delivery.objects.update(state="sending", tries=1, claimed_at=timezone.now() - timedelta(hours=1))
    both_want(Delivery.objects.all(), lambda: deliver.func(pk))
    assert len(outside.requests) == 1
    assert Delivery.objects.values_list("state", "tries").get() == ("sent", 1 + left_behind)


def test_two_workers_with_the_same_list_send_each_once(outside):
    for number in range(8):
        create_person(actor=TESTS, name=f"New {number}", email=f"new{number}@example.org")
    due = webhook_queries.deliveries_due(most=99)
    assert len(due) == 8
    twice_at_once(lambda: [deliver.func(pk) for pk in due])
    numbers = [one.partition(b"webhook-id: ")[2].partition(b"\r\n")[0] for one in outside.requests]
    assert len(numbers) == len(set(numbers)) == 8
    assert set(Delivery.objects.values_list("state", "tries")) == {("sent", 1)}


def test_two_workers_on_a_delivery_that_fails_use_up_one_try(outside):
    outside.answer = BROKEN
    pk = one_event()
    both_want(Delivery.objects.all(), lambda: deliver.func(pk))
    assert len(outside.requests) == 1
    assert Delivery.objects.values_list("state", "tries", "status").get() == ("waiting", 1, 500)


# --- people who leave ---------------------------------------------------------------------------------

LET_GO = "alongside.people.leaving.services.departures.let_go"


@pytest.fixture
def hr(cast):
    grant_role(actor=TESTS, person=cast.hana, role=RoleGrant.Role.HR_OPERATIONS, since=today())
    return cast.acts(cast.hana)


@pytest.fixture
def last_day_is_over(cast, hr) -> Iterator[None]:
    """Max and Ben leave on the same day, which was yesterday; nobody has carried it out."""
    a_series(cast)
    for person in (cast.max, cast.ben):
        leaving.end_employment(actor=hr, person=person, last_day=today())
    midnight = datetime.combine(today() + timedelta(days=1), datetime.min.time(), company_zone())
    with time_machine.travel(midnight + timedelta(seconds=30), tick=False):
        yield


def chart() -> tuple[list, list]:
    places = Placement.objects.order_by("person").values_list(
        "person", "seat", "manager", "below", "lacks_manager"
    )
    return list(places), list(Reach.objects.order_by("above", "below").values_list("above", "below", "depth"))


def everybody_left_once(*people: Person) -> None:
    done = Departure.objects.filter(person__in=people, done_at__isnull=False)
    assert recorded("people.person_left") == {str(one.pk): 1 for one in done}
    assert done.count() == len(people)
    for person in people:
        person.refresh_from_db()
        assert person.left_on == today() and not person.account.is_active
    assert not Holding.objects.filter(person__in=people, during__contains=today()).exists()
    assert recorded("one_on_ones.series_ended").total() == 1
    derived = chart()
    closure.rebuild(today())
    assert chart() == derived


def test_while_one_worker_lets_somebody_go_another_waits_and_finds_it_done(cast, last_day_is_over):
    assert one_inside(LET_GO, carry_out_departures.func, carry_out_departures.func)
    everybody_left_once(cast.max, cast.ben)
    assert Placement.objects.get(person=cast.eve).lacks_manager


def test_two_workers_at_midnight_let_each_go_once(cast, last_day_is_over):
    twice_at_once(carry_out_departures.func)
    everybody_left_once(cast.max, cast.ben)


@pytest.mark.parametrize("dies_in", ["let_go", "record", "closure.rebuild"])
def test_a_worker_that_dies_while_somebody_leaves_changes_nothing_and_the_next_one_does_it(
    cast, last_day_is_over, dies_in
):
    before = chart(), AuditEntry.objects.count()

    def dies(*_words: object, **_named: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(f"alongside.people.leaving.services.departures.{dies_in}", dies)
        carry_out_departures.func()
    assert (chart(), AuditEntry.objects.count()) == before
    assert not Person.objects.filter(left_on__isnull=False).exists()
    carry_out_departures.func()
    everybody_left_once(cast.max, cast.ben)


def test_hr_who_enters_another_day_while_a_worker_lets_them_go_is_told_that_they_have_left(
    cast, hr, last_day_is_over
):
    def enters_a_later_day() -> None:
        with pytest.raises(Refused, match="left already"):
            leaving.end_employment(actor=hr, person=cast.max, last_day=today() + timedelta(days=9))

    assert one_inside(LET_GO, carry_out_departures.func, enters_a_later_day)
    everybody_left_once(cast.max, cast.ben)
    assert Departure.objects.filter(person=cast.max).count() == 1
