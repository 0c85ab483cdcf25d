from decimal import Decimal

import pytest

from alongside.people.importing.fields import Field
from alongside.people.importing.reasons import Effect, Reason
from alongside.people.importing.rows import CleanRow
from alongside.people.tests.importing.makers import cleaned, reasons_of


def first(header: str, *rows: str) -> CleanRow:
    return cleaned(header, *rows).rows[0]


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


def test_numbers_keep_their_leading_zeros_and_lose_a_spreadsheets_decimals():
    result = cleaned("id,name,manager id", "00123,Anna,", "00124,Ben,00123", "7.0,Cem,00124.0")
    assert [row.person_id for row in result.rows] == ["00123", "00124", "7"]
    assert result.rows[2].managers[0][1] == "00124"


def test_a_number_that_a_spreadsheet_rounded_is_pointed_out():
    assert reasons_of(cleaned("id,name", "1.23E+11,Anna", "2,Ben")) == [Reason.ID_ROUNDED]


def test_a_bad_address_costs_the_address_and_not_the_row():
    result = cleaned("id,name,email", "1,Anna,anna(at)x.example", "2,Ben,ben@x.example", "3,Cem,-")
    assert [row.email for row in result.rows] == ["", "ben@x.example", ""]
    assert [(found.code, found.effect, found.column) for found in result.problems] == [
        (Reason.EMAIL_INVALID, Effect.WITHOUT_VALUE, "email")
    ]
    assert result.rows[0].usable
    assert result.rows[0].unread


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
    assert reasons_of(result) == [
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
    assert (result.rows[0].name, reasons_of(result)) == (text, [Reason.FORMULA_AS_TEXT])


def test_countries_that_are_not_recognised_are_kept_and_said():
    result = cleaned("id,name,country", "1,A,Germany", "2,B,Somewhere in the Americas")
    assert [(row.country, row.country_code) for row in result.rows] == [
        ("Germany", "DE"),
        ("Somewhere in the Americas", ""),
    ]
    assert [note.code for note in result.notes] == [Reason.COUNTRIES_UNKNOWN]


def test_unknown_zones_and_languages_cost_the_value_only():
    result = cleaned("id,name,time zone,locale", "1,A,Mars,Klingonese")
    assert reasons_of(result) == [Reason.TIME_ZONE_UNKNOWN, Reason.LOCALE_UNKNOWN]
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
    assert reasons_of(result) == [Reason.NAME_WITHOUT_LETTERS, Reason.NAMES_NOTHING]
    assert [row.usable for row in result.rows] == [True, False, False, True]


def test_vacancies_by_blank_name_by_word_and_by_flag():
    result = cleaned(
        "id,name,title,vacant", "1,,A,", "2,N.N.,B,", "3,,C,yes", "4,Anna,D,no", "5,Ben,E,x", "6,Cem,F,maybe"
    )
    assert [row.vacant for row in result.rows] == [True, True, True, False, True, False]
    assert reasons_of(result) == [Reason.VACANT_BUT_NAMED, Reason.VACANT_UNREADABLE]


def test_hidden_rows_are_vacant_only_where_they_name_nobody():
    assert [row.vacant for row in cleaned("id,title,hidden", "1,A,True", "2,B,").rows] == [True, False]
    assert [row.vacant for row in cleaned("id,name,hidden", "1,Anna,True", "2,Ben,").rows] == [False, False]


def test_family_names_first_are_turned_round_where_the_column_is_written_so():
    result = cleaned("id;name", "1;Müller, Jörg", "2;Berg, Anna")
    assert [row.name for row in result.rows] == ["Jörg Müller", "Anna Berg"]


WIDE = "id,name,email,title,unit,manager,site"
FULL = "1,Ida Berg,ida@x.example,Nurse,Ward,2,Berlin"


def test_a_row_cut_short_is_named_and_says_nothing_about_what_is_missing():
    result = cleaned(WIDE, FULL, FULL, "3,Kurt Kurz,kurt@x.example")
    (found,) = result.problems
    assert (found.line, found.column, found.code) == (4, "", Reason.ROW_TOO_SHORT)
    assert found.effect is Effect.WITHOUT_MANAGER
    assert "ends after 3 of 7 columns" in found.in_words()
    short = result.rows[2]
    assert short.usable and short.email == "kurt@x.example"
    assert {Field.TITLE, Field.UNIT, Field.MANAGER, Field.SITE} <= short.unread


@pytest.mark.parametrize(
    "rows",
    [
        [FULL, FULL, "3,Kurt Kurz,kurt@x.example,Nurse"],  # blank cells at the end, left out by a program
        [FULL, "3,Kurt Kurz,kurt@x.example", "4,Lea Lang,lea@x.example", "5,Max Mut,max@x.example"],
        [FULL, FULL, "3,Kurt Kurz,kurt@x.example,,,,"],
    ],
    ids=["half a row", "usual in this file", "blank and not missing"],
)
def test_rows_that_only_lack_a_few_cells_or_do_so_all_the_time_are_no_problem(rows):
    result = cleaned(WIDE, *rows)
    assert reasons_of(result) == [] and all(not row.unread for row in result.rows)
