"""What the parts of a comparison share: the proposal, the company, who is who, and the plan that grows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from alongside.people.importing.fields import Field
from alongside.people.importing.organisation import Holding, Organisation, Person, Seat
from alongside.people.importing.reasons import Effect, Note, Reason, problem
from alongside.people.imports.known import Known, Ref
from alongside.people.imports.matching import Matches, match
from alongside.people.imports.plan import Plan
from alongside.people.imports.sparing import Spared


@dataclass
class Scene:
    """`said` are the fields that the file has a column for: about everything else it says nothing."""

    organisation: Organisation
    said: frozenset[Field]
    headers: dict[Field, str]
    known: Known
    spared: Spared
    matches: Matches
    plan: Plan
    active: list[Holding] = field(default_factory=list)
    over: list[Holding] = field(default_factory=list)  # their end has passed
    people: dict[str, Person] = field(default_factory=dict)  # of the file, by key, who work here
    seats: dict[str, Seat] = field(default_factory=dict)  # of the file, by key, that stay or come
    frozen_people: set[int] = field(default_factory=set)
    frozen_seats: set[Ref] = field(default_factory=set)

    def person(self, key: str) -> Ref:
        return self.matches.people.get(key, key)

    def seat(self, key: str) -> Ref:
        return self.matches.seats.get(key, key)

    def says(self, what: Field, unread: frozenset[Field]) -> bool:
        """Does the file say this, and could it be read?"""
        return what in self.said and what not in unread

    def complain(
        self, line: int, what: Field, value: str, code: Reason, effect: Effect, **parameters: str
    ) -> None:
        header = self.headers.get(what, "")
        self.plan.problems.append(problem(line, header, value, code, effect, **parameters))


def scene_of(organisation: Organisation, headers: dict[Field, str], known: Known, spared: Spared) -> Scene:
    """Match people and places, and set aside what the file says about the past."""
    matches = match(organisation, known)
    scene = Scene(organisation, frozenset(headers), headers, known, spared, matches, Plan())
    _set_strangers_aside(scene)
    strangers = matches.strangers
    for holding in organisation.holdings:
        if holding.person_key not in strangers:
            is_over = holding.until is not None and holding.until <= known.today
            (scene.over if is_over else scene.active).append(holding)
    working = {holding.person_key for holding in scene.active}
    scene.people = {one.key: one for one in organisation.people if one.key in working}
    gone = sum(
        one.key not in working and one.key not in matches.people
        for one in organisation.people
        if one.key not in strangers
    )
    if gone:
        scene.plan.notes.append(Note(Reason.LEFT_ALREADY, {"count": str(gone)}))
    needed = _needed(organisation, scene.active, strangers)
    scene.seats = {seat.key: seat for seat in organisation.seats if seat.key in needed}
    return scene


def _needed(organisation: Organisation, active: Iterable[Holding], strangers: set[str]) -> set[str]:
    """Places that somebody holds, that are vacant, that have a number of their own, or that others report to."""
    held = {holding.seat_key for holding in active}
    above = {line.manager_key for line in organisation.lines}
    named = {seat.key for seat in organisation.seats if seat.vacant or seat.external_id}
    odd = {one.seat_key for one in organisation.holdings if one.person_key in strangers}
    return held | above | named | odd


def _set_strangers_aside(scene: Scene) -> None:
    """The number of somebody else: neither the row nor whoever has the number here changes."""
    for person in scene.organisation.people:
        if person.key not in scene.matches.strangers:
            continue
        found = scene.known.people[scene.matches.people[person.key]]
        scene.frozen_people.add(found.id)
        scene.complain(
            person.line, Field.PERSON_ID, person.external_id, Reason.NUMBER_OF_ANOTHER, Effect.LEFT_OUT,
            name=person.display_name, known=found.name,
        )  # fmt: skip
    for holding in scene.organisation.holdings:
        if holding.person_key in scene.matches.strangers:
            scene.frozen_seats.add(scene.seat(holding.seat_key))
    for held in scene.known.holdings:
        if held.person in scene.frozen_people:
            scene.frozen_seats.add(held.seat)
