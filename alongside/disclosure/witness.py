"""Plausible deniability by witness (A-12): another set of answers that would show exactly the same texts.

For an atom in which nobody gave an answer x, a witness is a set of whole-number answer counts in which
somebody of the atom did, and which lies in the window of every displayed text. People of one atom cannot be
told apart, so the witness serves for each of them. The search starts from the true answers, gives one person
of the atom the answer x, and repairs the texts that no longer fit by changing other people's answers. It is
deterministic and of limited effort; an atom for which it finds nothing counts as failed.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from alongside.disclosure.board import Board
from alongside.disclosure.snapshot import Flags, Ints
from alongside.disclosure.solver import Finding, Target, settle

type Floats = npt.NDArray[np.float32]

_NEAR_ATOMS = 60
_WIDE_ATOMS = 90
_ALL_ATOMS = 400
_NODES = 30
_SOLVER_PEOPLE = 600
_STEPS = 60
_TENURE = 6
_REACH = 1
_LOOKED_AT = 48
_FAR = 1e6


def missing(board: Board, wanted: Iterable[int]) -> list[Target]:
    """(atom, answer) where nobody of the atom gave an answer that must stay possible."""
    return [
        (atom, answer)
        for answer in wanted
        for atom in np.flatnonzero((board.counts[:, answer] == 0) & (board.sizes > 0)).tolist()
    ]


def unwitnessed(board: Board, targets: Sequence[Target]) -> list[Target]:
    """Those of the targets for which no witness was found: by quick search, then by the solver nearby."""
    near: dict[int, _Near] = {}
    failed: dict[int, list[Target]] = {}
    for target in targets:
        centre, atoms = _neighbourhood(board, target[0], _NEAR_ATOMS)
        if centre not in near:
            near[centre] = _Near(board, atoms)
        if not near[centre].possible(target):
            wide, _ = _neighbourhood(board, target[0], _WIDE_ATOMS)
            failed.setdefault(wide, []).append(target)
    if len(board.sizes) and int(board.sizes.sum()) > _SOLVER_PEOPLE:
        return [target for hard in failed.values() for target in hard]
    left = []
    for hard in failed.values():
        _, atoms = _neighbourhood(board, hard[0][0], _WIDE_ATOMS)
        found = settle(board, hard, atoms, _NODES)
        left += [target for target in hard if found[target] is not Finding.POSSIBLE]
    if not left or board.atom_count > _ALL_ATOMS:
        return left
    found = settle(board, left, range(board.atom_count), _NODES)
    return [target for target in left if found[target] is not Finding.POSSIBLE]


def neighbours(board: Board, atom: int) -> list[int]:
    """The atoms whose answers the quick search may change for the sake of one atom."""
    return _neighbourhood(board, atom, _NEAR_ATOMS)[1]


def _neighbourhood(board: Board, atom: int, limit: int) -> tuple[int, list[int]]:
    """The largest cell around an atom with few atoms, else its smallest thinned out; its number first."""
    centre = board.groups_of[atom][0]
    inside = board.atoms_in[centre]
    if len(inside) > limit:
        return -1 - atom, sorted({*inside[:: -(-len(inside) // (limit - 1))], atom})
    for group in board.groups_of[atom]:
        if len(board.atoms_in[group]) > limit:
            break
        centre = group
    return centre, board.atoms_in[centre]


class _Near:
    """Changes of single answers within a neighbourhood of atoms, and what they do to each displayed row."""

    def __init__(self, board: Board, atoms: Sequence[int]) -> None:
        self.column = {atom: at for at, atom in enumerate(atoms)}
        self.levels = board.scale + 1
        self.counts = board.counts[list(atoms)]
        rows, inside = board.system(atoms)
        self.up: Floats = np.minimum(board.most[rows] - board.value[rows], _FAR).astype(np.float32)
        self.down: Floats = np.maximum(board.least[rows] - board.value[rows], -_FAR).astype(np.float32)
        self.inside: Floats = inside.astype(np.float32)
        self.weights: Floats = board.weights[rows].astype(np.float32)
        apart = np.abs(np.subtract.outer(np.arange(self.levels), np.arange(self.levels)))
        self.old, self.new = np.nonzero((apart > 0) & (apart <= _REACH))
        self.pair = np.zeros((self.levels, self.levels), dtype=np.int64)
        self.pair[self.old, self.new] = np.arange(len(self.old))
        self.from_: list[Ints] = [np.flatnonzero(self.old == level) for level in range(self.levels)]
        self.swaps: dict[tuple[int, int], Flags] = {}
        self.effect: Floats | None = None
        self.seen = self.counts > 0

    def possible(self, target: Target) -> bool:
        """Whether a witness was found for (atom, answer)."""
        atom, answer = self.column[target[0]], target[1]
        if self.seen[atom, answer]:
            return True
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
            self.swaps[old, new] = ((broken == 0) & (self.counts[:, new] > 0)[None, :]).any(axis=1)
        return bool(self.swaps[old, new][atom])

    def _moves(self) -> Floats:
        """(moves, rows): what one person of an atom going from one answer to another changes."""
        if self.effect is None:
            step = (self.weights[:, self.new] - self.weights[:, self.old]).T
            self.effect = (self.inside.T[:, None, :] * step[None, :, :]).reshape(-1, len(self.up))
        return self.effect

    def _repaired(self, atom: int, old: int, new: int) -> bool:
        """Change one answer, then repair the rows that no longer fit, one best change at a time.

        Where no change helps, the rows still wrong gain weight ("breakout" search), and a change is not taken
        back for some steps.
        """
        effect, pairs = self._moves(), len(self.old)
        counts = self.counts.copy()
        usable = np.where(counts[:, self.old] > 0, 0, 2**30).reshape(-1)
        self._take(counts, usable, atom, old, new, 0)
        moved = self.inside[:, atom] * (self.weights[:, new] - self.weights[:, old])
        heavy = np.ones(len(self.up), dtype=np.float32)
        for turn in range(_STEPS):
            over, under = moved - self.up, self.down - moved
            wrong = np.maximum(np.maximum(over, under), 0)
            if not wrong.any():
                self.seen |= counts > 0
                return True
            pull = heavy * ((under > 0).astype(np.float32) - (over > 0))
            gains = np.where(usable <= turn, effect @ pull, -_FAR)
            if counts[atom, new] == 1:
                gains[atom * pairs + self.from_[new]] = -_FAR
            looked = np.argpartition(-gains, min(_LOOKED_AT, len(gains) - 1))[:_LOOKED_AT]
            looked = np.sort(looked[gains[looked] > -_FAR])
            if not looked.size:
                return False
            after = moved + effect[looked]
            left = np.maximum(np.maximum(after - self.up, self.down - after), 0) @ heavy
            best = int(left.argmin())
            if left[best] >= wrong @ heavy:
                heavy[wrong > 0] += 1.0
            move = int(looked[best])
            at, pair = divmod(move, pairs)
            self._take(counts, usable, at, int(self.old[pair]), int(self.new[pair]), turn)
            moved = moved + effect[move]
        return False

    def _take(self, counts: Ints, usable: Ints, atom: int, old: int, new: int, turn: int) -> None:
        """One person of an atom answers anew; the way back is closed for some turns."""
        counts[atom, old] -= 1
        counts[atom, new] += 1
        first = atom * len(self.old)
        if counts[atom, old] == 0:
            usable[first + self.from_[old]] = 2**30
        if counts[atom, new] == 1:
            usable[first + self.from_[new]] = 0
        if abs(new - old) <= _REACH:
            usable[first + self.pair[new, old]] = turn + _TENURE
