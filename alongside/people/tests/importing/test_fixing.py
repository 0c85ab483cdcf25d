import csv
import io
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.core.exports import as_csv, as_workbook, runs
from alongside.people.importing.columns import propose, remembered
from alongside.people.importing.delimited import guarded, unguarded
from alongside.people.importing.figures import figures
from alongside.people.importing.fixing import CellFix, RowDrop, apply_fixes, bad_cells, bad_rows
from alongside.people.importing.reading import read_table
from alongside.people.importing.reasons import Reason
from alongside.people.importing.resolving import Decisions, resolve
from alongside.people.importing.tables import Refusal
from alongside.people.tests.importing.makers import COMPANY, TODAY, codes_of, table_of

DIRTY = COMPANY + (
    "7,Cem Acar,cem(at)brightwater.example,Engineer,4\n"
    "8,Dora Lund,dora@brightwater.example,Engineer,99\n"
    "8,Emil Falk,emil@brightwater.example,=2+3,1\n"
    '9,"Finn,finn@brightwater.example,Engineer,4\n'
    "10,Gus,,Lead,11\n"
    "11,Hana,,Lead,10\n"
)
FIXES = [
    CellFix(8, "email", "cem@brightwater.example"),
    CellFix(9, "manager", "4"),
    RowDrop(10),
    CellFix(11, "name", "Finn"),
    CellFix(11, "email", ""),
]


def test_fixes_repair_a_dirty_file_without_touching_the_other_rows():
    table = table_of(DIRTY)
    mapping = propose(table)
    fixed = apply_fixes(table, FIXES)
    organisation = resolve(fixed, mapping, today=TODAY, decisions=Decisions(frozenset({13})))
    assert [code for _, code in codes_of(organisation)] == [Reason.CYCLE_CUT]
    counted = figures(organisation)
    assert (counted["people"], counted["unplaced"], counted["duplicates"]) == (11, 0, 0)
    assert fixed.rows[:6] == table.rows[:6]
    assert len(table.rows) == 12


def test_a_fix_for_a_row_or_column_that_is_not_there_is_refused():
    table = table_of(COMPANY)
    for fix, code in (
        (CellFix(99, "name", "x"), Reason.FIX_UNKNOWN_LINE),
        (CellFix(2, "colour", "x"), Reason.FIX_UNKNOWN_COLUMN),
        (RowDrop(1), Reason.FIX_UNKNOWN_LINE),
    ):
        with pytest.raises(Refusal) as refused:
            apply_fixes(table, [fix])
        assert refused.value.code is code


def test_a_row_that_was_too_wide_is_right_once_somebody_edited_it():
    table = table_of("id,name,title\n1,Anna,CEO\n2,Ben,Vos,COO\n3,Cem,Lead\n")
    fixed = apply_fixes(table, [CellFix(3, "name", "Ben Vos"), CellFix(3, "title", "COO")])
    assert fixed.rows[1].cells == ("2", "Ben Vos", "COO")
    assert codes_of(resolve(fixed, propose(fixed), today=TODAY)) == []


@pytest.mark.parametrize("write", [as_csv, partial(as_workbook, "Rows")])
def test_the_bad_rows_come_as_a_file_that_can_be_read_again_with_the_same_choices(write):
    table = table_of(DIRTY)
    mapping = propose(table)
    organisation = resolve(table, mapping, today=TODAY)
    assert [row.line for row in bad_rows(table, organisation)] == [8, 9, 10, 11, 12, 13]
    again = read_table(write(table.header, bad_cells(table, organisation)))
    assert again.header == table.header
    assert [row.cells for row in again.rows] == [row.cells for row in bad_rows(table, organisation)]
    assert remembered(mapping.to_json(), again).index(mapping.columns[0].field) == 0


def test_no_cell_of_the_download_starts_like_a_formula():
    evil = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1", " =1", "|x", "'=1", "''=1", "=cmd|'/c calc'!A1"]
    data = as_csv(["=id", "name"], [[guarded(cell), "x"] for cell in evil])
    cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) for cell in row]
    assert not [cell for cell in cells if runs(cell)]
    assert [row.cells[0] for row in read_table(data).rows] == evil


@given(st.text())
def test_guarding_a_cell_can_be_undone_and_leaves_no_formula(cell: str):
    assert unguarded(guarded(cell)) == cell
    assert not runs(guarded(cell))


def test_half_a_surrogate_pair_does_not_stop_the_download():
    table = read_table(b'[{"id": "1", "name": "Anna", "manager": "\\ud800"}, {"id": "2", "name": "Ben"}]')
    organisation = resolve(table, propose(table), today=TODAY)
    cells = list(bad_cells(table, organisation))
    assert b"Anna" in as_csv(table.header, cells) and as_workbook("Rows", table.header, cells)
