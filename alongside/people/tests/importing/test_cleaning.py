import datetime
from decimal import Decimal

import pytest

from alongside.people.importing.addresses import normal_email
from alongside.people.importing.cleaning import clean
from alongside.people.importing.columns import propose
from alongside.people.importing.conventions import Defaults
from alongside.people.importing.dates import Order, read_date
from alongside.people.importing.places import country_code, locale_code, time_zone
from alongside.people.importing.reasons import Effect, Reason
from alongside.people.importing.rows import Cleaned, CleanRow
from alongside.people.importing.texts import folded, name_keys, one_line, turned_round
from alongside.people.importing.vacancies import is_vacancy_name
from alongside.people.tests.importing.makers import TODAY, table_of


def cleaned(header: str, *rows: str, **defaults: object) -> Cleaned:
    table = table_of("\n".join([header, *rows]) + "\n")
    return clean(table, propose(table), today=TODAY, defaults=Defaults(**defaults))  # type: ignore[arg-type]


def first(header: str, *rows: str) -> CleanRow:
    return cleaned(header, *rows).rows[0]


def codes(result: Cleaned) -> list[Reason]:
    return [found.code for found in result.problems]


def test_spaces_of_every_kind_and_invisible_characters_go():
    row = first("id,name,title", "1,\u00a0 Anna\u200b \u00a0 Berg\ufeff ,Head\u00ad of\tPeople")
    assert (row.name, row.title) == ("Anna Berg", "Head of People")


def test_right_to_left_names_stay_and_their_hidden_marks_are_removed_and_reported():
    result = cleaned("id,name", "1,\u202bמיכל כהן\u202c", "2,ليلى العلي", "3,\u202eexe.anna")
    assert [row.name for row in result.rows] == ["מיכל כהן", "ليلى العلي", "exe.anna"]
    assert [(found.line, found.code) for found in result.problems] == [
        (2, Reason.DIRECTION_MARKS),
        (4, Reason.DIRECTION_MARKS),
    ]


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


def test_numbers_keep_their_leading_zeros_and_lose_a_spreadsheets_decimals():
    result = cleaned("id,name,manager id", "00123,Anna,", "00124,Ben,00123", "7.0,Cem,00124.0")
    assert [row.person_id for row in result.rows] == ["00123", "00124", "7"]
    assert result.rows[2].managers[0][1] == "00124"


def test_a_number_that_a_spreadsheet_rounded_is_pointed_out():
    assert codes(cleaned("id,name", "1.23E+11,Anna", "2,Ben")) == [Reason.ID_ROUNDED]


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


def test_a_bad_address_costs_the_address_and_not_the_row():
    result = cleaned("id,name,email", "1,Anna,anna(at)x.example", "2,Ben,ben@x.example", "3,Cem,-")
    assert [row.email for row in result.rows] == ["", "ben@x.example", ""]
    assert [(found.code, found.effect, found.column) for found in result.problems] == [
        (Reason.EMAIL_INVALID, Effect.WITHOUT_VALUE, "email")
    ]
    assert result.rows[0].usable
    assert result.rows[0].unread


def starts(*values: str, country: str = "", **defaults: object) -> tuple[list[datetime.date | None], Cleaned]:
    rows = [f'{n},Anna {n},"{value}",{country}' for n, value in enumerate(values)]
    result = cleaned("id,name,start date,country", *rows, **defaults)
    return [row.start for row in result.rows], result


def test_one_value_that_allows_only_one_reading_decides_the_column():
    days, result = starts("01/02/2023", "13/02/2023")
    assert days == [datetime.date(2023, 2, 1), datetime.date(2023, 2, 13)]
    days, result = starts("01/02/2023", "02/13/2023")
    assert days == [datetime.date(2023, 1, 2), datetime.date(2023, 2, 13)]
    note = next(note for note in result.notes if note.code is Reason.DATES_BY_VALUES)
    assert (note.parameters["value"], note.parameters["order"]) == ("02/13/2023", "12/31")


def test_an_undecided_column_follows_the_country_and_that_is_said():
    days, result = starts("01/02/2023", country="USA")
    assert (days, [note.code for note in result.notes]) == (
        [datetime.date(2023, 1, 2)],
        [Reason.DATES_BY_COUNTRY],
    )
    days, result = starts("01/02/2023", country="Germany")
    assert days == [datetime.date(2023, 2, 1)]
    days, result = starts("01/02/2023")
    assert (days, [note.code for note in result.notes]) == (
        [datetime.date(2023, 2, 1)],
        [Reason.DATES_BY_HABIT],
    )


def test_an_undecided_column_follows_the_other_date_column_first():
    result = cleaned("id,name,start,end,country", "1,A,01/02/2023,12/31/2026,Germany")
    assert result.rows[0].start == datetime.date(2023, 1, 2)


def test_the_users_choice_of_order_decides_over_everything_else():
    days, _ = starts("01/02/2023", country="USA", date_order=Order.DAY_FIRST)
    assert days == [datetime.date(2023, 2, 1)]


def test_a_column_with_both_orders_reads_what_is_clear_and_names_the_rest():
    days, result = starts("13/02/2023", "02/13/2023", "01/02/2023", "05/05/2023")
    assert days == [*[datetime.date(2023, 2, 13)] * 2, None, datetime.date(2023, 5, 5)]
    assert [(found.line, found.code) for found in result.problems] == [(4, Reason.DATE_EITHER_WAY)]
    assert Reason.DATES_MIXED in [note.code for note in result.notes]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-02-01", datetime.date(2023, 2, 1)),
        ("2023/2/1", datetime.date(2023, 2, 1)),
        ("20230201", datetime.date(2023, 2, 1)),
        ("2023-02-01T00:00:00Z", datetime.date(2023, 2, 1)),
        ("1.2.2023", datetime.date(2023, 2, 1)),
        ("01.02.2023 00:00", datetime.date(2023, 2, 1)),
        ("1 Feb 2023", datetime.date(2023, 2, 1)),
        ("1. März 2023", datetime.date(2023, 3, 1)),
        ("Feb 1, 2023", datetime.date(2023, 2, 1)),
        ("01-Feb-23", datetime.date(2023, 2, 1)),
        ("44958", datetime.date(2023, 2, 1)),
        ("44958.75", datetime.date(2023, 2, 1)),
        ("1.2.36", datetime.date(2036, 2, 1)),
        ("1.2.37", datetime.date(1937, 2, 1)),
        ("29.2.2024", datetime.date(2024, 2, 29)),
        ("31.12.9999", None),
        ("9999-12-31", None),
        ("00.00.0000", None),
    ],
)
def test_dates_are_read_as_they_are_written(text, day):
    assert read_date(text, Order.DAY_FIRST, TODAY).day == day


@pytest.mark.parametrize("text", ["29.2.2023", "2023-13-01", "1.1.0023", "soon", "1/2", "12", "1 Foo 2023"])
def test_what_is_no_date_is_not_one(text):
    with pytest.raises(ValueError):
        read_date(text, Order.DAY_FIRST, TODAY)


def test_the_pivot_of_two_digit_years_and_day_numbers_are_explained():
    _, result = starts("1.2.36", "45000")
    notes = {note.code: note.parameters for note in result.notes}
    assert notes[Reason.YEARS_PIVOT]["last"] == "36"
    assert notes[Reason.DATES_SERIAL]["date"] == "2023-03-15"


def test_unreadable_dates_and_an_end_before_the_start_cost_the_value_only():
    result = cleaned(
        "id,name,start,end", "1,A,soon,", "2,B,2024-05-02,2024-05-01", "3,C,2024-05-01,2024-05-01"
    )
    assert codes(result) == [Reason.DATE_UNREADABLE, Reason.END_BEFORE_START]
    assert [row.last_day for row in result.rows] == [None, None, datetime.date(2024, 5, 1)]


@pytest.mark.parametrize(
    ("values", "shares"),
    [
        (["0,8", "1", "0.75"], ["0.8", "1", "0.75"]),
        (["80", "100", "1"], ["0.8", "1", "1"]),
        (["80 %", "0,5", "37,5%"], ["0.8", "0.5", "0.375"]),
    ],
)
def test_shares_are_fractions_or_percents_by_their_column(values, shares):
    result = cleaned("id;name;fte", *(f"{n};A{n};{value}" for n, value in enumerate(values)))
    assert [row.share for row in result.rows] == [Decimal(share) for share in shares]


def test_shares_that_make_no_sense_are_named():
    result = cleaned("id;name;fte", "1;A;120", "2;B;half", "3;C;0", "4;D;80", "5;E;3")
    assert codes(result) == [
        *(
            Reason.SHARE_OUT_OF_RANGE,
            Reason.SHARE_UNREADABLE,
            Reason.SHARE_OUT_OF_RANGE,
            Reason.SHARE_OUT_OF_RANGE,
        )
    ]


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "@SUM(A1)", "+Anna", "-Anna", '=HYPERLINK("x")'])
def test_what_looks_like_a_formula_stays_text_and_is_pointed_out(text):
    result = cleaned("id;name", f"1;{text}" if '"' not in text else '1;"=HYPERLINK(""x"")"')
    assert (result.rows[0].name, codes(result)) == (text, [Reason.FORMULA_AS_TEXT])


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


def test_countries_that_are_not_recognised_are_kept_and_said():
    result = cleaned("id,name,country", "1,A,Germany", "2,B,Somewhere in the Americas")
    assert [(row.country, row.country_code) for row in result.rows] == [
        ("Germany", "DE"),
        ("Somewhere in the Americas", ""),
    ]
    assert [note.code for note in result.notes] == [Reason.COUNTRIES_UNKNOWN]


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


def test_unknown_zones_and_languages_cost_the_value_only():
    result = cleaned("id,name,time zone,locale", "1,A,Mars,Klingonese")
    assert codes(result) == [Reason.TIME_ZONE_UNKNOWN, Reason.LOCALE_UNKNOWN]
    assert result.rows[0].usable


def test_units_come_from_levels_or_from_a_path():
    assert first("id,name,Division,Department", "1,A,Technology,R&D / Sensors").unit == (
        "Technology",
        "R&D / Sensors",
    )
    assert first("id,name,department", "1,A,Technology > R&D > Sensors").unit == (
        "Technology",
        "R&D",
        "Sensors",
    )
    assert first("id,name,org path", "1,A,/Technology/Sensors").unit == ("Technology", "Sensors")
    assert first("id,name,Division,Department", "1,A,Sales,Sales").unit == ("Sales",)


def test_a_very_large_cell_is_a_problem_of_its_row():
    big = "x" * 10_001
    result = cleaned(
        "id,name,title,note", f"1,Anna,{big},", f"2,{big},Lead,", f"3,Cem,Lead,{big}", "4,Dora,Lead,"
    )
    assert [(found.line, found.column, found.effect) for found in result.problems] == [
        (2, "title", Effect.WITHOUT_VALUE),
        (3, "name", Effect.LEFT_OUT),
        (4, "note", Effect.KEPT),
    ]
    assert [row.usable for row in result.rows] == [True, False, True, True]
    assert all(len(found.value) <= 200 for found in result.problems)


def test_rows_that_name_nothing_or_have_no_letters_for_a_name_are_left_out():
    result = cleaned("id,name,title", "1,Anna,CEO", "Total,175,", "3,,", "4,,Lead")
    assert codes(result) == [Reason.NAME_WITHOUT_LETTERS, Reason.NAMES_NOTHING]
    assert [row.usable for row in result.rows] == [True, False, False, True]


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


def test_vacancies_by_blank_name_by_word_and_by_flag():
    result = cleaned(
        "id,name,title,vacant", "1,,A,", "2,N.N.,B,", "3,,C,yes", "4,Anna,D,no", "5,Ben,E,x", "6,Cem,F,maybe"
    )
    assert [row.vacant for row in result.rows] == [True, True, True, False, True, False]
    assert codes(result) == [Reason.VACANT_BUT_NAMED, Reason.VACANT_UNREADABLE]


def test_hidden_rows_are_vacant_only_where_they_name_nobody():
    assert [row.vacant for row in cleaned("id,title,hidden", "1,A,True", "2,B,").rows] == [True, False]
    assert [row.vacant for row in cleaned("id,name,hidden", "1,Anna,True", "2,Ben,").rows] == [False, False]


def test_family_names_first_are_turned_round_where_the_column_is_written_so():
    result = cleaned("id;name", "1;Müller, Jörg", "2;Berg, Anna")
    assert [row.name for row in result.rows] == ["Jörg Müller", "Anna Berg"]
