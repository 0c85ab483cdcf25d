"""The personal-data register: what every stored field is for, who it concerns, how long it stays.

Each model declares `register = Register(...)` with one entry per column; a test fails the build for a
column without one. "What Alongside records about you", the data export and erasure are generated from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DataClass(StrEnum):
    """How sensitive a field is; `TECHNICAL` says nothing about a person."""

    TECHNICAL = "technical"
    C0 = "C0"  # directory
    C1 = "C1"  # goals and praise that are public in the company
    C2 = "C2"  # shared between an employee and their manager
    C3 = "C3"  # its author's alone
    C4 = "C4"  # an HR case
    C5 = "C5"  # open door, raw survey answers


class Export(StrEnum):
    EXPORT = "export"
    REDACTED = "export with other people's words left out"
    EXCLUDE = "not exported"


class Erasure(StrEnum):
    DELETE = "delete"
    ANONYMISE = "replace by an empty identity"
    KEEP = "keep"


@dataclass(frozen=True)
class Entry:
    """One column. `months` is how long it stays; None means as long as the row it belongs to."""

    data_class: DataClass
    purpose: str | Promise
    months: int | None
    export: Export
    erasure: Erasure


class Register(dict[str, Entry]):
    """Column name -> Entry. `subjects` are attribute paths to the people whom a row concerns.

    `seen_by` says who reads such a record, where it is not what its data class says by itself. `words_of` is the
    path to whose words a row holds, `words_of_columns` the same for single columns; nobody else's export holds
    those words, and erasing that person erases them. `private_when` is (path, value) where a row is its author's
    alone. `kept_since` is the path to the moment from which the months of keeping are counted; a row without it
    stays as long as its person.
    """

    def __init__(
        self,
        *,
        subjects: tuple[str, ...] = (),
        what: str | Promise = "",
        seen_by: str | Promise = "",
        words_of: str = "",
        words_of_columns: Mapping[str, str] | None = None,
        private_when: tuple[str, str] | None = None,
        kept_since: str = "",
        **entries: Entry,
    ) -> None:
        super().__init__(entries)
        self.subjects = subjects
        self.what = what
        self.seen_by = seen_by
        self.words_of = words_of
        self.words_of_columns = dict(words_of_columns or {})
        self.private_when = private_when
        self.kept_since = kept_since

    @property
    def months(self) -> int | None:
        """How long a whole row stays: the longest of its columns; None where a column stays without an end."""
        kept = [entry.months for entry in self.values() if entry.data_class != DataClass.TECHNICAL]
        return (
            max((months for months in kept if months is not None), default=None) if None not in kept else None
        )


def technical(*, erasure: Erasure = Erasure.KEEP) -> Entry:
    """A column the software needs and that says nothing about a person by itself."""
    return Entry(DataClass.TECHNICAL, _("So that the software works"), None, Export.EXCLUDE, erasure)


def directory(
    purpose: str | Promise,
    *,
    erasure: Erasure = Erasure.ANONYMISE,
    months: int | None = None,
    export: Export = Export.EXPORT,
) -> Entry:
    """C0: what everybody in the company may look up."""
    return Entry(DataClass.C0, purpose, months, export, erasure)


def between_two(purpose: str | Promise, *, months: int | None = 36) -> Entry:
    """C2: shared by an employee and their manager, and nobody else."""
    return Entry(DataClass.C2, purpose, months, Export.REDACTED, Erasure.DELETE)


def private(purpose: str | Promise, *, months: int | None = 36) -> Entry:
    """C3: only its author reads it."""
    return Entry(DataClass.C3, purpose, months, Export.EXPORT, Erasure.DELETE)


_of_libraries: dict[str, Register] = {}


def declare_libraries(registers: Mapping[str, Register]) -> None:
    """Called once by config/wiring.py: the registers of tables that belong to libraries, by model label."""
    _of_libraries.update(registers)


def register_of(model: type[Any]) -> Register | None:
    """The register of a model, ours or a library's."""
    own = getattr(model, "register", None)
    return own if isinstance(own, Register) else _of_libraries.get(model._meta.label)


def people_of(row: Any) -> set[int]:
    """Ids of the people whom a row concerns, by its register."""
    register = register_of(type(row))
    found = {person_at(row, path) for path in register.subjects} if register is not None else set()
    return {person for person in found if person is not None}


def person_at(row: Any, path: str) -> int | None:
    """The person id at the end of a path: "series.manager" reads row.series.manager_id; the empty path is the row."""
    if path == "":
        return int(row.pk)
    *way, last = path.split(".")
    for name in way:
        row = getattr(row, name)
    found: int | None = getattr(row, last) if last.endswith("_id") else getattr(row, f"{last}_id", None)
    return found


def any_of(register: Any) -> Register:
    """Type guard for code that walks models."""
    if not isinstance(register, Register):
        raise TypeError("a model without a personal-data register")
    return register
