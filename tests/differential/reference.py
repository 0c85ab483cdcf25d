"""Who may see what, worked out naively: plain lists of dated facts, walked seat by seat. Shares no code with the product.

Days are half-open: from `start` on, up to but not including `end`; None means for ever. A person's manager is
whoever holds the nearest held seat above theirs; where that is themselves, further up. A vacancy is nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass
class Fact:
    """Something that is so during some days."""

    start: date
    end: date | None

    def on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass
class Held(Fact):
    person: int
    seat: int
    primary: bool


@dataclass
class AnswersTo(Fact):
    seat: int
    above: int


@dataclass
class Covers(Fact):
    partner: int
    unit: int


@dataclass
class LooksAfter(Fact):
    person: int
    unit: int


@dataclass
class Company:
    """Everything that happened. Ids are those of the database, and that is all the two have in common."""

    people: list[int] = field(default_factory=list)
    unit_above: dict[int, int | None] = field(default_factory=dict)
    unit_of_seat: dict[int, int] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)
    lines: list[AnswersTo] = field(default_factory=list)
    covers: list[Covers] = field(default_factory=list)
    looks_after: list[LooksAfter] = field(default_factory=list)
    series: dict[int, tuple[int, int]] = field(
        default_factory=dict
    )  # id -> (manager, employee) when it began
    items: dict[int, tuple[int, int, bool]] = field(default_factory=dict)  # id -> (series, author, shared)

    # --- the chart ----------------------------------------------------------------------------------
    def holder(self, seat: int, day: date) -> int | None:
        """Who sits there; None for a vacancy."""
        for fact in self.held:
            if fact.seat == seat and fact.on(day):
                return fact.person
        return None

    def seats(self, person: int, day: date) -> list[int]:
        return [fact.seat for fact in self.held if fact.person == person and fact.on(day)]

    def seat_above(self, seat: int, day: date) -> int | None:
        for fact in self.lines:
            if fact.seat == seat and fact.on(day):
                return fact.above
        return None

    def manager_through(self, seat: int, person: int, day: date) -> int | None:
        """The first other person up the line from one of a person's seats."""
        walked = {seat}
        above = self.seat_above(seat, day)
        while above is not None and above not in walked:
            walked.add(above)
            found = self.holder(above, day)
            if found is not None and found != person:
                return found
            above = self.seat_above(above, day)
        return None

    def managers(self, person: int, day: date) -> set[int]:
        """One for each seat a person holds, as far as there is one."""
        found = {self.manager_through(seat, person, day) for seat in self.seats(person, day)}
        return {manager for manager in found if manager is not None}

    def above(self, person: int, day: date) -> dict[int, int]:
        """Everybody further up -> how many steps."""
        steps: dict[int, int] = {}
        edge, distance = {person}, 0
        while edge:
            distance += 1
            edge = {manager for one in edge for manager in self.managers(one, day)} - set(steps) - {person}
            for one in edge:
                steps[one] = distance
        return steps

    # --- HR partners ----------------------------------------------------------------------------------
    def home_unit(self, person: int, day: date) -> int | None:
        """The unit of the primary seat; without one, of the seat that was made first."""
        facts = [fact for fact in self.held if fact.person == person and fact.on(day)]
        facts.sort(key=lambda fact: (not fact.primary, fact.seat))
        return self.unit_of_seat[facts[0].seat] if facts else None

    def units_around(self, unit: int | None) -> list[int]:
        """The unit and all it belongs to."""
        found = []
        while unit is not None:
            found.append(unit)
            unit = self.unit_above[unit]
        return found

    def hr_partners(self, person: int, day: date) -> set[int]:
        """Who covers them, never themselves, and never somebody they stand above."""
        around = self.units_around(self.home_unit(person, day))
        covering = {fact.partner for fact in self.covers if fact.unit in around and fact.on(day)}
        return {one for one in covering if one != person and person not in self.above(one, day)}

    def unit_administrators(self, person: int, day: date) -> set[int]:
        """Who administers a unit around them; nobody for whoever supports a unit, and not who stands below them."""
        if any(fact.partner == person and fact.on(day) for fact in self.covers):
            return set()
        around = self.units_around(self.home_unit(person, day))
        found = {fact.person for fact in self.looks_after if fact.unit in around and fact.on(day)}
        return {one for one in found if one != person and person not in self.above(one, day)}

    # --- records ----------------------------------------------------------------------------------
    def readers_of_series(self, series: int) -> set[int]:
        """The two who began it, whatever became of them."""
        return set(self.series[series])

    def readers_of_item(self, item: int) -> set[int]:
        series, author, shared = self.items[item]
        return self.readers_of_series(series) if shared else {author}
