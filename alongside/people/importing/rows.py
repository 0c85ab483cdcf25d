"""What rows say once their cells are read."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from alongside.people.importing.columns import ColumnUse
from alongside.people.importing.fields import Field
from alongside.people.importing.reasons import Note, Problem


@dataclass(slots=True)
class CleanRow:
    """What one row says. Blank texts are "", blank dates and shares None.

    `managers` and `dotted` are (column, reference) in the order in which the columns are trusted. `unread`
    names the fields whose cell holds something that couldn't be used: a later comparison leaves those as
    they are. `usable` is False for a row that is left out; what it says is kept to explain who pointed at it.
    """

    line: int
    person_id: str = ""
    seat_id: str = ""
    name: str = ""
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    title: str = ""
    role: str = ""
    unit: tuple[str, ...] = ()
    managers: tuple[tuple[ColumnUse, str], ...] = ()
    dotted: tuple[tuple[ColumnUse, str], ...] = ()
    site: str = ""
    country: str = ""
    country_code: str = ""
    locale: str = ""
    time_zone: str = ""
    start: datetime.date | None = None
    last_day: datetime.date | None = None
    share: Decimal | None = None
    vacant: bool = False
    unread: frozenset[Field] = frozenset()
    usable: bool = True

    def names_something(self, *, has_names: bool) -> bool:
        """A person has a name or an address; a place, or a person in a file without names, has more than a
        number.
        """
        if not self.vacant and (self.email or (has_names and self.name)):
            return True
        numbered = bool(self.person_id or self.seat_id)
        return bool(self.title or self.role or (numbered and self.managers) or (self.vacant and self.seat_id))


@dataclass(frozen=True, slots=True)
class Cleaned:
    """All rows in the order of the file, what can't be used in them, and how columns were read."""

    rows: tuple[CleanRow, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...]
