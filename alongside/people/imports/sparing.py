"""Who stays as they are, because their row could not be used: a row that is left out makes nobody leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from alongside.people.importing.addresses import normal_email
from alongside.people.importing.columns import Mapping
from alongside.people.importing.fields import Field
from alongside.people.importing.reasons import Effect, Problem
from alongside.people.importing.tables import Row, Table
from alongside.people.importing.texts import name_keys, one_line
from alongside.people.imports.known import Known

_NAMING = (Field.PERSON_ID, Field.SEAT_ID, Field.EMAIL, Field.NAME, Field.GIVEN_NAME, Field.FAMILY_NAME)


@dataclass
class Spared:
    """Ids of the company that rows without use may mean."""

    people: set[int] = field(default_factory=set)
    seats: set[int] = field(default_factory=set)


def spared_by(
    table: Table, mapping: Mapping, problems: Iterable[Problem], dropped: Iterable[int], known: Known
) -> Spared:
    """`table` is the file without corrections, `dropped` the lines that the user left out."""
    lines = {found.line for found in problems if found.effect is Effect.LEFT_OUT} | set(dropped)
    rows = [row for row in table.rows if row.line in lines]
    if not rows:
        return Spared()
    words = {word for row in rows for word in _words(row, mapping, len(table.header))}
    people = {
        one.id
        for one in known.people.values()
        if not words.isdisjoint({one.external_id.casefold(), one.email, *name_keys(one.name)} - {""})
    }
    seats = {one.id for one in known.seats.values() if one.external_id.casefold() in words - {""}}
    return Spared(people, seats | {one.seat for one in known.holdings if one.person in people})


def _words(row: Row, mapping: Mapping, width: int) -> Iterator[str]:
    """What names somebody in this row; in a row whose columns can't be told apart, that may be any cell."""
    jumbled = row.broken or len(row.cells) > width
    cells = [
        cell for index, cell in enumerate(row.cells) if jumbled or mapping.columns[index].field in _NAMING
    ]
    parts = [row.cells[use.index] for field in _NAMING[4:] for use in mapping.of(field)]
    for cell in (*cells, " ".join(parts)):
        text = one_line(cell[:500])
        yield text.casefold()
        yield normal_email(text) or ""
        yield from name_keys(text)
