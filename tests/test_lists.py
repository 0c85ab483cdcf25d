"""Every list page has its list as a file, or a reason why not; and the file is there for whom the page is there."""

from __future__ import annotations

import pytest

from alongside.core.exports import listing_named, listings
from tests.house.addresses import addresses
from tests.house.code import PRODUCT
from tests.house.table import SIGNED_IN, table_of
from tests.house.walk import make_world

_KEYS = "keys and sessions open accounts; nothing about them leaves as a file"
_WORDS = "words of two people, who find and print them where they stand"
TAKEN = {
    "commitments:commitment_list": "actions",
    "commitments:obstacle_list": "obstacles",
    "home:trace_list": "about-me",
    "invitations:wave_list": "invitations",
    "one_on_ones:regularity_list": "regularity",
    "one_on_ones:series_list": "one-on-ones",
    "operations:job_list": "jobs",
    "operations:mail_list": "mails",
    "people:administered_list": "administered",
    "people:administration_list": "unit-administration",
    "people:coverage_list": "partners",
    "people:delegation_list": "stand-ins",
    "people:departure_list": "leaving",
    "people:duty_list": "duties",
    "people:left_place_list": "without-manager",
    "people:outsider_list": "outsiders",
    "people:person_list": "directory",
    "people:proposal_list": "proposals",
    "people:site_list": "sites",
    "people:supported_list": "supported",
    "records:erasure_request_list": "erasure-requests",
    "records:hold_list": "legal-holds",
    "webhooks:endpoint_list": "webhooks",
}
NOT_TAKEN = {
    "home:export_list": "the page of the lists themselves",
    "home:record_list": "says what is recorded at all, in words; it holds no rows",
    "identity:identity_list": _KEYS,
    "identity:passkey_list": _KEYS,
    "identity:provider_list": _KEYS,
    "identity:recovery_code_list": _KEYS,
    "identity:service_token_list": _KEYS,
    "identity:session_list": _KEYS,
    "identity:token_list": _KEYS,
    "invitations:letter_list": "letters carry links to sign in, which are printed once and stored nowhere",
    "one_on_ones:handover_list": _WORDS,
    "one_on_ones:note_list": _WORDS,
    "one_on_ones:template_list": "the agendas that Alongside brings along, the same for everybody",
    "operations:support_list": "who came in with a key for support is in the audit log, which is sealed",
    "people:absence_list": "days of one person, who takes them along with their own data",
    "people:import_list": "files on their way; their rows and problems are lists of their own",
    "skip_levels:talk_list": "whom somebody meets is theirs; it goes to their calendar",
}
# Pages that say something to everybody, of which only those have a list who have a row on it.
SOME_HAVE_ROWS = {"administered", "obstacles", "supported", "without-manager", "stand-ins"}


def test_every_list_page_has_its_file_or_a_reason():
    pages = {one.name for one in addresses() if one.name.endswith("_list") and not one.is_api and one.is_ours}
    assert pages - TAKEN.keys() - NOT_TAKEN.keys() == set(), "Make it a Listing, or say here why it is none"
    assert TAKEN.keys() | NOT_TAKEN.keys() == pages, "Take out what is no page any more"
    assert not TAKEN.keys() & NOT_TAKEN.keys()
    assert set(TAKEN.values()) <= {one.name for one in listings()}


def test_every_page_of_a_list_leads_to_its_file():
    for name, listing in TAKEN.items():
        package = name.split(":")[0]
        found = [text for text in _templates(package) if f'_take_along.html" with list="{listing}"' in text]
        assert found or listing == "regularity", f"{name} does not say that it can be taken along"


def _templates(package: str) -> list[str]:
    return [path.read_text() for path in (PRODUCT / package / "templates").rglob("*.html")]


@pytest.mark.django_db
@pytest.mark.parametrize("package", sorted({name.split(":")[0] for name in TAKEN}))
def test_a_file_is_there_for_whom_the_page_is_there(package):
    """Asked of everybody in the package's table of addresses, but for stand-ins, whose page is about one person."""
    world, table = make_world(), table_of(package)
    if hasattr(table, "prepare"):
        table.prepare(world)
    for name, listing in TAKEN.items():
        if not name.startswith(f"{package}:") or listing == "stand-ins":
            continue
        for person in SIGNED_IN:
            opens = table.TABLE[name].get.get(person) in (200, 302)
            there = listing_named(listing, world.acts(world.people[person])) is not None
            assert opens or not there, f"{person} gets {listing} without its page"
            if listing not in SOME_HAVE_ROWS:
                assert there or not opens, f"{person} opens {name} and gets no file"


@pytest.mark.django_db
def test_every_list_has_a_cell_for_each_column(cast):
    for listing in listings():
        for who in (cast.eve, cast.hana, cast.ada):
            actor = cast.acts(who)
            if listing_named(listing.name, actor) is not None:
                width = len(listing.columns())
                assert all(len(row) == width for row in listing.rows(actor)), listing.name
