"""The table that every kind of file becomes, and the plain refusal when it can't become one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from alongside.people.importing.addresses import looks_like_email
from alongside.people.importing.reasons import Note, Reason, in_words
from alongside.people.importing.texts import is_blank, one_line

HEADER_SEARCH = 20  # a report's title rows stand above the header, never further down than this


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may ask of the server. A file past a limit is refused in words, never read in part."""

    file_bytes: int = 25 * 1024 * 1024
    unpacked_bytes: int = 250 * 1024 * 1024
    rows: int = 200_000
    columns: int = 300
    sheet_cells: int = 20_000_000


class Refusal(Exception):
    """The file as a whole can't be read. Carries a code and parameters, like every message of the import."""

    def __init__(self, code: Reason, **parameters: str) -> None:
        super().__init__(in_words(code, parameters))
        self.code = code
        self.parameters = parameters


class Row(NamedTuple):
    """One row: the line of the file it starts on (1-based) and its cells as text, untouched.

    `broken` marks a line whose quotes never close: its cells are a guess and it is left out until somebody
    edits it. `ends` is how many cells the file's own row has, where those are far fewer than usual.
    """

    line: int
    cells: tuple[str, ...]
    broken: bool = False
    ends: int | None = None


class SharedTexts:
    """One copy of each text that repeats in its column: titles, units and managers are most of a large file.

    A column in which nearly everything differs, such as addresses, is full early and takes no room from the others.
    """

    _MOST, _LONGEST = 20_000, 60

    def __init__(self) -> None:
        self._columns: list[dict[str, str]] = []

    def of(self, cells: Sequence[str]) -> tuple[str, ...]:
        while len(self._columns) < len(cells):
            self._columns.append({})
        return tuple(map(self._one, self._columns, cells))

    def _one(self, known: dict[str, str], cell: str) -> str:
        if len(known) < self._MOST and len(cell) <= self._LONGEST:
            return known.setdefault(cell, cell)
        return known.get(cell, cell)


@dataclass(frozen=True, slots=True)
class Source:
    """How the file was read, to be shown: format csv, xlsx or json; encoding and delimiter of a csv; the
    sheet.
    """

    format: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Header names (unique, none blank), rows at least as wide as the header, and how it was read.

    Rows are only wider than the header where the file's own row was; such a row is named as a problem.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    source: Source
    notes: tuple[Note, ...] = field(default=())

    @property
    def encoding(self) -> str:
        return self.source.encoding

    @property
    def delimiter(self) -> str:
        return self.source.delimiter

    def with_rows(self, rows: Iterable[Row]) -> "Table":
        return replace(self, rows=tuple(rows))


def table_from_rows(rows: Sequence[Row], source: Source, limits: Limits, notes: Sequence[Note] = ()) -> Table:
    """Find the header, drop blank rows and trailing blank columns, and name every column.

    Raises Refusal where nothing stands in the rows or they pass a limit.
    """
    filled = [row for row in rows if any(not is_blank(cell) for cell in row.cells)]
    if not filled:
        raise Refusal(Reason.FILE_EMPTY)
    found = list(notes)
    start = _header_index(filled)
    if start:
        found.append(Note(Reason.ROWS_ABOVE_HEADER, {"line": str(filled[start].line)}))
    names: tuple[str, ...] = filled[start].cells
    body = filled[start + 1 :]
    if any(looks_like_email(cell) for cell in names):
        body, names = filled[start:], ()
        found.append(Note(Reason.NO_HEADER, {}))
    _check(body, limits)
    width = _width(names, body)
    if width > limits.columns:
        raise Refusal(Reason.TOO_MANY_COLUMNS, count=str(width), limit=str(limits.columns))
    header, renamed = _header(names, width)
    usual = min(width, Counter(len(row.cells) for row in body).most_common(1)[0][0])
    rows = tuple(_fitted(row, width, usual) for row in body)
    return Table(header, rows, source, (*found, *renamed))


def _check(body: Sequence[Row], limits: Limits) -> None:
    if not body:
        raise Refusal(Reason.ONLY_A_HEADER)
    if len(body) > limits.rows:
        raise Refusal(Reason.TOO_MANY_ROWS, count=str(len(body)), limit=str(limits.rows))


def _header_index(rows: Sequence[Row]) -> int:
    """The first row that is at least half as full as rows usually are: a title line above a report is not."""
    usual = Counter(_filled_cells(row) for row in rows[:200]).most_common(1)[0][0]
    for index, row in enumerate(rows[:HEADER_SEARCH]):
        if _filled_cells(row) * 2 >= usual:
            return index
    return 0


def _filled_cells(row: Row) -> int:
    return sum(1 for cell in row.cells if not is_blank(cell))


def _width(names: Sequence[str], body: Sequence[Row]) -> int:
    """Up to the last named column; a nameless column counts where most rows have something in it."""
    named = max((index + 1 for index, name in enumerate(names) if not is_blank(name)), default=0)
    used = Counter(
        index for row in body for index in range(named, len(row.cells)) if not is_blank(row.cells[index])
    )
    enough = 1 if not named else len(body) / 2
    return max([named, *(index + 1 for index, count in used.items() if count >= enough)])


def _header(names: Sequence[str], width: int) -> tuple[tuple[str, ...], list[Note]]:
    """Unique names: a blank one becomes its number, a repeated one gets a count; both are said."""
    header: list[str] = []
    notes: list[Note] = []
    taken: set[str] = set()
    for index in range(width):
        own = one_line(names[index])[:200] if index < len(names) else ""
        name = own or f"Column {index + 1}"
        unique, count = name, 1
        while unique.casefold() in taken:
            count += 1
            unique = f"{name} ({count})"
        if not own and names:
            notes.append(Note(Reason.HEADER_BLANK, {"column": unique}))
        elif unique != name:
            notes.append(Note(Reason.HEADER_REPEATED, {"column": name, "renamed": unique}))
        taken.add(unique.casefold())
        header.append(unique)
    return tuple(header), notes


def _fitted(row: Row, width: int, usual: int) -> Row:
    """The row at the header's width; what stands beyond it stays, unless it is blank.

    Less than half of what rows of this file usually have is a row cut short. Programs that leave out blank
    cells at the end do so in many rows, and then that is usual.
    """
    cells = row.cells
    if len(cells) * 2 < usual:
        return row._replace(cells=cells + ("",) * (width - len(cells)), ends=len(cells))
    end = len(cells)
    while end > width and is_blank(cells[end - 1]):
        end -= 1
    if end == len(cells) and end >= width:
        return row
    return row._replace(cells=cells[:end] + ("",) * (width - end))
