"""What one is called: the guess for a name that came in one piece."""

from __future__ import annotations

import pytest

from alongside.people.mandates.services import update_entry
from alongside.people.models import Person
from alongside.people.names import split_name
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
