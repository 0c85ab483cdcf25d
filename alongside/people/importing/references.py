"""Who is meant by what stands in a manager column: a number, an address, a name or a role, tried in that
order.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
        self._places: dict[Field, dict[str, list[Place]]] = {target: defaultdict(list) for target in TARGETS}
        self._lost: dict[str, int] = {}
        for place in identities.places:
            self._enter(place)
        for somebody in identities.people:
            self._enter_names(somebody.primary, (place.row for place in somebody.places))
        for number, place in identities.aliases.items():
            if number not in self._places[Field.PERSON_ID]:
                self._places[Field.PERSON_ID][number] = [place]
        for row in identities.left_out:
            for key in (row.person_id.casefold(), row.seat_id.casefold(), row.email, *name_keys(row.name)):
                self._lost.setdefault(key, row.line)

    def _enter(self, place: Place) -> None:
        row = place.row
        if row.seat_id:
            self._add(Field.SEAT_ID, row.seat_id.casefold(), place)
        if row.role:
            self._add(Field.ROLE, folded(row.role), place)
        if row.person_id and (place.person is None or _is_own(place)):
            self._add(Field.PERSON_ID, row.person_id.casefold(), place)

    def _enter_names(self, primary: Place, rows: Iterable[CleanRow]) -> None:
        """A person is found by their addresses and names in their main place."""
        for row in rows:
            if row.email:
                self._add(Field.EMAIL, row.email, primary)
            both = f"{row.given_name} {row.family_name}".strip()
            for key in {*name_keys(row.name), *name_keys(both)} - {""}:
                self._add(Field.NAME, key, primary)

    def _add(self, field: Field, key: str, place: Place) -> None:
        places = self._places[field][key]
        if not places or places[-1] is not place:
            places.append(place)

    def _without_zeros(self, value: str, order: Sequence[Field]) -> list[Place]:
        if not value.isdigit():
            return []
        return next((found for field in order if (found := self._short.get((field, value.lstrip("0"))))), [])

    @cached_property
    def _short(self) -> dict[tuple[Field, str], list[Place]]:
        """Places by their numbers without leading zeros: only needed where a spreadsheet has eaten some."""
        short: dict[tuple[Field, str], list[Place]] = defaultdict(list)
        for field in _NUMBERS:
            for number, places in self._places[field].items():
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
        known: Mapping[str, list[Place]] = self._places[field]
        if field is Field.EMAIL:
            return known.get(normal_email(text) or "", ()) if "@" in text else ()
        if field is Field.NAME:
            return next((known[key] for key in name_keys(text) if key in known), ())
        return known.get(folded(text) if field is Field.ROLE else text.casefold(), ())

    def _lost_line(self, value: str) -> int:
        keys = (value.casefold(), normal_email(value) or value, *name_keys(value))
        return next((self._lost[key] for key in keys if key and key in self._lost), 0)


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
