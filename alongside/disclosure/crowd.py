"""Leak-2 where nobody knows who skipped: everybody who may have answered, as one linked problem.

What is known is how many people of each cell skipped, not who. A proof of deniability has to hold for each
membership that the counts allow. It does if it holds for the *crowd*:

- In a unit whose people are all in the same cells it does not matter who skipped. As many of them as
  answered stand for the unit.
- Elsewhere everybody who took part is given an answer, also those who skipped. People who may have skipped
  answer within a narrow *band* of answers, low to high. If s people of a cell skipped, then whoever they are,
  the total of the others lies between the whole total less s*high and the whole total less s*low. So each
  displayed window is narrowed by that much, and what fits the narrowed window fits the window for whatever
  membership.

So the question whether somebody may have given an answer, whoever skipped, becomes the question of the
linked case on a stricter `Board`. The answer "yes" is a proof; "no" may be one of caution.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alongside.disclosure.board import NO_LIMIT, Board, Group, Row
from alongside.disclosure.skips import Skips
from alongside.disclosure.snapshot import Flags, Ints

type Band = tuple[int, int]
"""The lowest and highest answer of people who may have skipped."""


@dataclass(frozen=True, slots=True)
class Part:
    """A displayed cell: all of it who took part, how many of them answered, and its rows."""

    members: Ints
    n: int
    rows: tuple[Row, ...]


class Crowd:
    """The people of some displayed cells. An atom is a set of people who are in the same cells."""

    def __init__(self, skips: Skips, parts: Sequence[Part], scale: int) -> None:
        self.skips, self.scale, self.took_part = skips, scale, skips.took_part
        self.parts = [part for part in parts if part.rows]
        self.kind = _kinds(self.parts, len(skips.took_part))
        plain = self._plain()
        self.present = self._present(plain)
        self.members = [part.members[self.present[part.members]] for part in self.parts]
        self.missing = [len(m) - part.n for m, part in zip(self.members, self.parts, strict=True)]
        self.atoms = [np.flatnonzero(self.present & (self.kind == at)) for at in range(self._kind_count())]
        self.may_skip = [self._may_skip(atom, plain) for atom in self.atoms]

    def _kind_count(self) -> int:
        return int(self.kind.max()) + 1 if self.kind.size else 0

    def _plain(self) -> Flags:
        """(units,): all who took part are in the same cells."""
        homes, count = self.skips.snapshot.home, len(self.skips.direct)
        first: Ints = np.full(count, NO_LIMIT, dtype=np.int64)
        last: Ints = np.full(count, -1, dtype=np.int64)
        inside = self.skips.took_part & (homes >= 0)
        np.minimum.at(first, homes[inside], self.kind[inside])
        np.maximum.at(last, homes[inside], self.kind[inside])
        return np.asarray(first >= last)

    def _present(self, plain: Flags) -> Flags:
        """Of a plain unit as many people as answered, of others all who took part; nobody outside the cells."""
        homes = self.skips.snapshot.home
        present = self.skips.took_part & (homes >= 0) & (self.kind >= 0)
        for unit in np.flatnonzero(plain).tolist():
            inside = np.flatnonzero(present & (homes == unit))
            present[inside[int(self.skips.direct[unit]) :]] = False
        return present

    def _may_skip(self, atom: Ints, plain: Flags) -> int:
        """The most people of an atom who may have skipped."""
        unsure = atom[~plain[self.skips.snapshot.home[atom]]]
        return self.skips.most(unsure) if unsure.size else 0

    def can_answer(self, atom: int) -> bool:
        """Whether anybody of an atom can have answered, by the counts: all of it, not those who stand for it alone."""
        everybody = np.flatnonzero(self.took_part & (self.kind == atom))
        return len(self.atoms[atom]) > 0 and self.skips.answered(everybody) > 0

    @property
    def certain(self) -> bool:
        """Whether it makes no difference who skipped."""
        return not any(self.may_skip)

    def board(self, band: Band, wanted: Sequence[int], answers: Ints) -> Board | None:
        """The stricter problem for one band; None where a window is narrowed to nothing.

        Its last groups are one for each atom that may skip (`held`), so that enough people answer in the band:
        one more than may skip, where somebody else is to give a wanted answer of the band.
        """
        groups = []
        for part, members, missing in zip(self.parts, self.members, self.missing, strict=True):
            rows = [_narrowed(row, part.n, missing, band) for row in part.rows]
            if any(row.least > row.most for row in rows):
                return None
            groups.append(Group(members, tuple(rows)))
        inside = tuple(int(band[0] <= answer <= band[1]) for answer in range(self.scale + 1))
        extra = int(any(inside[answer] for answer in wanted))
        if not all(inside):
            for at in self.held:
                least = min(self.may_skip[at] + extra, len(self.atoms[at]))
                groups.append(Group(self.atoms[at], (Row(inside, least, NO_LIMIT),)))
        return Board(groups, answers, self.scale)

    @property
    def held(self) -> list[int]:
        """Atoms of which somebody may have skipped."""
        return [at for at, most in enumerate(self.may_skip) if most]


def _narrowed(row: Row, n: int, missing: int, band: Band) -> Row:
    """The window for the crowd: with any `missing` people of the band gone, the rest is in the row's window."""
    low = min(row.weights[band[0] : band[1] + 1])
    high = max(row.weights[band[0] : band[1] + 1])
    most_of_all = max(row.weights)
    least = 0 if row.least <= 0 else row.least + missing * high
    most = (n + missing) * most_of_all if row.most >= n * most_of_all else row.most + missing * low
    return Row(row.weights, least, most)


def _kinds(parts: Sequence[Part], people: int) -> Ints:
    """(people,): equal numbers for people in the same cells, -1 for people in none."""
    inside = np.zeros((people, max(1, len(parts))), dtype=np.bool_)
    for at, part in enumerate(parts):
        inside[part.members, at] = True
    packed = np.packbits(inside, axis=1)
    _, found = np.unique(packed, axis=0, return_inverse=True)
    kind = found.reshape(-1).astype(np.int64)
    some = inside.any(axis=1)
    kind[~some] = -1
    _, dense = np.unique(kind[some], return_inverse=True)
    kind[some] = dense.reshape(-1)
    return kind
