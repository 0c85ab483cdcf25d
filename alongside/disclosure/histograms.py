"""Answers as they are stored where none is linked to a person: how often each was given in each block.

A block is a unit (what was answered directly in it), or a value of an attribute in a unit (in it and below). One
person's answer is in several blocks, but nothing says that these are the same person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from alongside.disclosure.plan import CellKey
from alongside.disclosure.rules import DEFAULT_FLOORS, Floors, Profile, Refusal
from alongside.disclosure.skips import BlockCounts, ValueKey
from alongside.disclosure.snapshot import Flags, Ints, Snapshot


@dataclass(frozen=True, slots=True)
class BlockAnswers:
    """Answers to one question: for each block how many people gave 0, 1, ... scale.

    `units[unit]` directly in a unit (none if it is missing), `values[unit, attribute, value]` in and below a
    unit; values are given for all values of an attribute in a unit, or none.
    """

    units: Mapping[str, Sequence[int]]
    values: Mapping[ValueKey, Sequence[int]] = field(default_factory=dict)

    @property
    def counts(self) -> BlockCounts:
        """The numbers of answers alone, which is all that the plan looks at."""
        return BlockCounts(
            {unit: sum(given) for unit, given in self.units.items()},
            {key: sum(given) for key, given in self.values.items()},
        )


@dataclass(frozen=True, slots=True)
class UnlinkedSurvey:
    """A survey after close whose answers carry no link: who took part, and the stored blocks per question."""

    snapshot: Snapshot
    took_part: Flags
    scale: int
    answers: Mapping[str, BlockAnswers]
    floors: Floors = DEFAULT_FLOORS
    profile: Profile = Profile.DEFAULT


class Histograms:
    """The answers of any cell of one question. Raises `Refusal` for numbers that cannot be."""

    def __init__(self, snapshot: Snapshot, answers: BlockAnswers, scale: int) -> None:
        self.snapshot, self.scale = snapshot, scale
        tree = snapshot.tree
        self.direct: Ints = np.zeros((len(tree), scale + 1), dtype=np.int64)
        for unit, given in answers.units.items():
            self.direct[tree.at(unit)] = self._row(given, f"unit {unit!r}")
        self.total: Ints = tree.totals(self.direct)
        self.values = {
            key: self._row(given, f"unit {key[0]!r}, {key[1]} = {key[2]}")
            for key, given in answers.values.items()
        }
        for unit, name in {(unit, name) for unit, name, _ in self.values}:
            own = sum(row for key, row in self.values.items() if key[:2] == (unit, name))
            if (np.asarray(own) > self.total[tree.at(unit)]).any():
                raise Refusal(f"the answers by {name!r} in unit {unit!r} are more than those of the unit")

    def _row(self, given: Sequence[int], what: str) -> Ints:
        if len(given) != self.scale + 1 or min(given) < 0:
            raise Refusal(f"{what} needs one number for each answer 0..{self.scale}, none below 0")
        if max(given) > len(self.snapshot.people):
            raise Refusal(f"{what} has {max(given)} equal answers, more than people are invited")
        return np.array(given, dtype=np.int64)

    def of(self, key: CellKey) -> Ints:
        """(answers,) of a cell; `Refusal` where its answers are not stored."""
        if key.attribute is None:
            return np.asarray(self.total[self.snapshot.tree.at(key.unit)])
        found = [self.values.get((key.unit, key.attribute, value)) for value in key.values]
        stored = [row for row in found if row is not None]
        if len(stored) < len(found) or not stored:
            raise Refusal(f"no answers are stored by {key.attribute!r} in unit {key.unit!r}")
        return np.asarray(np.sum(stored, axis=0))
