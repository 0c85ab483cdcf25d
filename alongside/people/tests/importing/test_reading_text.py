import codecs

import pytest

from alongside.people.importing.reading import read_table
from alongside.people.importing.reasons import Reason
from alongside.people.importing.tables import Limits, Refusal
from alongside.people.tests.importing.makers import COMPANY, table_of

NAMES = "id;Name;Ort\n1;Jörg Müller;Köln\n2;Zoë Strauß;Zürich\n3;Amélie Lefèvre;Genève\n"


def refusal_of(data: bytes, **choices: object) -> Reason:
    with pytest.raises(Refusal) as refused:
        read_table(data, **choices)  # type: ignore[arg-type]
    return refused.value.code


@pytest.mark.parametrize(
    ("encode", "found"),
    [
        (lambda text: text.encode("utf-8"), "utf-8"),
        (lambda text: codecs.BOM_UTF8 + text.encode("utf-8"), "utf-8"),
        (lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"), "utf-16-le"),
        (lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"), "utf-16-be"),
        (lambda text: text.encode("utf-16-le"), "utf-16-le"),
        (lambda text: text.encode("utf-16-be"), "utf-16-be"),
        (lambda text: codecs.BOM_UTF32_LE + text.encode("utf-32-le"), "utf-32-le"),
        (lambda text: text.encode("cp1252"), "cp1252"),
    ],
)
def test_an_encoding_is_found_and_reported(encode, found):
    table = read_table(encode(NAMES))
    assert (table.encoding, table.delimiter) == (found, ";")
    assert [row.cells[1] for row in table.rows] == ["Jörg Müller", "Zoë Strauß", "Amélie Lefèvre"]


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        (
            "iso8859_2",
            ["Dvořák Jiří", "Šárka Nováčková", "Ľuboš Žďárský", "Květa Řezníčková", "Jiřina Švábová"],
        ),
        ("cp1250", ["Dvořák Jiří", "Šárka Nováčková", "Ľuboš Žďárský", "Květa Řezníčková", "Jiřina Švábová"]),
        (
            "cp1251",
            ["Иванов Сергей", "Петрова Анна", "Смирнов Алексей", "Кузнецова Мария", "Соколов Дмитрий"],
        ),
        ("cp1253", ["Γιώργος Παπαδόπουλος", "Μαρία Ιωάννου", "Νίκος Γεωργίου", "Ελένη Δημητρίου"]),
        ("iso8859_15", ["Jörg Müller", "Zoë Strauß", "Amélie Lefèvre", "Søren Ærø"]),
    ],
)
def test_one_byte_encodings_give_the_names_back(encoding, names):
    text = "id,name,title\n" + "".join(f"{n},{name},Engineer\n" for n, name in enumerate(names * 5))
    assert [row.cells[1] for row in read_table(text.encode(encoding)).rows] == names * 5


def test_windows_punctuation_is_not_lost():
    table = read_table("id,title\n1,Head of “People” – EMEA\n2,50 € club\n".encode("cp1252"))
    assert (table.encoding, table.rows[0].cells[1]) == ("cp1252", "Head of “People” – EMEA")


def test_utf8_with_pasted_windows_lines_is_read_and_said():
    good = "".join(f"{n},Jörg Müller {n}\n" for n in range(20)).encode()
    table = read_table(b"id,name\n" + good + "99,Zoë\n".encode("cp1252"))
    assert table.rows[-1].cells == ("99", "Zoë")
    assert [(note.code, note.parameters["line"]) for note in table.notes] == [(Reason.ENCODING_MIXED, "22")]


def test_the_user_can_choose_the_encoding_and_the_delimiter():
    data = "id|na;me\n1|Łuk;asz\n".encode("cp1250")
    table = read_table(data, encoding="cp1250", delimiter=";")
    assert (table.header, table.rows[0].cells) == (("id|na", "me"), ("1|Łuk", "asz"))


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        ({"encoding": "klingon"}, Reason.ENCODING_UNKNOWN),
        ({"encoding": "hex"}, Reason.ENCODING_UNKNOWN),
        ({"encoding": "ascii"}, Reason.ENCODING_WRONG),
        ({"delimiter": "#"}, Reason.DELIMITER_WRONG),
    ],
)
def test_a_choice_that_cannot_work_is_refused(choices, code):
    assert refusal_of(NAMES.encode(), **choices) is code


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_by_evidence(delimiter):
    rows = [["id", "name", "fte"], ["1", '"Berg, Anna"', '"0,8"'], ["2", '"Vos; Jan | Piet"', '"0,75"']]
    table = table_of("\n".join(delimiter.join(row) for row in rows))
    assert (table.delimiter, table.rows[0].cells) == (delimiter, ("1", "Berg, Anna", "0,8"))


def test_decimal_commas_do_not_make_a_semicolon_file_a_comma_file():
    table = table_of("id;fte;pay\n1;0,8;1,5\n2;1,0;2,5\n")
    assert (table.delimiter, table.rows[0].cells) == (";", ("1", "0,8", "1,5"))


def test_excels_own_separator_line_is_honoured():
    table = table_of("sep=|\nid|name\n1|a,b\n")
    assert (table.header, table.rows[0].line, table.delimiter) == (("id", "name"), 3, "|")


def test_a_quoted_line_break_stays_in_its_cell_and_lines_are_those_of_the_file():
    table = table_of('id,title\n1,"Head of\r\nPeople"\n2,Engineer\n')
    assert [(row.line, row.cells[1]) for row in table.rows] == [(2, "Head of\r\nPeople"), (4, "Engineer")]


def test_a_quotation_mark_that_never_closes_costs_one_row():
    table = table_of('id,name,title\n1,"Anna,Engineer\n2,Ben,Engineer\n3,Cem,Lead\n')
    assert [(row.line, row.broken) for row in table.rows] == [(2, True), (3, False), (4, False)]
    assert table.rows[2].cells == ("3", "Cem", "Lead")


def test_text_after_a_closing_quotation_mark_is_kept():
    table = table_of('id,name\n1,"Anna" Berg\n2,Ben\n')
    assert [row.cells[1] for row in table.rows] == ["Anna Berg", "Ben"]


def test_hopeless_quotation_marks_are_refused():
    text = "id,name\n" + "".join(f'{n},"x"y\n"{n},z\n' for n in range(200))
    assert refusal_of(text.encode()) is Reason.QUOTES_TANGLED


def test_blank_headers_and_repeated_headers_get_names_and_are_said():
    table = table_of("id,,name,Name\n1,a,b,c\n2,d,e,f\n")
    assert table.header == ("id", "Column 2", "name", "Name (2)")
    assert [note.code for note in table.notes] == [Reason.HEADER_BLANK, Reason.HEADER_REPEATED]


def test_trailing_blank_columns_rows_and_cells_disappear():
    table = table_of("id,name,,\n1,Anna,,\n2,Ben,,,,\n,,,\n   ,,,\n\n")
    assert (table.header, [row.cells for row in table.rows]) == (
        ("id", "name"),
        [("1", "Anna"), ("2", "Ben")],
    )


def test_short_rows_are_filled_and_long_rows_keep_their_surplus():
    table = table_of("id,name,title\n1,Anna\n2,Ben,Lead,oops\n3,Cem,Lead\n")
    assert [row.cells for row in table.rows[:2]] == [("1", "Anna", ""), ("2", "Ben", "Lead", "oops")]


def test_title_lines_of_a_report_are_skipped_and_said():
    table = table_of("Headcount report\nPrinted 1 March\n\nid,name,title\n1,Anna,CEO\n2,Ben,COO\n")
    assert (table.header, table.rows[0].line) == (("id", "name", "title"), 5)
    assert [(note.code, note.parameters["line"]) for note in table.notes] == [(Reason.ROWS_ABOVE_HEADER, "4")]


def test_a_file_without_column_names_loses_nobody():
    table = table_of("Anna Berg,anna@x.example\nBen Vos,ben@x.example\n")
    assert (table.header, len(table.rows)) == (("Column 1", "Column 2"), 2)
    assert [note.code for note in table.notes] == [Reason.NO_HEADER]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_kind_of_line_end_works(end):
    assert len(table_of(COMPANY.replace("\n", end)).rows) == 6


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Reason.FILE_EMPTY),
        (b" \r\n\t\n", Reason.FILE_EMPTY),
        (codecs.BOM_UTF8, Reason.FILE_EMPTY),
        (b",,,\n,,,\n", Reason.FILE_EMPTY),
        (b"id,name\n", Reason.ONLY_A_HEADER),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", Reason.FILE_IS),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), Reason.FILE_IS),
        (b"<!DOCTYPE html><table><tr><td>id</td></tr></table>", Reason.FILE_IS),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), Reason.WORKBOOK_LOCKED),
        (bytes(range(256)) * 20, Reason.NOT_TEXT),
        (b"\x01\x02\x03\x04\x05\x06\x07\x08" * 30, Reason.NOT_TEXT),
    ],
)
def test_what_is_no_table_is_refused_in_words(data, code):
    assert refusal_of(data) is code


def test_limits_are_refused_with_their_size():
    limits = Limits(file_bytes=1024 * 1024, rows=3, columns=5)
    assert refusal_of(b"x" * (1024 * 1024 + 1), limits=limits) is Reason.FILE_TOO_LARGE
    assert refusal_of(b"id,name\n" + b"1,a\n" * 4, limits=limits) is Reason.TOO_MANY_ROWS
    assert refusal_of(b"a,b,c,d,e,f\n1,2,3,4,5,6\n", limits=limits) is Reason.TOO_MANY_COLUMNS
    assert len(read_table(b"id,name\n" + b"1,a\n" * 3, limits=limits).rows) == 3


def test_a_cell_past_the_csv_readers_own_ceiling_is_read():
    table = table_of(f'id,title\n1,"{"x" * 300_000}"\n2,Lead\n')
    assert [len(row.cells[1]) for row in table.rows] == [300_000, 4]
