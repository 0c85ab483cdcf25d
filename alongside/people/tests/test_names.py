"""What one is called: the guess for a name that came in one piece."""

from __future__ import annotations

import pytest

from alongside.audit.models import AuditEntry
from alongside.identity.tests.api_calls import asker
from alongside.people.mandates.services import update_entry
from alongside.people.models import Person
from alongside.people.names import clean_name, split_name
from alongside.people.services import create_person
from alongside.people.tests.makers import TESTS


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [
        ("Eva Vermeer", "Eva", "Vermeer"),
        ("Anna Maria Schmidt", "Anna Maria", "Schmidt"),
        ("Rachid El Amrani", "Rachid", "El Amrani"),
        ("Ruben de Wit", "Ruben", "de Wit"),
        ("Saskia van der Berg", "Saskia", "van der Berg"),
        ("Al Green", "Al", "Green"),
        ("Van Tran", "Van", "Tran"),
        ("Madonna", "", "Madonna"),
        ("ياسمين خوري", "ياسمين", "خوري"),
        ("", "", ""),
    ],
)
def test_a_name_falls_apart(name, given, family):
    assert split_name(name) == (given, family)


def test_a_name_of_one_word_is_what_one_is_called():
    given, family = split_name("Madonna")
    assert Person(name="Madonna", given_name=given, family_name=family).first_name == "Madonna"


@pytest.mark.parametrize("name", ["x" * 200, f"Max {'y' * 196}", f"{'a ' * 75}von {'z' * 46}"])
def test_a_name_of_the_longest_length_is_kept_whole_and_its_parts_as_far_as_there_is_room(db, name):
    person = create_person(actor=TESTS, name="Somebody", email="somebody@example.org")
    for changed in (
        create_person(actor=TESTS, name=name, email="longest@example.org"),
        update_entry(actor=TESTS, person=person, name=name, site=None),
    ):
        changed.refresh_from_db()
        assert changed.name == name
        assert max(len(changed.given_name), len(changed.family_name)) <= 100
        assert name.startswith(changed.given_name) and changed.family_name[:1] in name


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Eva\t Vermeer ", "Eva Vermeer"),
        ("Dora\n\nRead this: https://evil.example", "Dora Read this: https://evil.example"),
        ("Eva\u202eremreV", "EvaremreV"),
        ("Eva\x07\ud800", "Eva"),
        ("\u2028\u200b\u2066", ""),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("ياسمين خوري", "ياسمين خوري"),
    ],
)
def test_a_name_is_one_line_of_what_can_be_seen(written, kept):
    assert clean_name(written) == kept


def test_at_every_door_of_ones_own_name(cast, web):
    asked = {"name": "Eve\n\nRead this\u202e", "locale": "", "time_zone": "", "theme": ""}
    assert web(cast.eve).post("/account/preferences/", asked).status_code == 302
    eve = Person.objects.get(pk=cast.eve.pk)
    assert (eve.name, eve.given_name, eve.family_name) == ("Eve Read this", "Eve Read", "this")
    assert web(cast.eve).post("/account/preferences/", asked | {"name": "\u202e"}).status_code == 422
    assert Person.objects.get(pk=cast.eve.pk).name == "Eve Read this"
    answer = asker("/preferences")(cast.eve, "put", "/", {"name": "Eve\n\nEmployee"})
    assert answer.status_code == 200, answer.content
    assert Person.objects.get(pk=cast.eve.pk).name == "Eve Employee"


def test_an_entry_that_says_the_same_is_no_change(cast):
    before = AuditEntry.objects.count()
    update_entry(actor=TESTS, person=cast.eve, name=f" {cast.eve.name} ", site=cast.eve.site)
    assert AuditEntry.objects.count() == before
