import pytest

from alongside.people.importing.addresses import normal_email
from alongside.people.importing.places import country_code, locale_code, time_zone
from alongside.people.importing.texts import folded, name_keys, one_line, turned_round
from alongside.people.importing.vacancies import is_vacancy_name


def test_joiners_stay_where_a_script_needs_them():
    assert one_line("علی\u200cرضا") == "علی\u200cرضا"
    assert one_line("An\u200cna") == "Anna"


def test_characters_that_cannot_be_stored_are_replaced():
    assert one_line("A\x00B \ud800 C\x1b") == "A B \ufffd C"


@pytest.mark.parametrize(
    ("name", "other"),
    [("Søren O'Neil", "SOREN  o’neil"), ("José Núñez", "Jose Nunez"), ("Łukasz Żak", "lukasz zak")],
)
def test_names_are_compared_blind_to_accents_and_case(name, other):
    assert folded(name) == folded(other)


def test_umlauts_match_both_spellings_and_family_name_first_is_turned_round():
    assert set(name_keys("Jörg Müller")) == {"jorg muller", "joerg mueller"}
    assert name_keys("Müller, Jörg") == name_keys("Jörg Müller")
    assert turned_round("King, Jr.") == "King, Jr."


def test_different_words_of_scripts_with_vowel_signs_stay_different():
    assert folded("कि") != folded("का")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" Anna.Berg@X.Example ", "anna.berg@x.example"),
        ("Anna Berg <anna@x.example>", "anna@x.example"),
        ("mailto:anna@x.example", "anna@x.example"),
        ("jörg@müller.example", "jörg@müller.example"),
        ("o'neil+hr@x.co.uk", "o'neil+hr@x.co.uk"),
        ("anna@x", None),
        ("anna@x..example", None),
        (".anna@x.example", None),
        ("anna@x.example, ben@x.example", None),
        ("anna at x.example", None),
        ("@x.example", None),
        ("a" * 65 + "@x.example", None),
        ("anna@" + "x" * 250 + ".example", None),
    ],
)
def test_addresses_are_normalised_or_not_accepted(text, address):
    assert normal_email(text) == address


@pytest.mark.parametrize(
    ("text", "codes_", "code"),
    [
        ("Russia 🇷🇺", False, "RU"),
        ("NY 🇺🇸", False, "US"),
        ("United Kingdom 🏴󠁧󠁢󠁥󠁮󠁧󠁿", False, "GB"),
        ("Deutschland", False, "DE"),
        ("Österreich", False, "AT"),
        ("USA", False, "US"),
        ("CA", False, ""),
        ("CA", True, "CA"),
        ("DEU", True, "DE"),
        ("TX 🤠", False, ""),
    ],
)
def test_countries_are_recognised_by_flag_name_or_code(text, codes_, code):
    assert country_code(text, codes=codes_) == code


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("europe/berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("(UTC+01:00) Amsterdam", "Europe/Amsterdam"),
        ("Mars", None),
    ],
)
def test_time_zones_are_recognised(text, zone):
    assert time_zone(text) == zone


@pytest.mark.parametrize(
    ("text", "code"),
    [("de_DE.UTF-8", "de-DE"), ("German", "de"), ("Deutsch", "de"), ("en-US", "en-US"), ("Klingonese", None)],
)
def test_languages_are_recognised(text, code):
    assert locale_code(text) == code


@pytest.mark.parametrize(
    "name",
    [
        *(
            "vacant",
            "VACANT",
            "Vacant - Engineer",
            "[Vacant]",
            "open",
            "Open position 12",
            "TBH",
            "TBH 3",
            "N.N.",
            "n. n.",
        ),
        *("NN", "unbesetzt", "Offene Stelle", "zu besetzen", "To be hired", "Vakant (Leitung)", "vacancy"),
    ],
)
def test_words_for_a_vacancy_are_known(name):
    assert is_vacancy_name(name)


@pytest.mark.parametrize(
    "name", ["Anna Vacante", "Oppen", "Tbilisi Open", "Nnamdi Obi", "Nn. Rao", "Offenbach"]
)
def test_names_are_not_taken_for_vacancies(name):
    assert not is_vacancy_name(name)
