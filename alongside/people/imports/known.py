"""What the company knows before an import, as plain values."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

type Ref = int | str  # an id of the database, or a key of the file for what is new
type Path = tuple[str, ...]  # names of units from the top down


@dataclass(slots=True)
class KnownPerson:
    """`key` is the hashed key of the file that brought them; "" for people that no file has named."""

    id: int
    external_id: str
    name: str
    given_name: str
    family_name: str
    email: str
    locale: str
    time_zone: str
    site: str
    typed_by: int | None
    key: str


@dataclass(slots=True)
class KnownSeat:
    id: int
    external_id: str
    title: str
    role_slug: str
    unit: Path
    is_closed: bool
    key: str


@dataclass(slots=True)
class KnownHolding:
    """One that is current or begins later. `until` None: open."""

    id: int
    person: int
    seat: int
    start: date
    until: date | None
    share: Decimal
    is_primary: bool


@dataclass(slots=True)
class KnownLine:
    """One that is current or begins later."""

    id: int
    seat: int
    manager: int
    is_dotted: bool
    start: date


@dataclass
class Known:
    """The company on one day. `have_held` are people with any holding, however old."""

    today: date
    people: dict[int, KnownPerson]
    seats: dict[int, KnownSeat]
    holdings: list[KnownHolding]
    lines: list[KnownLine]
    units: dict[Path, int]  # by `folded_path`
    sites: dict[str, int]  # by casefolded name
    have_held: set[int] = field(default_factory=set)


def folded_path(path: Path) -> Path:
    return tuple(name.casefold() for name in path)


def hashed(key: str) -> str:
    """What is stored of a key of the file: it may hold names."""
    return hashlib.sha256(key.encode()).hexdigest()
