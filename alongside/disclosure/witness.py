"""Plausible deniability by witness (A-12): another set of answers that would show exactly the same texts.

For an atom in which nobody gave an answer x, a witness is a set of whole-number answer counts in which
somebody of the atom did, and which lies in the window of every displayed text. People of one atom cannot be
told apart, so the witness serves for each of them. The search starts from the true answers, gives one person
of the atom the answer x, and repairs the texts that no longer fit by changing other people's answers. It is
deterministic and of limited effort; an atom for which it finds nothing counts as failed.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from alongside.disclosure.board import Board
from alongside.disclosure.snapshot import Flags, Ints

type Target = tuple[int, int]

_NEAR_ATOMS = 60
_STEPS = 24


def unwitnessed(board: Board, wanted: Iterable[int]) -> list[Target]:
    """(atom, answer) for which no witness was found; `wanted` are the answers that must stay possible."""
    missing = [
        (atom, answer)
        for answer in wanted
        for atom in np.flatnonzero((board.counts[:, answer] == 0) & (board.sizes > 0)).tolist()
    ]
    near: dict[tuple[int, ...], _Near] = {}
    failed = []
    for target in missing:
        atoms = tuple(_neighbours(board, target[0], _NEAR_ATOMS))
        if atoms not in near:
            near[atoms] = _Near(board, atoms)
        if not near[atoms].possible(target):
            failed.append(target)
    return failed


def _neighbours(board: Board, atom: int, limit: int) -> list[int]:
    """The atoms of the largest cell around an atom that has at most `limit`, else of its smallest cell."""
    around = sorted(board.groups_of[atom], key=lambda group: (len(board.atoms_in[group]), group))
    fitting = [group for group in around if len(board.atoms_in[group]) <= limit]
    if fitting:
        return [int(each) for each in board.atoms_in[fitting[-1]]]
    near = set(board.atoms_in[around[0]].tolist()[: limit - 1])
    return sorted(near | {atom})


class _Near:
    """Changes of single answers within a neighbourhood of atoms, and what they do to each displayed row."""

    def __init__(self, board: Board, atoms: Sequence[int]) -> None:
        self.column = {atom: at for at, atom in enumerate(atoms)}
        self.levels = board.scale + 1
        self.counts = board.counts[list(atoms)]
        rows = board.rows_touching(atoms)
        self.up = board.most[rows] - board.value[rows]
        self.down = board.least[rows] - board.value[rows]
        self.inside, self.weights = board.incidence(rows, atoms), board.weights[rows]
        self.old, self.new = np.nonzero(~np.eye(self.levels, dtype=np.bool_))
        self.pair = {
            (int(old), int(new)): at for at, (old, new) in enumerate(zip(self.old, self.new, strict=True))
        }
        self.swaps: dict[tuple[int, int], Flags] = {}
        self.effect: Ints | None = None

    def possible(self, target: Target) -> bool:
        """Whether a witness was found for (atom, answer)."""
        atom, answer = self.column[target[0]], target[1]
        given = sorted(np.flatnonzero(self.counts[atom]).tolist(), key=lambda each: abs(each - answer))
        if any(self._swapped(atom, old, answer) for old in given):
            return True
        return any(self._repaired(atom, old, answer) for old in given)

    def _swapped(self, atom: int, old: int, new: int) -> bool:
        """Exchange answers with one person who gave `new`: only cells that hold one of the two change."""
        if (old, new) not in self.swaps:
            step = self.weights[:, new] - self.weights[:, old]
            gain = ((step > self.up) | (step < self.down))[:, None] * self.inside
            loss = ((-step > self.up) | (-step < self.down))[:, None] * self.inside
            broken = gain.T @ (1 - self.inside) + (1 - self.inside).T @ loss
            self.swaps[old, new] = (broken == 0) & (self.counts[:, new] > 0)[None, :]
        return bool(self.swaps[old, new][atom].any())

    def _repaired(self, atom: int, old: int, new: int) -> bool:
        """Change one answer, then take the best next change until every row fits; no change is undone."""
        if self.effect is None:
            step = self.weights[:, self.new] - self.weights[:, self.old]
            self.effect = (self.inside[:, :, None] * step[:, None, :]).reshape(len(self.up), -1)
        pairs = len(self.old)
        counts = self.counts.copy()
        banned = np.zeros(self.effect.shape[1], dtype=np.bool_)
        banned[atom * pairs + np.flatnonzero(self.old == new)] = True
        move = atom * pairs + self.pair[old, new]
        moved = np.zeros(len(self.up), dtype=np.int64)
        for _ in range(_STEPS):
            at, pair = divmod(move, pairs)
            counts[at, self.old[pair]] -= 1
            counts[at, self.new[pair]] += 1
            moved = moved + self.effect[:, move]
            banned[at * pairs + self.pair[int(self.new[pair]), int(self.old[pair])]] = True
            options = np.flatnonzero((counts[:, self.old] > 0).reshape(-1) & ~banned)
            wrong = (moved > self.up) | (moved < self.down)
            if not wrong.any():
                return True
            if not options.size:
                return False
            move = int(options[self._errors(moved[:, None] + self.effect[:, options]).argmin()])
        return False

    def _errors(self, moved: Ints) -> Ints:
        over = np.maximum(moved - self.up[:, None], 0) + np.maximum(self.down[:, None] - moved, 0)
        return np.asarray(over.sum(axis=0), dtype=np.int64)
