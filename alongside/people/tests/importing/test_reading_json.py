import pytest

from alongside.people.importing.reading import read_table
from alongside.people.importing.reasons import Reason
from alongside.people.importing.tables import Limits, Refusal
from alongside.people.tests.importing.makers import json_of

PEOPLE = [{"id": "007", "name": "Anna", "manager": {"id": 12345678901234567890}}, {"id": 8, "active": True}]


@pytest.mark.parametrize("wrapped", [PEOPLE, {"total": [2], "people": PEOPLE}, {"people": PEOPLE, "page": 1}])
def test_a_list_of_people_is_read_plain_or_wrapped(wrapped):
    table = read_table(json_of(wrapped))
    assert table.header == ("id", "name", "manager.id", "active")
    assert table.rows[0].cells == ("007", "Anna", "12345678901234567890", "")
    assert table.rows[1].cells == ("8", "", "", "true")
    assert table.source.format == "json"


def test_lines_are_those_where_each_person_starts():
    table = read_table(b'[\n {"id": 1,\n  "name": "A"},\n\n {"id": 2},\n {"id": 3}\n]')
    assert ([row.line for row in table.rows], table.notes) == ([2, 5, 6], ())


def test_people_who_share_a_line_are_counted_so_that_a_line_names_one_row():
    table = read_table(b'[{"id": 1},\n{"id": 2}, {"id": 3}]')
    assert [row.line for row in table.rows] == [1, 2, 3]
    assert [note.code for note in table.notes] == [Reason.JSON_COUNTED]


def test_lists_numbers_and_odd_values_become_text():
    table = read_table(b'[{"id": 1.50, "tags": ["a", 2, null], "x": NaN, "y": "\\ud800\\u0000"}]')
    assert table.rows[0].cells[:3] == ("1.50", "a, 2, ", "")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'[{"id": 1},\n {"id": }]', Reason.JSON_DAMAGED),
        (b'[{"id": 1}', Reason.JSON_DAMAGED),
        (b"[" * 100_000, Reason.JSON_DAMAGED),
        (b"[1, 2]", Reason.JSON_SHAPE),
        (b'{"id": 1}', Reason.JSON_SHAPE),
        (b"[]", Reason.FILE_EMPTY),
        (b"[{}]", Reason.FILE_EMPTY),
    ],
)
def test_json_that_holds_no_people_is_refused(data, code):
    with pytest.raises(Refusal) as refused:
        read_table(data)
    assert refused.value.code is code


def test_the_damaged_line_is_named():
    with pytest.raises(Refusal) as refused:
        read_table(b'[{"id": 1},\n {"id": }]')
    assert refused.value.parameters == {"line": "2"}


def test_limits_hold_for_json_too():
    with pytest.raises(Refusal) as refused:
        read_table(b'[{"id":1},{"id":2},{"id":3}]', limits=Limits(rows=2))
    assert refused.value.code is Reason.TOO_MANY_ROWS


def test_a_csv_that_starts_with_a_bracket_is_a_csv():
    assert read_table(b"[id],[name]\n1,Anna\n").header == ("[id]", "[name]")
