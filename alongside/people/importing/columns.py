"""Which column means what: a proposal from names and contents, corrected by the user, remembered as JSON."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from alongside.people.importing import evidence
from alongside.people.importing.fields import IDENTIFYING, REFERENCES, SEVERAL, Field
from alongside.people.importing.headers import meaning, normal_header, unit_level
from alongside.people.importing.reasons import Reason
from alongside.people.importing.tables import Refusal, Table

VERSION = 1


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """One column: where it stands, what it means (None: not read) and, for a manager, what it points at.

    `refers_to` None means "find out per value". `why` is header, content, remembered, chosen or "" (not
    read).
    """

    index: int
    header: str
    field: Field | None = None
    refers_to: Field | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """The meaning of every column of one header, in the order of the header."""

    columns: tuple[ColumnUse, ...]
    fingerprint: str

    def of(self, field: Field) -> tuple[ColumnUse, ...]:
        """Columns with this meaning; unit levels from the top down, others from the left."""
        uses = [use for use in self.columns if use.field is field]
        if field is Field.UNIT:
            uses.sort(key=lambda use: (unit_level(use.header), use.index))
        return tuple(uses)

    def index(self, field: Field) -> int | None:
        return next((use.index for use in self.columns if use.field is field), None)

    def has(self, *fields: Field) -> bool:
        return any(use.field in fields for use in self.columns)

    def with_column(self, index: int, field: Field | None, refers_to: Field | None = None) -> "Mapping":
        """The user's choice for one column. A field that takes one column leaves the column that had it."""

        def chosen(use: ColumnUse) -> ColumnUse:
            if use.index == index:
                return replace(use, field=field, refers_to=refers_to, why="chosen")
            if field is not None and use.field is field and field not in SEVERAL:
                return replace(use, field=None, refers_to=None, why="")
            return use

        return replace(self, columns=tuple(chosen(use) for use in self.columns))

    def check(self) -> None:
        """Raises Refusal where no column could tell one row from another."""
        if not any(use.field in IDENTIFYING for use in self.columns):
            raise Refusal(Reason.NOTHING_MAPPED)

    def to_json(self) -> str:
        uses = [
            {"header": use.header, "field": use.field, "refers_to": use.refers_to}
            for use in self.columns
            if use.field
        ]
        return json.dumps({"version": VERSION, "fingerprint": self.fingerprint, "columns": uses})


def fingerprint(header: Sequence[str]) -> str:
    """The same for files with the same column names in any order: the key to remember choices by."""
    names = "\n".join(sorted(normal_header(name) for name in header))
    return hashlib.sha256(names.encode()).hexdigest()[:32]


def remembered(stored: str, table: Table) -> Mapping:
    """The choices stored by `Mapping.to_json`, for a table with the same columns. Raises Refusal."""
    try:
        content = json.loads(stored)
        known = {
            str(use["header"]): (Field(use["field"]), Field(use["refers_to"]) if use["refers_to"] else None)
            for use in content["columns"]
        }
        print_, version = content["fingerprint"], content["version"]
    except (ValueError, KeyError, TypeError):
        raise Refusal(Reason.MAPPING_DAMAGED) from None
    if version != VERSION:
        raise Refusal(Reason.MAPPING_DAMAGED)
    if print_ != fingerprint(table.header):
        raise Refusal(Reason.MAPPING_OTHER_FILE)
    by_words = {normal_header(header): meant for header, meant in known.items()}
    return Mapping(tuple(_recalled(i, name, known, by_words) for i, name in enumerate(table.header)), print_)


def _recalled(
    index: int,
    header: str,
    known: dict[str, tuple[Field, Field | None]],
    by_words: dict[str, tuple[Field, Field | None]],
) -> ColumnUse:
    meant = known.get(header) or by_words.get(normal_header(header))
    return ColumnUse(index, header, *meant, why="remembered") if meant else ColumnUse(index, header)


def propose(table: Table) -> Mapping:
    """The most likely meaning of every column; what is not understood stays unread until the user says."""
    uses = _by_header(table.header)
    samples = evidence.Samples(table)
    for step in (_settle_names, _settle_role, _settle_status, _settle_by_content, _settle_references):
        uses = step(uses, samples)
    return Mapping(tuple(uses), fingerprint(table.header))


def _by_header(header: Sequence[str]) -> list[ColumnUse]:
    meant = {index: found for index, name in enumerate(header) if (found := meaning(name))}
    best: dict[Field, tuple[int, int]] = {}
    for index, (field, rank) in meant.items():
        best[field] = min(best.get(field, (rank, index)), (rank, index))

    def use(index: int, name: str) -> ColumnUse:
        found = meant.get(index)
        if found and (found[0] in SEVERAL or best[found[0]][1] == index):
            return ColumnUse(index, name, found[0], why="header")
        return ColumnUse(index, name)

    return [use(index, name) for index, name in enumerate(header)]


def _with(uses: list[ColumnUse], index: int, field: Field | None, why: str) -> list[ColumnUse]:
    return [replace(use, field=field, why=why) if use.index == index else use for use in uses]


def _index(uses: Sequence[ColumnUse], field: Field) -> int | None:
    return next((use.index for use in uses if use.field is field), None)


def _settle_names(uses: list[ColumnUse], _: "evidence.Samples") -> list[ColumnUse]:
    """ "Name" beside "Vorname" is the family name."""
    name, given, family = (_index(uses, f) for f in (Field.NAME, Field.GIVEN_NAME, Field.FAMILY_NAME))
    if (
        name is not None
        and given is not None
        and family is None
        and normal_header(uses[name].header) == "name"
    ):
        return _with(uses, name, Field.FAMILY_NAME, "header")
    return uses


def _settle_role(uses: list[ColumnUse], samples: "evidence.Samples") -> list[ColumnUse]:
    """A column called "role" holds slugs that others point at, or it is the title."""
    role = _index(uses, Field.ROLE)
    if role is None or samples.looks_like_slugs(role) or "slug" in normal_header(uses[role].header):
        return uses
    free = _index(uses, Field.TITLE) is None
    return _with(uses, role, Field.TITLE if free else None, "header" if free else "")


def _settle_status(uses: list[ColumnUse], samples: "evidence.Samples") -> list[ColumnUse]:
    """A status column is a vacancy flag if it ever says vacant."""
    if _index(uses, Field.VACANT) is not None:
        return uses
    for use in uses:
        if use.field is None and "status" in normal_header(use.header) and samples.says_vacant(use.index):
            return _with(uses, use.index, Field.VACANT, "content")
    return uses


def _settle_by_content(uses: list[ColumnUse], samples: "evidence.Samples") -> list[ColumnUse]:
    """Columns whose names say nothing: addresses are recognised, and columns that point at other rows."""
    for use in uses:
        if use.field is None and samples.is_open(use.index):
            field = samples.guess(use.index, uses)
            if field:
                uses = _with(uses, use.index, field, "content")
    return uses


def _settle_references(uses: list[ColumnUse], samples: "evidence.Samples") -> list[ColumnUse]:
    """What each manager column points at: the column whose values it repeats."""
    return [
        replace(use, refers_to=samples.target(use.index, uses)) if use.field in REFERENCES else use
        for use in uses
    ]
