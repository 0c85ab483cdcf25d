import datetime
import io
import zipfile

import pytest

from alongside.people.importing.reading import read_table
from alongside.people.importing.reasons import Reason
from alongside.people.importing.tables import Limits, Refusal
from alongside.people.tests.importing.makers import package_of, workbook_of

MAIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"


def refusal_of(data: bytes, **choices: object) -> Reason:
    with pytest.raises(Refusal) as refused:
        read_table(data, **choices)  # type: ignore[arg-type]
    return refused.value.code


def test_cells_become_what_people_would_have_typed():
    rows = [
        ["id", "name", "start", "fte", "active", "note"],
        ["00123", "Anna Berg", datetime.date(2024, 3, 1), 0.8, True, "=1+6"],
        [123.0, "Ben Vos", None, 1, False, None],
    ]
    table = read_table(workbook_of({"People": rows}))
    assert table.rows[0].cells == ("00123", "Anna Berg", "2024-03-01", "0.8", "true", "7")
    assert table.rows[1].cells == ("123", "Ben Vos", "", "1", "false", "")
    assert (table.source.format, table.source.sheet, table.rows[1].line) == ("xlsx", "People", 3)


def test_the_first_visible_sheet_with_a_table_is_read_and_said():
    sheets = {
        "Cover": [["Headcount, March"]],
        "Old": [["id", "name"], ["9", "Zed"]],
        "People": [["id", "name"], ["1", "Anna"]],
        "Codes": [["code", "meaning"], ["a", "b"]],
    }
    table = read_table(workbook_of(sheets, hidden=["Old"]))
    assert table.source.sheet == "People"
    assert [note.code for note in table.notes] == [Reason.SHEET_CHOSEN]


def test_the_user_can_choose_the_sheet():
    book = workbook_of({"A": [["id", "name"], ["1", "Anna"]], "B": [["id", "name"], ["2", "Ben"]]})
    table = read_table(book, sheet="B")
    assert (table.rows[0].cells, table.notes, table.source.sheets) == (("2", "Ben"), (), ("A", "B"))
    assert refusal_of(book, sheet="C") is Reason.SHEET_UNKNOWN


def test_lines_are_the_rows_of_the_sheet_even_below_blank_ones():
    rows = [[], [], ["id", "name"], ["1", "Anna"], [], ["2", "Ben"]]
    table = read_table(workbook_of({"People": rows}))
    assert [row.line for row in table.rows] == [4, 6]


def test_an_empty_workbook_is_refused():
    assert refusal_of(workbook_of({"Empty": []})) is Reason.FILE_EMPTY


def test_other_office_files_are_named():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("content.xml", "<office/>")
    assert refusal_of(out.getvalue()) is Reason.FILE_IS
    assert refusal_of(b"PK\x03\x04 and then nothing") is Reason.WORKBOOK_DAMAGED


def test_a_handmade_package_is_read():
    sheet = MAIN + (
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c>'
        b'<c r="B1" t="inlineStr"><is><t>name</t></is></c></row>'
        b'<row r="2"><c r="A2"><v>7</v></c><c r="B2" t="inlineStr"><is><t>Anna</t></is></c></row>'
    )
    assert read_table(package_of(sheet + END)).rows[0].cells == ("7", "Anna")


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = package_of(MAIN + b" " * 60_000_000 + END)
    assert len(bomb) < 100_000
    assert refusal_of(bomb, limits=Limits(unpacked_bytes=20_000_000)) is Reason.WORKBOOK_TOO_LARGE


@pytest.mark.parametrize("corner", [b'r="XFD1048576"', b"r = 'XFD1048576'", b'r="xfd1048576"'])
def test_two_cells_at_opposite_corners_are_refused(corner):
    sheet = MAIN + b'<row><c r="A1"><v>1</v></c><c ' + corner + b"><v>2</v></c></row>"
    assert refusal_of(package_of(sheet + END)) is Reason.WORKBOOK_TOO_LARGE


def test_cells_that_hide_their_place_are_refused():
    sheet = MAIN + b'<row><c r="A1"><v>1</v></c><c r="&#88;FD1048576"><v>2</v></c></row>'
    assert refusal_of(package_of(sheet + END)) is Reason.WORKBOOK_DAMAGED


def test_one_long_text_in_many_cells_is_refused():
    shared = b"<sst><si><t>" + b"x" * 1_000_000 + b"</t></si></sst>"
    cells = b'<c t="s"><v>0</v></c>'
    sheet = MAIN + b"".join(b"<row>" + cells * 10 + b"</row>" for _ in range(1_000))
    assert refusal_of(package_of(sheet + END, shared)) is Reason.WORKBOOK_TOO_LARGE


def test_a_part_that_lies_about_its_size_does_no_harm():
    book = bytearray(workbook_of({"People": [["id", "name"], ["1", "Anna"]]}))
    at = book.rfind(b"PK\x01\x02")
    book[at + 24 : at + 28] = (5).to_bytes(4, "little")
    with pytest.raises(Refusal):
        read_table(bytes(book))


ENTITY = b'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file://%s"><!ENTITY y "many">]>'


@pytest.mark.parametrize("name", [b"&x;", b"&y;&y;&y;"])
def test_entities_of_a_workbook_are_never_opened(tmp_path, name):
    secret = tmp_path / "secret.txt"
    secret.write_text("a-canary-in-a-file")
    sheet = (
        ENTITY % str(secret).encode()
        + MAIN
        + b'<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c>'
        + b'<c r="B1" t="inlineStr"><is><t>name</t></is></c></row>'
        + b'<row r="2"><c r="A2"><v>7</v></c><c r="B2" t="inlineStr"><is><t>'
        + name
        + b"</t></is></c></row>"
    )
    try:
        table = read_table(package_of(sheet + END))
    except Refusal as refused:
        assert refused.code is Reason.WORKBOOK_DAMAGED
        return
    words = " ".join(cell for row in table.rows for cell in row.cells)
    assert "a-canary" not in words
    assert "many" not in words
