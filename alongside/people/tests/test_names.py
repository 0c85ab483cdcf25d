"""What one is called: the guess for a name that came in one piece."""

from __future__ import annotations

import pytest

from alongside.people.models import Person
from alongside.people.names import split_name


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
