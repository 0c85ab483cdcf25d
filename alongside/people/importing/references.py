"""Who is meant by what stands in a manager column: a number, an address, a name or a role, tried in that
order.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from alongside.people.importing.addresses import normal_email
from alongside.people.importing.fields import TARGETS, Field
from alongside.people.importing.identities import Identities, Place
from alongside.people.importing.rows import CleanRow
from alongside.people.importing.texts import folded, name_keys

_NUMBERED_NAME = re.compile(r"(.*?)\s*[(\[]([^()\[\]]*)[)\]]")


_NUMBERS = (Field.SEAT_ID, Field.PERSON_ID)


def _order(refers_to: Field | None) -> tuple[Field, ...]:
    """The column's own kind first. A person's number never means the seat that has the same one."""
    others = [field for field in TARGETS if not (refers_to in _NUMBERS and field in _NUMBERS)]
    return (refers_to, *(field for field in others if field is not refers_to)) if refers_to else tuple(others)


_ORDERS = {refers_to: _order(refers_to) for refers_to in (None, *TARGETS)}


@dataclass(frozen=True, slots=True)
class Answer:
    """The places a reference can mean: one is an answer, several are not; `left_out` is the line of a lost
    row.
    """

    places: Sequence[Place] = ()
    left_out: int = 0

    @property
    def place(self) -> Place | None:
        return self.places[0] if len(self.places) == 1 else None


class References:
    """The directory of all places of a file, by everything that can be used to point at them."""

    def __init__(self, identities: Identities) -> None:
        self._identities = identities
        self._directories: dict[Field, Mapping[str, list[Place]]] = {}
        self._lost: dict[str, int] = {}
        for row in identities.left_out:
            for key in (row.person_id.casefold(), row.seat_id.casefold(), row.email, *name_keys(row.name)):
                self._lost.setdefault(key, row.line)

    def _places(self, field: Field) -> Mapping[str, list[Place]]:
        """Made when it is first asked for: where numbers answer everything, nobody needs a hundred thousand names."""
        if field not in self._directories:
            found: dict[str, list[Place]] = defaultdict(list)
            for key, place in self._entries(field):
                if not found[key] or found[key][-1] is not place:
                    found[key].append(place)
            if field is Field.PERSON_ID:
                for number, place in self._identities.aliases.items():
                    found.setdefault(number, [place])
            self._directories[field] = found
        return self._directories[field]

    def _entries(self, field: Field) -> Iterator[tuple[str, Place]]:
        """A person is found by their addresses and names in their main place, a place by its numbers and its role."""
        if field in (Field.EMAIL, Field.NAME):
            for somebody in self._identities.people:
                primary = somebody.primary
                yield from ((key, primary) for place in somebody.places for key in _keys(field, place.row))
        else:
            for place in self._identities.places:
                if field is not Field.PERSON_ID or place.person is None or _is_own(place):
                    yield from ((key, place) for key in _keys(field, place.row))

    def _without_zeros(self, value: str, order: Sequence[Field]) -> list[Place]:
        if not value.isdigit():
            return []
        return next((found for field in order if (found := self._short.get((field, value.lstrip("0"))))), [])

    @cached_property
    def _short(self) -> dict[tuple[Field, str], list[Place]]:
        """Places by their numbers without leading zeros: only needed where a spreadsheet has eaten some."""
        short: dict[tuple[Field, str], list[Place]] = defaultdict(list)
        for field in _NUMBERS:
            for number, places in self._places(field).items():
                if number.isdigit():
                    short[field, number.lstrip("0")].extend(places)
        return short

    def find(self, value: str, refers_to: Field | None, asking: Place) -> Answer:
        """What a reference means for one row. Somebody who isn't the only one of that name is not their own
        manager.

        `refers_to` is tried first, then everything else; a name may carry a number in brackets, which is
        tried before.
        """
        order = _ORDERS[refers_to]
        ambiguous: Sequence[Place] = ()
        for text in _readings(value):
            for field in order:
                places = self._of(field, text)
                if len(places) == 2:
                    places = [place for place in places if place is not asking]
                if len(places) == 1:
                    return Answer(places)
                ambiguous = ambiguous or places
        short = self._without_zeros(value, order)
        if len(short) == 1:
            return Answer(short)
        return Answer(ambiguous, 0 if ambiguous else self._lost_line(value))

    def _of(self, field: Field, text: str) -> Sequence[Place]:
        known = self._places(field)
        if field is Field.EMAIL:
            return known.get(normal_email(text) or "", ()) if "@" in text else ()
        if field is Field.NAME:
            return next((known[key] for key in name_keys(text) if key in known), ())
        return known.get(folded(text) if field is Field.ROLE else text.casefold(), ())

    def _lost_line(self, value: str) -> int:
        keys = (value.casefold(), normal_email(value) or value, *name_keys(value))
        return next((self._lost[key] for key in keys if key and key in self._lost), 0)


def _keys(field: Field, row: CleanRow) -> set[str]:
    """What a row is found by, as references of this kind are looked up."""
    if field is Field.NAME:
        keys = {*name_keys(row.name), *name_keys(f"{row.given_name} {row.family_name}".strip())}
    elif field is Field.ROLE:
        keys = {folded(row.role)}
    elif field is Field.EMAIL:
        keys = {row.email}
    else:
        keys = {(row.seat_id if field is Field.SEAT_ID else row.person_id).casefold()}
    return keys - {""}


def _is_own(place: Place) -> bool:
    """A number that repeats for a person's second seat stands for the main one."""
    somebody, number = place.person, place.row.person_id.casefold()
    if somebody is None:
        return True
    with_number = [other for other in somebody.places if other.row.person_id.casefold() == number]
    return place is (somebody.primary if somebody.primary in with_number else with_number[0])


def _readings(value: str) -> tuple[str, ...]:
    """The value, and its parts where a number stands in brackets behind a name."""
    found = _NUMBERED_NAME.fullmatch(value)
    return (value, found[2], found[1]) if found and found[1] and found[2] else (value,)
