"""An organisation in the making: units, people, attributes, answers; turned into an input document."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

SITES = ["North", "South", "East", "West"]
TENURES = ["under 1", "1 to 3", "3 to 10", "over 10"]
CONTRACTS = ["full time", "part time", "fixed term"]
ATTRIBUTES = {"site": SITES, "tenure": TENURES, "contract": CONTRACTS}
WEIGHTS = {"site": [55, 25, 15, 5], "tenure": [15, 30, 40, 15], "contract": [80, 15, 5]}

Answering = Callable[[str], int]


@dataclass
class Draft:
    """Everything random comes from `random`, so one seed gives one organisation, whatever the machine."""

    random: Random
    scale: int = 4
    profile: str = "default"
    questions: list[str] = field(default_factory=lambda: ["q1"])
    attributes: dict[str, list[str]] = field(default_factory=dict)
    units: list[dict[str, str | None]] = field(default_factory=list)
    people: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, dict[str, int | None]] = field(default_factory=dict)
    floors: dict[str, int] = field(default_factory=lambda: {"k": 5, "k_comment": 10, "k_attribute": 10})
    special: list[str] = field(default_factory=list)
    size: float = 1.0

    def unit(self, parent: str | None = None) -> str:
        """A new unit; its id says nothing about size or place."""
        name = f"u{len(self.units):03d}"
        self.units.append({"id": name, "parent": parent})
        return name

    def use(self, names: Sequence[str]) -> None:
        self.attributes.update({name: ATTRIBUTES[name] for name in names})

    def person(self, unit: str, manages: Sequence[str] = (), **fixed: str) -> str:
        """A new person; attributes not given are drawn."""
        name = f"p{len(self.people):05d}"
        drawn = {a: self._value(a, values) for a, values in self.attributes.items()}
        self.people.append(
            {"id": name, "unit": unit, "manages": list(manages), "attributes": {**drawn, **fixed}}
        )
        return name

    def staff(self, unit: str, count: int, **fixed: str) -> list[str]:
        return [self.person(unit, **fixed) for _ in range(count)]

    def _value(self, attribute: str, values: Sequence[str]) -> str:
        return self.random.choices(values, WEIGHTS.get(attribute, [1] * len(values)))[0]

    def answer(self, rate: float, how: Answering | None = None, skip: Sequence[float] = (0.0,)) -> None:
        """Each person takes part with probability `rate`; question i is skipped with `skip[i mod length]`."""
        taking_part = [person["id"] for person in self.people if self.random.random() < rate]
        for number, question in enumerate(self.questions):
            chance = skip[number % len(skip)]
            self.answers[question] = {
                p: None if self.random.random() < chance else (how or self.skewed)(p) for p in taking_part
            }

    def skewed(self, _person: str) -> int:
        """Answers as surveys have them: most agree, few are at the bottom."""
        weights = [4, 8, 18, 40, 30] if self.scale == 4 else [1] * (self.scale + 1)
        return self.random.choices(range(self.scale + 1), weights)[0]

    def document(self) -> dict[str, Any]:
        """The input document; people are listed in a random order."""
        people = list(self.people)
        self.random.shuffle(people)
        document = {
            "scale": self.scale,
            "floors": dict(self.floors),
            "profile": self.profile,
            "units": list(self.units),
            "attributes": {name: list(values) for name, values in self.attributes.items()},
            "invited": people,
            "answers": self.answers,
        }
        return {**document, "special": list(self.special)} if self.special else document
