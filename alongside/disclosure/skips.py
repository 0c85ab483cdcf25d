"""Skips that nobody can link to a person: how many of some people may have skipped a question, at most.

In anonymous mode it is known who took part, but not who skipped which question; a question has a number of
answers for each block that was stored (a unit, or a value of an attribute in a unit). A derived sum about
five participants is then a sum about fewer respondents if some of the five skipped. So every set of people
is taken to hold as few respondents as the counts allow.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from alongside.disclosure.linear import derivable_few, merge_columns
from alongside.disclosure.rules import Refusal
from alongside.disclosure.snapshot import Flags, Ints, Snapshot

type ValueKey = tuple[str, str, str]
"""Unit, attribute, value."""


@dataclass(frozen=True, slots=True)
class BlockCounts:
    """Answers to one question: `units[unit]` directly in a unit, `values[unit, attribute, value]` in and below.

    A unit that is missing has no answers. Values are given for all values of an attribute in a unit, or none.
    """

    units: Mapping[str, int]
    values: Mapping[ValueKey, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Partition:
    """Disjoint blocks of people: `block` is (people,), -1 outside; `skips` is (blocks,)."""

    block: Ints
    skips: Ints


class Skips:
    """Bounds for one question. Raises `Refusal` for counts that cannot be: negative, or more than took part."""

    def __init__(self, snapshot: Snapshot, took_part: Flags, counts: BlockCounts) -> None:
        self.snapshot, self.took_part, self.counts = snapshot, took_part, counts
        tree = snapshot.tree
        self.direct: Ints = np.zeros(len(tree), dtype=np.int64)
        for unit, n in counts.units.items():
            self.direct[tree.at(unit)] = n
        left = snapshot.direct_counts(took_part) - self.direct
        for at in np.flatnonzero((left < 0) | (self.direct < 0)).tolist():
            raise Refusal(f"unit {tree.ids[at]!r} cannot have {self.direct[at]} answers")
        self.in_unit: Ints = tree.totals(left)
        self.partitions = [_Partition(np.where(took_part, snapshot.home, -1), left)]
        for unit, name in sorted({(unit, name) for unit, name, _ in counts.values}):
            self.partitions.append(self._values(unit, name))

    def _values(self, unit: str, name: str) -> _Partition:
        """People of a unit by value; the last block is the people without a value."""
        if name not in self.snapshot.values:
            raise Refusal(f"unknown attribute {name!r} among the counts")
        at = self.snapshot.tree.at(unit)
        inside = self.snapshot.inside(at, self.took_part)
        codes = self.snapshot.codes[name][inside]
        listed = self.snapshot.values[name]
        block: Ints = np.full(len(self.snapshot.people), -1, dtype=np.int64)
        block[inside] = np.where(codes < 0, len(listed), codes)
        skips = [
            self._left(unit, name, value, int((codes == code).sum())) for code, value in enumerate(listed)
        ]
        rest = int(self.in_unit[at]) - sum(skips)
        if not 0 <= rest <= int((codes < 0).sum()):
            raise Refusal(f"the counts of {name!r} in unit {unit!r} do not add up to those of the unit")
        return _Partition(block, np.array([*skips, rest], dtype=np.int64))

    def _left(self, unit: str, name: str, value: str, took_part: int) -> int:
        n = self.counts.values.get((unit, name, value))
        if n is None:
            raise Refusal(f"the counts of {name!r} in unit {unit!r} lack the value {value!r}")
        if not 0 <= n <= took_part:
            raise Refusal(f"unit {unit!r}, {name} = {value} cannot have {n} answers")
        return took_part - n

    def most(self, people: Ints) -> int:
        """An upper bound on the skips among some people who took part."""
        bound = len(people)
        for partition in self.partitions:
            blocks = partition.block[people]
            if (blocks >= 0).all():
                bound = min(bound, int(partition.skips[np.unique(blocks)].sum()))
        return bound

    def answered(self, people: Ints) -> int:
        """An upper bound on the respondents among some people who took part."""
        bound = len(people)
        for partition in self.partitions:
            blocks = np.unique(partition.block[people])
            if (blocks >= 0).all():
                size = int(np.isin(partition.block, blocks).sum())
                bound = min(bound, size - int(partition.skips[blocks].sum()))
        return bound

    def few(self, rows: npt.NDArray[np.float64], people: Ints, k: int) -> Ints | None:
        """People about fewer than k respondents of whom something may be derivable from sums; None if nobody.

        `rows` is (sums, people). Sets that may hold no respondent at all cost next to nothing, so that they
        never make others look safe. An empty answer means that the search was given up, which is a leak.
        """
        merged, _, group = merge_columns(rows, np.ones(len(people), dtype=np.int64))
        big = len(people) + 1
        weights = [self._weight(people[group == at], big) for at in range(merged.shape[1])]
        found = derivable_few(merged, np.array(weights, dtype=np.int64), k * big)
        return None if found is None else people[np.isin(group, found)]

    def _weight(self, people: Ints, big: int) -> int:
        sure = len(people) - self.most(people)
        return sure * big if sure else 1
