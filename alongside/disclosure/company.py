"""Attribute cells of the whole company, audited against everything else that is released (A-6).

A root cut crosses every unit, so the local audit is not enough. Two ways prove it safe. On few people: the
exact test over all sums at once. On many: a certificate. Split the company into blocks that the released
units and their own cuts describe separately. A word about fewer than k people leaves at least one of k
disjoint families of blocks untouched; if every family alone forces a combination of root cuts to be trivial
(inside the blocks' own sums everywhere), the word lies in the blocks' own sums, and those were audited.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from alongside.disclosure.cuts import Cut
from alongside.disclosure.linear import basis, derivable_few
from alongside.disclosure.skips import Skips
from alongside.disclosure.snapshot import Ints

Floats = npt.NDArray[np.float64]
_EXACT_PEOPLE = 400
_ZERO = 1e-6


class Block:
    """People whose released sums, other than the root cuts, are `rows`: (sums, people).

    `sure` where each of them is known to be a respondent.
    """

    def __init__(self, people: Ints, rows: Floats, sure: bool = True) -> None:
        self.people = people
        self.rows = rows
        self.sure = sure
        self.basis = basis(rows)


class CompanyRoom:
    """The audit of root cuts over disjoint blocks that cover every respondent."""

    def __init__(self, blocks: Sequence[Block], k: int, skips: Skips | None = None) -> None:
        self.skips = skips
        self.blocks = sorted(blocks, key=lambda block: (-len(block.people), int(block.people[0])))
        self.k = k
        self.people = np.concatenate([block.people for block in self.blocks])

    def safe(self, cuts: Sequence[Cut]) -> bool:
        if not cuts:
            return True
        inside = [np.isin(self.people, cut.members, assume_unique=True) for cut in cuts]
        crossing = np.array(inside, dtype=np.float64)
        if self._certified(crossing):
            return True
        return len(self.people) <= _EXACT_PEOPLE and self._exact(crossing)

    def _certified(self, crossing: Floats) -> bool:
        """A word about fewer than k respondents touches fewer than k of the sure blocks, so it misses a family."""
        families = [np.zeros((len(crossing), len(crossing))) for _ in range(self.k)]
        unsure = np.zeros_like(families[0])
        start = sure = 0
        for block in self.blocks:
            own = crossing[:, start : start + len(block.people)]
            start += len(block.people)
            seen = own @ block.basis.T
            (families[sure % self.k] if block.sure else unsure)[...] += own @ own.T - seen @ seen.T
            sure += block.sure
        whole = _rank(np.sum([*families, unsure], axis=0))
        return all(_rank(family) == whole for family in families)

    def _exact(self, crossing: Floats) -> bool:
        own = sum(len(block.rows) for block in self.blocks)
        rows = np.zeros((own + len(crossing), len(self.people)))
        row = column = 0
        for block in self.blocks:
            high, wide = block.rows.shape
            rows[row : row + high, column : column + wide] = block.rows
            row, column = row + high, column + wide
        rows[own:] = crossing
        if self.skips is not None:
            return self.skips.few(rows, self.people, self.k) is None
        return derivable_few(rows, np.ones(len(self.people), dtype=np.int64), self.k) is None


def _rank(gram: Floats) -> int:
    return int((np.linalg.eigvalsh(gram) > _ZERO).sum())
