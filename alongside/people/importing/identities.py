"""Who is who: rows become seats and people; a repeated row is named and the first one kept.

Two rows are the same person by number or by address, if their names agree. They are two seats of that
person if their seat numbers differ; without seat numbers, if their titles differ, or their own numbers and
their managers. Otherwise the second row is surplus. Where a title alone makes the second seat, that is said.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from alongside.people.importing.columns import Mapping
from alongside.people.importing.fields import Field
from alongside.people.importing.reasons import Effect, Problem, Reason, problem
from alongside.people.importing.rows import CleanRow
from alongside.people.importing.texts import folded, name_keys


@dataclass(slots=True, eq=False)
class Place:
    """A row that became a seat. `person` is None for a vacancy."""

    key: str
    row: CleanRow
    person: "Somebody | None"


@dataclass(slots=True, eq=False)
class Somebody:
    """A person with the places they hold, in the order of the file."""

    key: str
    first: CleanRow
    places: list[Place] = field(default_factory=list)

    @property
    def primary(self) -> Place:
        """The place with the largest share; a place without one counts as whole; the first among equals."""
        return max(self.places, key=lambda place: 1 if place.row.share is None else place.row.share)


class Identities:
    """Takes rows one after another. `places` and `people` are the result; `aliases` are numbers of surplus
    rows.
    """

    def __init__(self, mapping: Mapping) -> None:
        self.places: list[Place] = []
        self.people: list[Somebody] = []
        self.problems: list[Problem] = []
        self.duplicates = 0
        self.left_out: list[CleanRow] = []
        self.aliases: dict[str, Place] = {}
        self._headers = {use.field: use.header for use in mapping.columns if use.field}
        self._by_id: dict[str, Somebody] = {}
        self._by_email: dict[str, Somebody] = {}
        self._by_content: dict[str, Somebody] = {}
        self._seats: dict[str, Place] = {}
        self._keys: Counter[str] = Counter()

    def take(self, rows: Iterable[CleanRow]) -> "Identities":
        for row in rows:
            if not row.usable:
                self.left_out.append(row)
            elif row.vacant:
                self._take_vacancy(row)
            else:
                self._take_person(row)
        return self

    def part(self) -> None:
        """People and places hold each other. Parted, a whole file of them goes at once, not when the collector looks."""
        for somebody in self.people:
            somebody.places.clear()

    def _take_vacancy(self, row: CleanRow) -> None:
        number = row.seat_id or row.person_id
        known = self._seats.get(_seat_number(row.seat_id)) if row.seat_id else self._numbered(row.person_id)
        if known:
            field_ = Field.SEAT_ID if row.seat_id else Field.PERSON_ID
            self._surplus(row, field_, number, Reason.SEAT_REPEATED, known)
        else:
            self._add(row, None)

    def _numbered(self, person_id: str) -> Place | None:
        """Whatever already goes by this number, where numbers stand for people and vacancies alike."""
        somebody = self._by_id.get(person_id.casefold())
        return somebody.places[0] if somebody else self._seats.get(_own_number(person_id))

    def _take_person(self, row: CleanRow) -> None:
        seat = self._seats.get(_seat_number(row.seat_id)) if row.seat_id else None
        by_id = self._by_id.get(row.person_id.casefold()) if row.person_id else None
        by_email = self._by_email.get(row.email) if row.email else None
        vacancy = self._seats.get(_own_number(row.person_id)) if row.person_id else None
        if by_id:
            self._take_known(row, by_id, Field.PERSON_ID, seat)
        elif by_email:
            self._take_known(row, by_email, Field.EMAIL, seat)
        elif seat:
            self._surplus(row, Field.SEAT_ID, row.seat_id, Reason.SEAT_REPEATED, seat)
        elif vacancy:
            self._surplus(row, Field.PERSON_ID, row.person_id, Reason.ID_REPEATED, vacancy)
        else:
            self._take_new(row)

    def _take_new(self, row: CleanRow) -> None:
        content = "" if row.person_id or row.email else _content(row)
        known = self._by_content.get(content) if content else None
        if known and (not row.seat_id or not known.first.seat_id):
            self._surplus(row, Field.NAME, row.name, Reason.PERSON_REPEATED, known.places[0], same=True)
            return
        somebody = Somebody(self._person_key(row, content), row)
        self.people.append(somebody)
        self._remember(row, somebody, content)
        self._add(row, somebody)

    def _person_key(self, row: CleanRow, content: str) -> str:
        if row.person_id:
            return f"id:{row.person_id.casefold()}"
        return f"email:{row.email}" if row.email else self._unique(f"name:{content}")

    def _remember(self, row: CleanRow, somebody: Somebody, content: str = "") -> None:
        if row.person_id:
            self._by_id.setdefault(row.person_id.casefold(), somebody)
        if row.email:
            self._by_email.setdefault(row.email, somebody)
        if content:
            self._by_content.setdefault(content, somebody)

    def _take_known(self, row: CleanRow, somebody: Somebody, by: Field, seat: Place | None) -> None:
        first = somebody.places[0]
        value = row.person_id if by is Field.PERSON_ID else row.email
        if not _same_person(row, somebody.first):
            reason = Reason.ID_REPEATED if by is Field.PERSON_ID else Reason.EMAIL_REPEATED
            self._surplus(row, by, value, reason, first)
        elif seat and seat.person is not somebody:
            self._surplus(row, Field.SEAT_ID, row.seat_id, Reason.SEAT_REPEATED, seat)
        elif seat or not all(_another_seat(row, place.row) for place in somebody.places):
            self._surplus(row, by, value, Reason.PERSON_REPEATED, seat or first, same=True)
        else:
            if not any(_surely_another(row, place.row) for place in somebody.places):
                self._say(row, by, value, Reason.SECOND_SEAT_ASSUMED, Effect.KEPT, first)
            self._remember(row, somebody)
            self._add(row, somebody)

    def _add(self, row: CleanRow, somebody: Somebody | None) -> None:
        place = Place(self._seat_key(row, somebody), row, somebody)
        self.places.append(place)
        if somebody:
            somebody.places.append(place)
        if row.seat_id:
            self._seats[_seat_number(row.seat_id)] = place
        elif somebody is None and row.person_id:
            self._seats[_own_number(row.person_id)] = place

    def _seat_key(self, row: CleanRow, somebody: Somebody | None) -> str:
        if row.seat_id:
            return _seat_number(row.seat_id)
        if somebody is None:
            return _own_number(row.person_id) if row.person_id else self._unique(f"vacancy:{_content(row)}")
        if not somebody.places:
            return somebody.key
        if row.person_id and row.person_id.casefold() != somebody.first.person_id.casefold():
            return f"id:{row.person_id.casefold()}"
        return self._unique(f"{somebody.key}|{folded(row.title)}|{_manager(row)}")

    def _unique(self, key: str) -> str:
        """Rows that say exactly the same are numbered; which of them is which doesn't matter."""
        self._keys[key] += 1
        return key if self._keys[key] == 1 else f"{key}#{self._keys[key]}"

    def _say(self, row: CleanRow, by: Field, value: str, reason: Reason, effect: Effect, kept: Place) -> None:
        column = self._headers.get(by) or self._headers.get(Field.FAMILY_NAME, "")
        self.problems.append(problem(row.line, column, value, reason, effect, first=str(kept.row.line)))

    def _surplus(
        self, row: CleanRow, by: Field, value: str, reason: Reason, kept: Place, *, same: bool = False
    ) -> None:
        self.duplicates += 1
        self._say(row, by, value, reason, Effect.LEFT_OUT, kept)
        self.left_out.append(row)
        if same and row.person_id:
            self.aliases.setdefault(row.person_id.casefold(), kept)


def _seat_number(seat_id: str) -> str:
    return f"seat:{seat_id.casefold()}"


def _own_number(person_id: str) -> str:
    return f"id:{person_id.casefold()}"


def _manager(row: CleanRow) -> str:
    return folded(row.managers[0][1]) if row.managers else ""


def _content(row: CleanRow) -> str:
    """Everything a row without numbers says about who or what it is."""
    parts = (folded(row.name), folded(row.title), folded(row.role), folded("/".join(row.unit)), _manager(row))
    return "|".join(parts if not row.vacant else parts[1:])


def _same_person(row: CleanRow, first: CleanRow) -> bool:
    """Do the names agree? A missing name disagrees with nobody; two different addresses under one number
    do.
    """
    if not row.name or not first.name:
        return not (row.email and first.email and row.email != first.email)
    return not set(name_keys(row.name)).isdisjoint(name_keys(first.name))


def _another_seat(row: CleanRow, other: CleanRow) -> bool:
    if row.seat_id and other.seat_id:
        return _numbers_differ(row.seat_id, other.seat_id)
    manager = _manager(row) != _manager(other)
    return _titles_differ(row, other) or (manager and _numbers_differ(row.person_id, other.person_id))


def _surely_another(row: CleanRow, other: CleanRow) -> bool:
    """More than a title that is spelt in another way."""
    numbers = (row.seat_id, other.seat_id), (row.person_id, other.person_id)
    return any(_numbers_differ(*pair) for pair in numbers) or _manager(row) != _manager(other)


def _numbers_differ(one: str, other: str) -> bool:
    return bool(one and other) and one.casefold() != other.casefold()


def _titles_differ(row: CleanRow, other: CleanRow) -> bool:
    return bool(row.title and other.title) and folded(row.title) != folded(other.title)
