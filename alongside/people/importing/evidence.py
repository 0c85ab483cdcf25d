"""What the contents of columns say: addresses, dates, slugs, and which column points at which."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

from alongside.people.importing.addresses import looks_like_email
from alongside.people.importing.dates import looks_like_date
from alongside.people.importing.fields import TARGETS, Field
from alongside.people.importing.headers import SENSITIVE, normal_header, target_hint
from alongside.people.importing.tables import Table
from alongside.people.importing.texts import is_blank_mark, name_keys, one_line
from alongside.people.importing.vacancies import is_vacancy_name

_SAMPLE = 2_000
_SLUG = re.compile(r"[a-z0-9]+(?:[_\-.][a-z0-9]+)*")


class Use(Protocol):
    @property
    def index(self) -> int: ...
    @property
    def field(self) -> Field | None: ...


class Samples:
    """Values of a table's columns; targets are taken from all rows, because any row may be somebody's
    manager.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._values: dict[int, list[str]] = {}
        self._keys: dict[tuple[int, Field], frozenset[str]] = {}

    def values(self, index: int) -> list[str]:
        """The first values that are not blank."""
        if index not in self._values:
            rows = self._table.rows[: _SAMPLE * 5]
            filled = (row.cells[index] for row in rows if not is_blank_mark(row.cells[index][:1000]))
            self._values[index] = [one_line(value[:1000]) for value in filled][:_SAMPLE]
        return self._values[index]

    def share(self, index: int, test: "re.Pattern[str] | None" = None) -> float:
        values = self.values(index)
        return sum(1 for value in values if test and test.fullmatch(value)) / len(values) if values else 0.0

    def looks_like_slugs(self, index: int) -> bool:
        values = self.values(index)
        return bool(values) and self.share(index, _SLUG) > 0.9 and any("_" in v or "-" in v for v in values)

    def says_vacant(self, index: int) -> bool:
        return any(is_vacancy_name(value) for value in self.values(index))

    def is_open(self, index: int) -> bool:
        """May contents decide? Not for what people keep private, whatever is in it."""
        return not SENSITIVE.search(normal_header(self._table.header[index])) and bool(self.values(index))

    @cached_property
    def _nameless(self) -> frozenset[int]:
        return frozenset(
            i for i, name in enumerate(self._table.header) if normal_header(name).startswith("column ")
        )

    def guess(self, index: int, uses: Sequence[Use]) -> Field | None:
        """The field of a column by its values alone, or None."""
        taken = {use.field for use in uses}
        values = self.values(index)
        if sum(map(looks_like_email, values)) > 0.8 * len(values):
            if Field.EMAIL not in taken:
                return Field.EMAIL
            return Field.MANAGER if Field.MANAGER not in taken and self._points(index, uses) else None
        if Field.MANAGER not in taken and self._points(index, uses):
            return Field.MANAGER
        if index in self._nameless and Field.START not in taken and all(map(looks_like_date, values)):
            return Field.START
        return None

    def _points(self, index: int, uses: Sequence[Use]) -> bool:
        """Do nearly all values name other rows, the same ones again and again, as only managers are named?"""
        values = self.values(index)
        distinct = set(values)
        if len(values) < 3 or len(distinct) > 0.7 * len(values) or all(len(value) < 3 for value in distinct):
            return False
        return any(
            self._overlap(index, use.index, use.field) > 0.8
            for use in uses
            if use.field in TARGETS and use.index != index and use.field is not Field.ROLE
        )

    def target(self, index: int, uses: Sequence[Use]) -> Field | None:
        """The field whose column holds most of this column's values; its name decides a draw."""
        hint = target_hint(self._table.header[index])
        best: tuple[float, bool, int] = (0.0, False, 0)
        found: Field | None = None
        for rank, field in enumerate(TARGETS):
            overlap = self._overlap_with_field(index, field, uses)
            score = (round(overlap, 1), field is hint, -rank)
            if overlap > 0 and score > best:
                best, found = score, field
        return found or hint

    def _overlap_with_field(self, index: int, field: Field, uses: Sequence[Use]) -> float:
        columns = [use.index for use in uses if use.field is field and use.index != index]
        if columns:
            return max(self._overlap(index, column, field) for column in columns)
        if field is not Field.NAME:
            return 0.0
        return self._parts_overlap(index, uses)

    def _overlap(self, index: int, target: int, field: Field | None) -> float:
        values = set(self.values(index))
        if not values or field is None:
            return 0.0
        known = self._known(target, field)
        return sum(1 for value in values if _key(value, field) in known) / len(values)

    def _known(self, index: int, field: Field) -> frozenset[str]:
        if (index, field) not in self._keys:
            values = {row.cells[index] for row in self._table.rows if len(row.cells[index]) < 1000}
            self._keys[index, field] = frozenset(_key(value, field) for value in values if value)
        return self._keys[index, field]

    def _parts_overlap(self, index: int, uses: Sequence[Use]) -> float:
        """Names in two columns: put together as they would be written."""
        given = next((use.index for use in uses if use.field is Field.GIVEN_NAME), None)
        family = next((use.index for use in uses if use.field is Field.FAMILY_NAME), None)
        values = set(self.values(index))
        if given is None or family is None or not values:
            return 0.0
        known = {
            _key(f"{row.cells[given][:500]} {row.cells[family][:500]}", Field.NAME)
            for row in self._table.rows
        }
        return sum(1 for value in values if _key(value, Field.NAME) in known) / len(values)


def _key(value: str, field: Field) -> str:
    if field is Field.NAME:
        return name_keys(value.partition("(")[0])[0]
    return one_line(value).casefold().removesuffix(".0")
