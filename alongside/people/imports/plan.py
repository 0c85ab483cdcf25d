"""What an import would write, and what it tells people about it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from alongside.people.importing.organisation import Person, Seat
from alongside.people.importing.reasons import Note, Problem
from alongside.people.imports.known import Path, Ref

MANY_LEAVE = 20  # one in so many: more than 5 % asks again


class Kind(StrEnum):
    """Stored with changes: don't rename."""

    JOINED = "joined"
    MOVED = "moved"
    CHANGED = "changed"
    LEFT = "left"
    SEAT_OPENED = "seat_opened"
    SEAT_CHANGED = "seat_changed"
    SEAT_CLOSED = "seat_closed"
    UNIT_MADE = "unit_made"
    SITE_MADE = "site_made"


@dataclass(slots=True)
class Change:
    """One line of what an import does. `before` and `after` hold what differs, in words of the directory."""

    kind: Kind
    label: str
    line: int | None = None
    person: Ref | None = None
    seat: Ref | None = None
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class NewHolding:
    person: Ref
    seat: Ref
    start: date
    until: date | None
    share: Decimal
    is_primary: bool


@dataclass(slots=True)
class NewLine:
    seat: Ref
    manager: Ref
    is_dotted: bool
    start: date


@dataclass
class Plan:
    """Everything to write. New people and seats are known by the keys of the file until they have ids.

    `ended_*` map an id to its end; `dropped_*` are rows that would never have come into force.
    """

    new_people: list[Person] = field(default_factory=list)
    without_address: set[str] = field(default_factory=set)  # new people whose address is somebody else's
    people: dict[int, dict[str, Any]] = field(default_factory=dict)
    new_seats: list[Seat] = field(default_factory=list)
    seats: dict[int, dict[str, Any]] = field(default_factory=dict)
    new_holdings: list[NewHolding] = field(default_factory=list)
    ended_holdings: dict[int, date] = field(default_factory=dict)
    dropped_holdings: list[int] = field(default_factory=list)
    holdings: dict[int, dict[str, Any]] = field(default_factory=dict)
    new_lines: list[NewLine] = field(default_factory=list)
    ended_lines: dict[int, date] = field(default_factory=dict)
    dropped_lines: list[int] = field(default_factory=list)
    new_units: list[Path] = field(default_factory=list)
    sites_of_new: dict[str, str] = field(default_factory=dict)  # key of a new person -> name of their site
    new_sites: dict[str, str] = field(default_factory=dict)  # name -> country code
    person_keys: dict[Ref, str] = field(default_factory=dict)  # as the file says them; stored hashed
    seat_keys: dict[Ref, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    here: int = 0  # people with a place today, before
    leaving: int = 0

    @property
    def writes_nothing(self) -> bool:
        """Is everything in the file already as it says?"""
        return not any(
            (
                self.new_people, self.people, self.new_seats, self.seats, self.new_holdings, self.ended_holdings,
                self.dropped_holdings, self.holdings, self.new_lines, self.ended_lines, self.dropped_lines,
                self.new_units, self.new_sites, self.person_keys, self.seat_keys,
            )
        )  # fmt: skip

    @property
    def many_leave(self) -> bool:
        """More than 5 % of those who are here: asks again."""
        return self.leaving * MANY_LEAVE > self.here

    @property
    def counts(self) -> dict[str, int]:
        """Changes by kind; `here` and `leaving` for the question whether so many leave."""
        counted = Counter(change.kind for change in self.changes)
        return {**{str(kind): counted[kind] for kind in Kind}, "here": self.here, "leaving": self.leaving}

    @property
    def digest(self) -> str:
        """The same for the same changes: what was looked at is what is loaded."""
        whole = hashlib.sha256()
        for one in self.changes:  # line by line: a hundred thousand of them are a hundred megabytes of text
            said = [one.kind, one.line, str(one.person), one.label, one.before, one.after]
            whole.update(json.dumps(said, sort_keys=True).encode() + b"\n")
        return whole.hexdigest()
