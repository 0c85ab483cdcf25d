"""The user's corrections, and the bad rows as a file to correct elsewhere: both lead back to a Table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from alongside.people.importing.delimited import guarded
from alongside.people.importing.organisation import Organisation
from alongside.people.importing.reasons import Effect, Reason
from alongside.people.importing.tables import Refusal, Row, Table


@dataclass(frozen=True, slots=True)
class CellFix:
    """A new value for one cell, by the line of the row and the name of the column."""

    line: int
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class RowDrop:
    """Leave this row out, wherever it is pointed at from."""

    line: int


type Fix = CellFix | RowDrop


def apply_fixes(table: Table, fixes: Iterable[Fix]) -> Table:
    """The table with all fixes, later ones over earlier ones; lines keep their numbers.

    Editing a row that was broken or too wide says that its columns are right now: what stood beyond the
    last column goes. Raises Refusal for a line or column that the table doesn't have. Circles are cut by
    `resolving.Decisions`.
    """
    rows: dict[int, Row | None] = {row.line: row for row in table.rows}
    columns = {name: index for index, name in enumerate(table.header)}
    for fix in fixes:
        if fix.line not in rows:
            raise Refusal(Reason.FIX_UNKNOWN_LINE, line=str(fix.line))
        row = rows[fix.line]
        if isinstance(fix, RowDrop) or row is None:
            rows[fix.line] = None
        elif fix.column not in columns:
            raise Refusal(Reason.FIX_UNKNOWN_COLUMN, column=fix.column[:100])
        else:
            rows[fix.line] = _edited(row, columns[fix.column], fix.value, len(columns))
    return table.with_rows(row for row in rows.values() if row is not None)


def _edited(row: Row, index: int, value: str, width: int) -> Row:
    cells = (*row.cells, *[""] * (width - len(row.cells)))[:width]
    return Row(row.line, (*cells[:index], value, *cells[index + 1 :]))


def bad_rows(table: Table, organisation: Organisation) -> tuple[Row, ...]:
    """Every row that was left out, or loaded without its manager or without a value."""
    lines = {found.line for found in organisation.problems if found.effect is not Effect.KEPT}
    return tuple(row for row in table.rows if row.line in lines)


def bad_cells(table: Table, organisation: Organisation) -> Iterator[list[str]]:
    """The bad rows with all their columns. What a spreadsheet would take for a formula gets an apostrophe in front;
    `reading` takes it off again, so the file can be corrected and chosen again.
    """
    for row in bad_rows(table, organisation):
        yield [guarded(_storable(cell)) for cell in row.cells]


def _storable(cell: str) -> str:
    """Half a surrogate pair, which JSON can smuggle in, has no bytes."""
    return cell.encode("utf-8", errors="replace").decode("utf-8") if not cell.isascii() else cell
