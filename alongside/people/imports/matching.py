"""Who in the file is who in the company: by number, then by address, then by what the file called them before.

People whom a manager typed in are recognised by their name too, if the file puts them under that manager or says
nothing about it. A number or an address that now stands beside a different name is never taken for the same
person: what two people wrote to each other must not pass to a third.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from alongside.people.importing.organisation import LineKind, Organisation, Person, Seat
from alongside.people.importing.texts import folded, name_keys
from alongside.people.imports.known import Known, KnownPerson, hashed


@dataclass
class Matches:
    """Keys of the file to ids of the company. `strangers` carry the number of somebody else, `taken` an address."""

    people: dict[str, int] = field(default_factory=dict)
    seats: dict[str, int] = field(default_factory=dict)
    strangers: set[str] = field(default_factory=set)
    taken: dict[str, int] = field(default_factory=dict)


def match(organisation: Organisation, known: Known) -> Matches:
    """Both people and places; each side is used once."""
    matches = Matches()
    _People(organisation, known, matches).match()
    _match_seats(organisation, known, matches)
    return matches


class _People:
    def __init__(self, organisation: Organisation, known: Known, matches: Matches) -> None:
        self._people = organisation.people
        self._known = known
        self._matches = matches
        self._used: set[int] = set()
        self._organisation = organisation

    def match(self) -> None:
        self._by_number()
        self._by_address()
        self._by_key()
        self._by_name()

    def _open(self) -> Iterator[Person]:
        return (one for one in self._people if one.key not in self._matches.people)

    def _free(self) -> Iterator[KnownPerson]:
        return (one for one in self._known.people.values() if one.id not in self._used)

    def _take(self, person: Person, known: KnownPerson) -> None:
        self._matches.people[person.key] = known.id
        self._used.add(known.id)

    def _by_number(self) -> None:
        numbers = {one.external_id.casefold(): one for one in self._free() if one.external_id}
        for person in self._open():
            known = numbers.get(person.external_id.casefold()) if person.external_id else None
            if known is None:
                continue
            self._take(person, known)
            if not _same_name(person, known) and not (person.email and person.email == known.email):
                self._matches.strangers.add(person.key)

    def _by_address(self) -> None:
        everybody = {one.email: one for one in self._known.people.values() if one.email}
        for person in self._people:
            known = everybody.get(person.email) if person.email else None
            if known is None or self._matches.people.get(person.key) == known.id:
                continue
            if (
                person.key not in self._matches.people
                and known.id not in self._used
                and _same_name(person, known)
            ):
                self._take(person, known)
            else:
                self._matches.taken[person.key] = known.id

    def _by_key(self) -> None:
        keys = {one.key: one for one in self._free() if one.key}
        for person in self._open():
            known = keys.get(hashed(person.key))
            if known is not None and _same_name(person, known):
                self._take(person, known)

    def _by_name(self) -> None:
        """People without a number and an address, and those whom a manager typed in."""
        names = _unique(
            (key, one)
            for one in self._free()
            if one.typed_by is not None or not (one.external_id or one.email)
            for key in name_keys(one.name)
        )
        asked = _unique(
            (key, one) for one in self._open() if not one.stand_in for key in name_keys(one.display_name)
        )
        managers = self._managers()
        for key, person in asked.items():
            known = names.get(key)
            if known is None or known.id in self._used or person.key in self._matches.people:
                continue
            manager = managers.get(person.key)
            if known.typed_by is None or manager is None or manager == known.typed_by:
                self._take(person, known)

    def _managers(self) -> dict[str, int | None]:
        """Person of the file -> the known person who holds their manager's place; absent where none is named."""
        holders = {one.seat_key: one.person_key for one in self._organisation.holdings}
        above = {
            one.seat_key: one.manager_key
            for one in self._organisation.lines
            if one.kind is LineKind.LINE and one.manager_key in holders
        }
        return {
            one.person_key: self._matches.people.get(holders[above[one.seat_key]], 0)
            for one in self._organisation.holdings
            if one.primary and one.seat_key in above
        }


def _unique[T](pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    """Only the keys that stand for one thing."""
    found: dict[str, list[T]] = defaultdict(list)
    for key, thing in pairs:
        if key and not any(thing is other for other in found[key]):
            found[key].append(thing)
    return {key: things[0] for key, things in found.items() if len(things) == 1}


def _same_name(person: Person, known: KnownPerson) -> bool:
    """Do the names share a word? Titles that stand in for a name say nothing; a married name keeps the first one."""
    if person.stand_in:
        return True
    ours = {*folded(known.name).split(), *folded(f"{known.given_name} {known.family_name}").split()}
    spelt = {word for key in name_keys(person.display_name) for word in key.split()}
    return bool(ours & spelt) or not ours


def _match_seats(organisation: Organisation, known: Known, matches: Matches) -> None:
    numbers = {one.external_id.casefold(): one.id for one in known.seats.values() if one.external_id}
    keys = {one.key: one.id for one in known.seats.values() if one.key}
    used: set[int] = set()

    def take(seat: Seat, found: int | None) -> None:
        if found is not None and found not in used and seat.key not in matches.seats:
            matches.seats[seat.key] = found
            used.add(found)

    for seat in organisation.seats:
        take(seat, numbers.get(seat.external_id.casefold()) if seat.external_id else None)
    for seat in organisation.seats:
        take(seat, keys.get(hashed(seat.key)))
    _match_held(organisation, known, matches, take)


def _match_held(organisation: Organisation, known: Known, matches: Matches, take: _Take) -> None:
    """What is left: the place that somebody holds is the place in which the file sees them."""
    held: dict[int, list[int]] = defaultdict(list)
    for one in sorted(known.holdings, key=lambda one: (not one.is_primary, one.id)):
        held[one.person].append(one.seat)
    seats = {seat.key: seat for seat in organisation.seats}
    for same_title in (True, False):
        for holding in organisation.holdings:
            person, seat = matches.people.get(holding.person_key), seats[holding.seat_key]
            if person is None or seat.key in matches.seats:
                continue
            for found in held.get(person, ()):
                other = known.seats[found]
                if other.external_id and seat.external_id:
                    continue
                if folded(other.title) == folded(seat.title) or not same_title:
                    take(seat, found)


type _Take = Callable[[Seat, int | None], None]
