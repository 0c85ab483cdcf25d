"""Every address, every kind of visitor, one status: the tables of all packages against the running product."""

from __future__ import annotations

import re

import pytest

from tests.house.addresses import Address, addresses
from tests.house.table import PEOPLE, Row, only, rows, walked
from tests.house.walk import Seen, walk

# What differs between two answers that say the same: one-time keys, and the address asked for.
FLEETING = re.compile(r'(?<=value=")[\w-]{20,}(?=")|(?<=nonce=")[^"]*')


def unlisted(found: list[Address], listed: dict[str, tuple[str, Row]]) -> list[str]:
    """The row to write for each address nobody has thought about, under the file it belongs to."""
    missing = [address for address in found if address.name not in listed]
    advice = []
    for package in sorted({address.package for address in missing}):
        advice.append(
            f"Nobody has said who may open these. Add to TABLE in alongside/{package}/tests/url_table.py:"
        )
        advice += [_advice(address) for address in missing if address.package == package]
        advice.append(
            "and let prepare(world) make what they show (words: tests/house/table.py, example: one_on_ones)."
        )
    return advice


def wrong(seen: list[Seen]) -> list[str]:
    return [f"{one}: expected {one.expected}, got {one.status}" for one in seen if one.status != one.expected]


def telling(seen: list[Seen]) -> list[str]:
    """Addresses whose 404 for a stranger differs from the 404 for a record that does not exist."""
    nowhere = {one.address: one for one in seen if one.person == "stranger, no such record"}
    return [
        f"{one}: its 404 differs from that of a record that does not exist; that tells that there is one"
        for one in seen
        if one.person == "stranger" and one.status == 404 and one.method == "GET"
        if one.address in nowhere and _lasting(one) != _lasting(nowhere[one.address])
    ]


def test_every_address_is_in_a_table():
    problems = unlisted(list(addresses()), rows())
    assert not problems, "\n".join(problems)


def test_every_row_names_an_address_of_its_own_package():
    homes = {address.name: address.package for address in addresses()}
    gone = [
        f"{name} is in {package}'s url_table.py"
        for name, (package, _) in rows().items()
        if homes.get(name) != package
    ]
    assert not gone, f"No such address in that package: {gone}; there are {sorted(homes)}"


@pytest.mark.parametrize("package", walked())
def test_everybody_gets_the_status_of_the_table(db, package):
    problems = wrong(walk(package))
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("package", walked())
def test_not_for_you_looks_like_not_there(db, package):
    problems = telling(walk(package))
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("package", walked())
def test_people_who_are_not_signed_in_are_led_to_the_sign_in_page(db, package):
    led = [one for one in walk(package) if one.person == "anonymous" and one.status == one.expected == 302]
    asked = [one for one in led if "anonymous" not in rows()[one.address][1].expected[one.method]]
    assert [str(one) for one in asked if not one.headers["Location"].startswith("/sign-in/")] == []


def test_an_address_without_a_row_is_named_with_the_row_to_write():
    address = Address("goals:objective_detail", "goals", print, frozenset({"GET"}), "goals/<int:pk>/")
    advice = "\n".join(unlisted([address], {}))
    assert "alongside/goals/tests/url_table.py" in advice
    assert '"goals:objective_detail": Row(lambda world: [...], get=only(' in advice


def test_a_wrong_status_and_a_telling_404_are_seen():
    def seen(person: str, body: str, status: int = 404) -> Seen:
        return Seen("goals:x", "GET", person, "/goals/7/", 404, status, {}, body)

    nowhere = seen("stranger, no such record", "nothing here")
    assert wrong([seen("manager", "", 200)]) == ["GET goals:x as manager: expected 404, got 200"]
    assert telling([nowhere, seen("stranger", "this goal is not yours")])
    assert not telling([nowhere, seen("stranger", "nothing here")])


def test_a_table_cannot_name_people_who_are_not_there():
    with pytest.raises(AssertionError, match="is nobody"):
        only("managr")
    assert set(only("manager", anonymous=200)) == set(PEOPLE)


def _advice(address: Address) -> str:
    methods = sorted(address.methods) or ["GET"]
    args = "lambda world: [...], " if "<" in address.pattern or "{" in address.pattern else ""
    answers = ", ".join(f'{method.lower()}=only("employee", "manager")' for method in methods)
    return f'    "{address.name}": Row({args}{answers}),'


def _lasting(one: Seen) -> str:
    return FLEETING.sub("", one.body).replace(one.path, "")
