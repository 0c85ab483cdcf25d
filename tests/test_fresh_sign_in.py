"""Every address that asks once more who one is: what was sent arrives after the proof, and who may not know gets 404."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from alongside.identity.tests.makers import PASSWORD, with_password
from tests.house.addresses import Address, addresses, path_of
from tests.house.code import ROOT
from tests.house.table import SIGNED_IN, Row, table_of, walked
from tests.house.walk import _browser, _sent, make_world

NOT_THERE = 404


def asking(package: str, method: str) -> list[tuple[Address, Row]]:
    """The package's addresses that need a fresh sign-in and answer this method, with their rows."""
    table = table_of(package)
    assert table is not None
    return [
        (address, table.TABLE[address.name])
        for address in addresses()
        if getattr(address.view, "needs_fresh_sign_in", False) and address.name in table.TABLE
        if method in table.TABLE[address.name].expected
    ]


def prepared(package: str) -> SimpleNamespace:
    world = make_world()
    table = table_of(package)
    if hasattr(table, "prepare"):
        table.prepare(world)  # type: ignore[union-attr]
    return world


def stale_browser(world: SimpleNamespace, person: str) -> Client:
    """Somebody who proved who they are more than 15 minutes ago."""
    with_password(world.people[person])
    browser = _browser(world.people[person])
    session = browser.session
    session["proved_at"] = (timezone.now() - timedelta(minutes=16)).isoformat()
    session.save()
    return browser


def form_to(page: str, path: str) -> dict[str, list[str]]:
    """What a press on the button of the form to this address sends: hidden fields and texts."""
    forms = re.findall(r'<form[^>]* action="([^"]*)"[^>]*>(.*?)</form>', page, re.S)
    body = next((body for action, body in forms if unescape(action) == path), None)
    assert body is not None, f"no form to {path} among {[action for action, _ in forms]}"
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', body):
        fields.setdefault(name, []).append(unescape(value))
    for name, value in re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', body, re.S):
        fields.setdefault(name, []).append(unescape(value))
    return fields


def first_who_may(row: Row) -> str | None:
    """Who gets furthest: the effect where somebody gets it, otherwise the refusal in words."""
    found = {name: row.expected["POST"].get(name, NOT_THERE) for name in SIGNED_IN}
    best = min(found, key=lambda name: (found[name] == NOT_THERE, found[name]))
    return best if found[best] != NOT_THERE else None


def sent_on(package: str) -> Iterator[tuple[str, int, int]]:
    """Each POST, pressed with an old sign-in and sent on after the proof: address, expected, answered."""
    world = prepared(package)
    for address, row in asking(package, "POST"):
        person = first_who_may(row)
        if person is None:
            continue
        path = path_of(address, row.args(world))
        with transaction.atomic():
            browser = stale_browser(world, person)
            asked = browser.generic("POST", path, **_sent(address, "POST", row, world))
            assert "Is it you?" in asked.content.decode(), f"{address.name} did not ask"
            waiting = form_to(asked.content.decode(), "/confirm/")
            proved = browser.post("/confirm/", {**waiting, "proof": PASSWORD})
            assert proved.status_code == 200, f"{address.name}: {proved.status_code}, and the press is lost"
            answer = browser.post(path, form_to(proved.content.decode(), path))
            transaction.set_rollback(True)
        yield address.name, row.expected["POST"][person], answer.status_code


@pytest.mark.parametrize("package", walked())
def test_what_was_sent_with_an_old_sign_in_arrives_after_the_proof_also_when_it_has_no_fields(db, package):
    wrong = [one for one in sent_on(package) if one[1] != one[2]]
    assert wrong == []


def test_all_such_addresses_are_pressed():
    """So that the test above cannot pass by pressing nothing."""
    ours = [one for one in addresses() if getattr(one.view, "needs_fresh_sign_in", False)]
    packages = {one.package for one in ours}
    pressed = [address for package in packages for address, _ in asking(package, "POST")]
    read_only = [one for one in ours if "POST" not in one.methods]
    assert len(pressed) + len(read_only) == len(ours)
    nobody = [
        address.name
        for package in packages
        for address, row in asking(package, "POST")
        if first_who_may(row) is None
    ]
    assert nobody == []


@pytest.mark.parametrize("package", walked())
def test_with_an_old_sign_in_a_stranger_gets_404_for_a_record_like_with_a_new_one(db, package):
    world = prepared(package)
    browser = None
    for address, row in asking(package, "GET"):
        if row.expected["GET"].get("stranger") == 404:
            browser = browser or stale_browser(world, "stranger")
            answer = browser.get(path_of(address, row.args(world)))
            assert answer.status_code == 404, address.name


PRESS = re.compile(r'hx-(?:post|put|patch|delete)="({%.*?%}|[^"]*)')
NAMED = re.compile(r'{% url "([a-z_]+:[a-z_]+)"')


def pressed_by_htmx(text: str) -> set[str]:
    """The addresses that a template lets htmx send to, by name; what is not written as a name is given as it stands."""
    return {found[1] if (found := NAMED.match(target)) else target for target in PRESS.findall(text)}


def test_no_press_by_htmx_leads_to_the_question():
    """htmx can't show the question where the form stands and send on what was typed afterwards; a plain form can."""
    ours = {one.name for one in addresses() if getattr(one.view, "needs_fresh_sign_in", False)}
    pressed = set().union(
        *(pressed_by_htmx(path.read_text()) for path in (ROOT / "alongside").rglob("*.html"))
    )
    assert len(pressed) > 5
    assert not pressed & ours, "make it a plain form: then nothing typed is lost"
    assert not {target for target in pressed if "{{" in target}, (
        "name the address, so that it can be looked up"
    )


def test_such_a_press_is_seen():
    text = '<form hx-post="{% url "identity:token_create" %}"><b hx-delete="{{ url }}">'
    assert pressed_by_htmx(text) == {"identity:token_create", "{{ url }}"}
