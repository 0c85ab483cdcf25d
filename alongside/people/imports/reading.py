"""From the bytes of a run and the user's decisions to a proposal: the same for the browser and the command line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from alongside.people.importing.columns import ColumnUse, Mapping, fingerprint, propose, remembered
from alongside.people.importing.conventions import Defaults
from alongside.people.importing.dates import Order
from alongside.people.importing.fixing import CellFix, Fix, RowDrop, apply_fixes
from alongside.people.importing.organisation import Organisation
from alongside.people.importing.reading import read_table
from alongside.people.importing.reasons import Note, Reason, shown
from alongside.people.importing.resolving import Decisions, resolve
from alongside.people.importing.tables import Refusal, Table
from alongside.people.importing.texts import folded, one_line

_STATUS = ("status", "state", "employment", "beschaftigung")
_GONE = frozenset(
    {
        "terminated", "inactive", "left", "leaver", "resigned", "separated", "former",
        "ausgeschieden", "gekundigt", "inaktiv", "ehemalig", "ausgetreten",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Choices:
    """What the user decided. Blank means: find out. `columns` as Mapping.to_json writes it, or None."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    date_order: str = ""
    columns: dict[str, Any] | None = None
    fixes: tuple[Fix, ...] = ()
    cut_lines: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Reading:
    """A file as it was understood. Raises Refusal, in whichever step it is, for a file that can't be used."""

    table: Table  # as the file has it
    mapping: Mapping
    choices: Choices
    today: date

    @cached_property
    def fixed(self) -> Table:
        """With the corrections that still fit this table."""
        return apply_fixes(self.table, _fitting(self.choices.fixes, self.table))

    @cached_property
    def organisation(self) -> Organisation:
        order = Order(self.choices.date_order) if self.choices.date_order else None
        return resolve(
            self.fixed,
            self.mapping,
            today=self.today,
            decisions=Decisions(self.choices.cut_lines),
            defaults=Defaults(date_order=order),
        )

    @property
    def dropped(self) -> list[int]:
        return [fix.line for fix in self.choices.fixes if isinstance(fix, RowDrop)]

    @property
    def notes(self) -> list[Note]:
        return [*self.organisation.notes, *_statuses(self.fixed, self.mapping)]


def read(data: bytes, choices: Choices, *, today: date, known_columns: KnownColumns) -> Reading:
    """`known_columns` answers a fingerprint with the choices stored for it, or None. Raises Refusal."""
    table = read_table(
        data, encoding=choices.encoding or None, delimiter=choices.delimiter or None, sheet=choices.sheet
    )
    return Reading(table, _mapping(table, choices, known_columns), choices, today)


def _mapping(table: Table, choices: Choices, known_columns: KnownColumns) -> Mapping:
    """What the user chose, else what somebody chose for the same columns before, else what is likely."""
    for stored in (choices.columns, known_columns(fingerprint(table.header))):
        if stored is None:
            continue
        try:
            return remembered(json.dumps(stored), table)
        except Refusal:
            continue  # chosen before the file was read another way, or by an older version
    return propose(table)


def _fitting(fixes: Iterable[Fix], table: Table) -> Iterator[Fix]:
    """Corrections of rows and columns that are there: reading a file another way may lose some."""
    lines = {row.line for row in table.rows}
    header = set(table.header)
    for fix in fixes:
        if fix.line in lines and (isinstance(fix, RowDrop) or fix.column in header):
            yield fix


def _statuses(table: Table, mapping: Mapping) -> Iterator[Note]:
    """A column that nobody reads and that says of somebody that they have left."""
    for use in mapping.columns:
        if use.field is None and any(word in folded(use.header) for word in _STATUS):
            found = Counter(
                one_line(row.cells[use.index][:100])
                for row in table.rows
                if not _GONE.isdisjoint(folded(row.cells[use.index][:100]).split())
            )
            for value, count in found.most_common(3):
                said = {"column": use.header, "value": shown(value), "count": str(count)}
                yield Note(Reason.STATUS_NOT_READ, said)


def samples(table: Table, use: ColumnUse, most: int = 3) -> list[str]:
    """The first different things that stand in a column."""
    found: dict[str, None] = {}
    for row in table.rows[:500]:
        text = one_line(row.cells[use.index][:80])
        if text:
            found.setdefault(text)
        if len(found) == most:
            break
    return list(found)


def fix_from(stored: dict[str, Any]) -> Fix:
    """A correction as it is stored with a run."""
    if "column" in stored:
        return CellFix(int(stored["line"]), str(stored["column"]), str(stored["value"]))
    return RowDrop(int(stored["line"]))


type KnownColumns = Callable[[str], dict[str, Any] | None]
