"""Sends every person to every address of a package, once, and remembers what each of them got."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone

from alongside.people import services
from alongside.people.calendar import today
from alongside.people.models import Holding, Person, RoleGrant
from alongside.people.tests.makers import TESTS, a_person, a_seat, small_company
from tests.house.addresses import METHODS, Address, addresses, path_of
from tests.house.table import AFTER_THE_MOVE, LED_TO_SIGN_IN, NOT_SIGNED_IN, PEOPLE, Row, table_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DUTIES = {
    "hr_operations": RoleGrant.Role.HR_OPERATIONS,
    "head_of_hr": RoleGrant.Role.HEAD_OF_HR,
    "auditor": RoleGrant.Role.AUDITOR,
}
NO_SUCH_NUMBER = 987_654_321


@dataclass(frozen=True)
class Seen:
    """What one person got at one address."""

    address: str
    method: str
    person: str
    path: str
    expected: int
    status: int
    headers: dict[str, str]
    body: str

    @property
    def is_page(self) -> bool:
        return self.headers.get("Content-Type", "").startswith("text/html")

    def __str__(self) -> str:
        return f"{self.method} {self.address} as {self.person}"


_walked: dict[str, list[Seen]] = {}


def walk(package: str) -> list[Seen]:
    """Everything this package answers to everybody. Needs a database test; done once per process."""
    if package not in _walked:
        with transaction.atomic():
            _walked[package] = list(_walk(package))
            transaction.set_rollback(True)
    return _walked[package]


def make_world() -> SimpleNamespace:
    """The cast under the names of the table, and who is needed beside them."""
    cast = small_company()
    since = today() - timedelta(days=400)
    cast.next_seat = a_seat("Another team lead", cast.sales, cast.top_seat)
    nina = a_person("Nina Next", seat=cast.next_seat)
    cast.people = {
        "employee": cast.eve, "manager": cast.max, "skip_level": cast.dora, "hr_partner": cast.hana,
        "administrator": cast.ada, "stranger": cast.omar, "colleague": cast.ben, "next_manager": nina,
        "former_manager": cast.max,
    }  # fmt: skip
    for name, role in DUTIES.items():
        cast.people[name] = a_person(
            name.replace("_", " ").title(), seat=a_seat(name, cast.hr, cast.top_seat)
        )
        services.grant_role(actor=TESTS, person=cast.people[name], role=role, since=since)
    return cast


def move_to_next_manager(world: SimpleNamespace) -> None:
    """From today on the employee works in the next manager's team."""
    since = today() - timedelta(days=400)
    Holding.objects.filter(person=world.eve).update(during=DateRange(since, today()))
    seat = a_seat("Engineer elsewhere", world.sales, world.next_seat)
    services.take_seat(actor=TESTS, person=world.eve, seat=seat, since=today())


def _walk(package: str) -> Iterator[Seen]:
    table = table_of(package)
    if table is None:
        return
    world = make_world()
    if hasattr(table, "prepare"):
        table.prepare(world)
    browsers = {name: _browser(world.people.get(name)) for name in PEOPLE}
    known = [(address, table.TABLE[address.name]) for address in addresses() if address.name in table.TABLE]
    for late in (False, True):
        if late:
            move_to_next_manager(world)
        for address, row in known:
            for person in PEOPLE:
                if (person in AFTER_THE_MOVE) is late:
                    yield from _answers(address, row, world, person, browsers[person])


def _answers(
    address: Address, row: Row, world: SimpleNamespace, person: str, browser: Client
) -> Iterator[Seen]:
    path = path_of(address, row.args(world))
    for method, people in row.expected.items():
        expected = people.get(person, NOT_SIGNED_IN if address.is_api else LED_TO_SIGN_IN)
        yield _ask(browser, method, path, row, world, (address, person, expected))
        if person == "stranger" and expected == 404 and method == "GET" and row.args(world):
            nowhere = path_of(address, [_no_such(value) for value in row.args(world)])
            yield _ask(browser, method, nowhere, row, world, (address, "stranger, no such record", 404))
    if person == "employee" and address.is_ours and not address.is_api:
        for method in sorted(set(METHODS) - set(row.expected)):
            yield _ask(browser, method, path, row, world, (address, person, 405))


def _ask(
    browser: Client, method: str, path: str, row: Row, world: SimpleNamespace, about: tuple[Address, str, int]
) -> Seen:
    """One request whose effect is taken back, so that each person finds the same world."""
    address, person, expected = about
    cookies = deepcopy(browser.cookies)
    with transaction.atomic():
        answer = browser.generic(method, path, **_sent(address, method, row, world))
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    browser.cookies = cookies
    headers = dict(answer.headers)
    return Seen(
        address.name,
        method,
        person,
        path,
        expected,
        answer.status_code,
        headers,
        body.decode(errors="replace"),
    )


def _sent(address: Address, method: str, row: Row, world: SimpleNamespace) -> dict[str, Any]:
    if method == "GET":
        return {}
    data = dict((row.data(world) if callable(row.data) else row.data) or {})
    if address.is_api:
        return {"data": json.dumps(data, default=str), "content_type": "application/json"}
    return {"data": encode_multipart(BOUNDARY, data), "content_type": MULTIPART_CONTENT}


def _browser(person: Person | None) -> Client:
    browser = Client(raise_request_exception=False)
    if person is not None:
        browser.force_login(person.account, backend=BACKEND)
        session, now = browser.session, timezone.now().isoformat()
        session.update({"proved_at": now, "started_at": now, "touched_at": now, "device_words": "Tests"})
        session.save()
    return browser


def _no_such(value: object) -> object:
    if isinstance(value, int):
        return NO_SUCH_NUMBER
    return uuid4() if isinstance(value, UUID) else value
