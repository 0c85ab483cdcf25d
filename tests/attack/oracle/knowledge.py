"""What the strongest honest-looking attacker knows before reading a result: everything but the answers.

A manager knows his people, their attributes and who took part; an analyst knows that of everybody. So the
knowledge is the input document with each answer reduced to "answered" or "skipped".
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Knowledge:
    """Units, people and participation.

    `place[person]` is the unit where a person counts, None for nowhere. `participants` of a question took
    part in the survey, `respondents` gave an answer to the question.
    """

    scale: int
    floors: Mapping[str, int]
    profile: str
    special: frozenset[str]
    values: Mapping[str, tuple[str, ...]]
    parent: Mapping[str, str | None]
    place: Mapping[str, str | None]
    attributes: Mapping[str, Mapping[str, str]]
    respondents: Mapping[str, frozenset[str]]
    participants: Mapping[str, frozenset[str]]

    @property
    def root(self) -> str:
        return next(unit for unit, parent in self.parent.items() if parent is None)

    @property
    def floor(self) -> int:
        return self.floors["k"]

    def children(self, unit: str) -> list[str]:
        return [child for child, parent in self.parent.items() if parent == unit]

    def path(self, unit: str | None) -> list[str]:
        """The unit and everything above it, lowest first."""
        found: list[str] = []
        while unit is not None:
            found.append(unit)
            unit = self.parent[unit]
        return found

    @cached_property
    def _members(self) -> dict[tuple[str, str], frozenset[str]]:
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for question, people in self.respondents.items():
            for person in people:
                for unit in self.path(self.place[person]):
                    found[question, unit].add(person)
        return {where: frozenset(people) for where, people in found.items()}

    def in_unit(self, question: str, unit: str) -> frozenset[str]:
        """Everybody whose answer to the question counts in the unit or below it."""
        return self._members.get((question, unit), frozenset())

    def group(
        self, question: str, unit: str, attribute: str | None = None, values: Iterable[str] = ()
    ) -> frozenset[str]:
        """The respondents of one cell: a unit, or the part of it that carries one of the values."""
        people = self.in_unit(question, unit)
        if attribute is None:
            return people
        wanted = set(values)
        return frozenset(p for p in people if self.attributes[p].get(attribute) in wanted)


def knowledge_of(document: Document) -> Knowledge:
    """Forget the answers of an input document and keep what the attacker knows."""
    parent = {unit["id"]: unit["parent"] for unit in document["units"]}
    floors = {"k": 5, "k_comment": 10, "k_attribute": 10, **document.get("floors", {})}
    return Knowledge(
        scale=document["scale"],
        floors=floors,
        profile=document["profile"],
        special=frozenset(document.get("special", ())),
        values={name: tuple(values) for name, values in document["attributes"].items()},
        parent=parent,
        place={p["id"]: _place(p["unit"], p.get("manages", ()), parent) for p in document["invited"]},
        attributes={p["id"]: dict(p.get("attributes", {})) for p in document["invited"]},
        respondents={
            question: frozenset(p for p, answer in answers.items() if answer is not None)
            for question, answers in document["answers"].items()
        },
        participants={question: frozenset(answers) for question, answers in document["answers"].items()},
    )


def _place(home: str, manages: Iterable[str], parent: Mapping[str, str | None]) -> str | None:
    """A manager counts one level above the highest unit managed; of equally high ones the first counts."""
    managed = list(manages)
    if not managed:
        return home
    return parent[min(managed, key=lambda unit: _depth(unit, parent))]


def _depth(unit: str, parent: Mapping[str, str | None]) -> int:
    above = parent[unit]
    return 0 if above is None else 1 + _depth(above, parent)
