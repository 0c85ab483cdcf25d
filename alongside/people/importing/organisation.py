"""The proposal that an import makes: people, seats, who holds which, who reports to whom, and what is wrong.

Nothing here knows what is stored already. Every key says the same thing for the same content, whatever the
order of the rows, so that a second import of the same file proposes the same keys.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from alongside.people.importing.fields import Field
from alongside.people.importing.reasons import Note, Problem


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, from the first row that names them.

    key: "id:" the number, else "email:" the address, else "name:" and what else tells them apart.
    `display_name` is never blank: in a file without names the title and number stand in (`stand_in`).
    """

    key: str
    line: int
    external_id: str
    display_name: str
    given_name: str
    family_name: str
    email: str
    locale: str
    time_zone: str
    stand_in: bool
    unread: frozenset[Field]


@dataclass(frozen=True, slots=True)
class Seat:
    """A place in the chart. key: "seat:" its number, else made from its holder's key, else from what it says.

    `external_id` is the file's own number of the seat, "" where the file numbers only people. `vacant` is
    True for a seat without a holding in this file.
    """

    key: str
    line: int
    external_id: str
    title: str
    role_slug: str
    unit: tuple[str, ...]
    site: str
    country: str
    country_code: str
    vacant: bool
    unread: frozenset[Field]


@dataclass(frozen=True, slots=True)
class Holding:
    """Who sits where: from `start` (None: not said) up to but not including `until` (None: open), `share`
    of (0, 1].

    `primary` marks one holding per person: the largest share, then the first row.
    """

    person_key: str
    seat_key: str
    line: int
    start: datetime.date | None
    until: datetime.date | None
    share: Decimal | None
    primary: bool


class LineKind(StrEnum):
    LINE = "line"
    DOTTED = "dotted"


@dataclass(frozen=True, slots=True)
class ReportingLine:
    """One seat reports to another; `line` is the row that says so."""

    seat_key: str
    manager_key: str
    kind: LineKind
    line: int


@dataclass(frozen=True, slots=True)
class Cycle:
    """Seats that report to each other in a circle: each to the next, the last to the first.

    `members` are seat keys and `lines` their rows, beginning at the proposed cut: the member that would
    become a root is the one that looks highest. `cut` holds the lines where the user has cut it; while it
    is empty, no member of the circle has a line in the proposal.
    """

    members: tuple[str, ...]
    lines: tuple[int, ...]
    cut: tuple[int, ...]

    @property
    def proposed_line(self) -> int:
        return self.lines[0]

    @property
    def is_open(self) -> bool:
        return not self.cut


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows by what became of their references: see `figures`."""

    rows: int
    unresolved_managers: int
    self_managed: int
    duplicates: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Organisation:
    """The whole proposal. All parts are in the order of the file; `units` are all paths with their parents
    first.
    """

    people: tuple[Person, ...]
    seats: tuple[Seat, ...]
    holdings: tuple[Holding, ...]
    lines: tuple[ReportingLine, ...]
    units: tuple[tuple[str, ...], ...]
    cycles: tuple[Cycle, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...]
    counts: Counts

    @property
    def vacancies(self) -> tuple[Seat, ...]:
        return tuple(seat for seat in self.seats if seat.vacant)
