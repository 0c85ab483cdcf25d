"""Released results as an attacker reads them: groups of people with what their display asserts."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .knowledge import Knowledge

SLACK = (
    1e-9  # floats in JSON stand for decimals; a bound that misses an integer by less than this includes it
)

Released = Mapping[str, Any]


@dataclass(frozen=True)
class Band:
    """How many of a group gave one of these answers, as asserted: fewest..most."""

    answers: tuple[int, ...]
    fewest: int
    most: int


@dataclass(frozen=True)
class Shown:
    """One released cell: its respondents and the integer totals that its display leaves open."""

    question: str
    unit: str
    attribute: str | None
    values: tuple[str, ...]
    people: frozenset[str]
    lowest_total: int
    highest_total: int
    bands: tuple[Band, ...]
    raw: Mapping[str, Any]

    @property
    def n(self) -> int:
        return len(self.people)

    @property
    def name(self) -> str:
        return (
            self.unit if self.attribute is None else f"{self.unit}/{self.attribute}={'+'.join(self.values)}"
        )


def shown_cells(knowledge: Knowledge, released: Released) -> dict[str, list[Shown]]:
    """Released cells by question, in the order of the output; a question without cells has an empty list."""
    found: dict[str, list[Shown]] = {question: [] for question in knowledge.respondents}
    for cell in released["cells"]:
        found[cell["question"]].append(_shown(knowledge, cell))
    return found


# What `docs/disclosure.md` says of scales that are longer than their bars: the last answer of each bar.
LAST_ANSWERS = {
    (3, 3): (0, 2, 3),
    (4, 3): (1, 2, 4),
    (5, 3): (1, 3, 5),
    (5, 5): (0, 1, 3, 4, 5),
    (6, 3): (1, 4, 6),
    (6, 5): (0, 1, 4, 5, 6),
    (10, 3): (6, 8, 10),
    (10, 5): (2, 4, 6, 8, 10),
}


def answers_of_bands(scale: int, bands: int) -> list[tuple[int, ...]]:
    """Which answers each of a distribution's bands holds, lowest first; one an answer if there are enough."""
    if bands == scale + 1:
        return [(answer,) for answer in range(scale + 1)]
    if (scale, bands) not in LAST_ANSWERS:
        raise ValueError(f"a distribution of {bands} bands on a scale of 0..{scale}")
    last = LAST_ANSWERS[scale, bands]
    return [tuple(range(before + 1, end + 1)) for before, end in zip((-1, *last), last, strict=False)]


def _shown(knowledge: Knowledge, cell: Mapping[str, Any]) -> Shown:
    value = cell["value"]
    values = () if value is None else (value,) if isinstance(value, str) else tuple(value)
    people = knowledge.group(cell["question"], cell["unit"], cell["attribute"], values)
    lowest, highest = _integers(cell["mean"], len(people), 0, knowledge.scale * len(people))
    return Shown(
        cell["question"],
        cell["unit"],
        cell["attribute"],
        values,
        people,
        lowest,
        highest,
        _bands(cell["distribution"], len(people), knowledge.scale),
        cell,
    )


def _bands(distribution: Sequence[Mapping[str, Any]] | None, n: int, scale: int) -> tuple[Band, ...]:
    if not distribution:
        return ()
    groups = answers_of_bands(scale, len(distribution))
    return tuple(
        Band(answers, *_integers(shown, n, 0, n)) for answers, shown in zip(groups, distribution, strict=True)
    )


def _integers(interval: Mapping[str, Any] | None, n: int, least: int, most: int) -> tuple[int, int]:
    """The integer totals t with low <= t / n <= high, within least..most."""
    low = None if interval is None else interval["low"]
    high = None if interval is None else interval["high"]
    smallest = least if low is None else max(least, math.ceil(low * n - SLACK))
    largest = most if high is None else min(most, math.floor(high * n + SLACK))
    return smallest, largest
