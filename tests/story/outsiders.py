"""Everything somebody can reach in Alongside, by links and by addresses, and what they are told there."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from types import SimpleNamespace
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import NoReverseMatch, reverse

from alongside.identity.services import create_token
from alongside.people.models import Person
from alongside.people.tests.makers import TESTS
from tests.house.addresses import Address, addresses, path_of
from tests.house.table import Row, rows

OUTSIDERS = ("hr_partner", "skip_level", "administrator", "stranger", "next_manager")
MOST_PAGES = 250
LINK = re.compile(r'(?:href|hx-get|action|src)="([^"#]*)')


def crawl(browser: Client) -> dict[str, str]:
    """{address: text} of all that a person reaches by GET, beginning at every address that needs no argument."""
    waiting = [reverse(one.name) for one in addresses() if one.is_ours and not one.is_api and _is_plain(one)]
    read: dict[str, str] = {}
    while waiting and len(read) < MOST_PAGES:
        address = waiting.pop(0)
        if address in read or address.startswith("/static/"):
            continue
        answer = browser.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        read[address] = content.decode(errors="replace")
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            waiting += [
                urljoin(address, html.unescape(link))
                for link in LINK.findall(read[address])
                if not urlsplit(link).netloc
            ]
        if answer.status_code in (301, 302, 303):
            waiting.append(urljoin(address, answer.headers["Location"]))
    return read


def _is_plain(address: Address) -> bool:
    try:
        reverse(address.name)
    except NoReverseMatch:
        return False
    return not address.methods or "GET" in address.methods


def answers_about(world: SimpleNamespace, browser: Client, person: Person) -> Iterator[tuple[str, int, str]]:
    """(address, status, text) of every address of 1:1s and actions that is about the records of this world, over
    the web and over the API, with every method it answers."""
    _, secret = create_token(actor=TESTS, account=person.account, name="story")
    by_token = Client(headers={"Authorization": f"Bearer {secret}"})
    for address, row in about_a_pair():
        path = path_of(address, row.args(world))
        for method in row.expected:
            client = by_token if address.is_api else browser
            answer = client.generic(method, path, _body(row, world, method), _kind(address))
            yield f"{method} {path}", answer.status_code, answer.content.decode(errors="replace")


def about_a_pair() -> list[tuple[Address, Row]]:
    """Addresses by which nobody outside of the pair is told anything."""
    known = rows()
    ours = [one for one in addresses() if one.package in ("one_on_ones", "commitments") and one.name in known]
    return [
        (one, known[one.name][1])
        for one in ours
        if all(
            people.get(name) == 404 for people in known[one.name][1].expected.values() for name in OUTSIDERS
        )
    ]


def _kind(address: Address) -> str:
    return "application/json" if address.is_api else "application/x-www-form-urlencoded"


def _body(row: Row, world: SimpleNamespace, method: str) -> str:
    data = row.data(world) if callable(row.data) else row.data
    return "" if method == "GET" else json.dumps(dict(data or {}), default=str)
