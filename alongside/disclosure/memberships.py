"""Every way in which a question can have been skipped, as far as released cells can tell the difference.

A *grain* is a set of people who are in the same cells and the same stored blocks. A membership says how many
of each grain skipped; the numbers of every block have to come out right. What matters to a reader is how many
people of each atom answered, so memberships with the same numbers count once.
"""

from collections.abc import Iterator

import numpy as np

from alongside.disclosure.crowd import Crowd
from alongside.disclosure.snapshot import Ints

_LIMIT = 400
_STEPS = 40_000


def memberships(crowd: Crowd) -> list[Ints] | None:
    """Respondents of each atom of the crowd, for every membership; None where they are too many to list."""
    search = _Search(crowd)
    atoms = len(search.whole)
    found: dict[bytes, Ints] = {}
    for skipped in search.run():
        gone = np.bincount(search.atom, weights=skipped, minlength=atoms).astype(np.int64)
        answered = (search.whole - gone)[:-1]
        found[answered.tobytes()] = answered
        if len(found) > _LIMIT:
            return None
    return None if search.steps > _STEPS else list(found.values())


class _Search:
    """Skips grain by grain, depth first; `steps` says how far it went, more than _STEPS if it was given up.

    People in no cell are taken as one more atom, the last.
    """

    def __init__(self, crowd: Crowd) -> None:
        skips = crowd.skips
        people = np.flatnonzero(skips.took_part & (skips.snapshot.home >= 0))
        kinds = np.where(crowd.kind[people] < 0, len(crowd.atoms), crowd.kind[people])
        marks = [kinds, *(each.block[people] for each in skips.partitions)]
        grains, size = np.unique(np.stack(marks), axis=1, return_counts=True)
        self.atom: Ints = grains[0]
        self.size: list[int] = size.tolist()
        whole = np.bincount(self.atom, weights=size, minlength=len(crowd.atoms) + 1)
        self.whole: Ints = whole.astype(np.int64)
        self.blocks: list[list[tuple[int, int]]] = [
            [(which, int(block)) for which, block in enumerate(grain) if block >= 0] for grain in grains[1:].T
        ]
        self.left = {block: int(skips.partitions[block[0]].skips[block[1]]) for block in self._all_blocks()}
        self.room = dict.fromkeys(self.left, 0)
        for blocks, n in zip(self.blocks, self.size, strict=True):
            for block in blocks:
                self.room[block] += n
        self.steps = 0

    def _all_blocks(self) -> set[tuple[int, int]]:
        return {block for blocks in self.blocks for block in blocks}

    def run(self) -> Iterator[list[int]]:
        """Skips of every grain, for each membership."""
        yield from self._from(0, [])

    def _from(self, grain: int, chosen: list[int]) -> Iterator[list[int]]:
        self.steps += 1
        if self.steps > _STEPS:
            return
        if grain == len(self.size):
            yield chosen
            return
        own, size = self.blocks[grain], self.size[grain]
        least = max((self.left[block] - self.room[block] + size for block in own), default=0)
        most = min((self.left[block] for block in own), default=0)
        for block in own:
            self.room[block] -= size
        for n in range(max(least, 0), min(most, size) + 1):
            for block in own:
                self.left[block] -= n
            yield from self._from(grain + 1, [*chosen, n])
            for block in own:
                self.left[block] += n
        for block in own:
            self.room[block] += size
