"""Plausible deniability by witness (A-12): another set of answers that would show exactly the same texts.

For an atom in which nobody gave an answer x, a witness is a set of whole-number answer counts in which
somebody of the atom did, and which lies in the window of every displayed text. People of one atom cannot be
told apart, so the witness serves for each of them. A witness is checked in whole numbers, so the solver's
tolerances cannot let a wrong one pass; when none is found within a fixed effort, the atom counts as failed.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from alongside.disclosure.board import Board
from alongside.disclosure.snapshot import Ints

type Target = tuple[int, int]

_NEAR_ATOMS = 60
_FAR_ATOMS = 400
_NODES = 200
_REPAIRS = 12


def unwitnessed(board: Board, wanted: Iterable[int]) -> list[Target]:
    """(atom, answer) for which no witness was found; `wanted` are the answers that must stay possible."""
    open_ = [
        (atom, answer)
        for answer in wanted
        for atom in np.flatnonzero((board.counts[:, answer] == 0) & (board.sizes > 0)).tolist()
    ]
    done: set[Target] = set()
    failed = []
    near: dict[tuple[int, ...], _Near] = {}
    for target in open_:
        atoms = tuple(_neighbours(board, target[0], _NEAR_ATOMS))
        if atoms not in near:
            near[atoms] = _Near(board, atoms)
        if target in done or near[atoms].changes(target):
            continue
        found = _by_search(board, target, open_)
        done |= found
        if target not in found:
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
        inside, weights = board.incidence(rows, atoms), board.weights[rows]
        old, new = np.nonzero(~np.eye(self.levels, dtype=np.bool_))
        self.old, self.new, self.pairs = old, new, len(old)
        step = weights[:, new] - weights[:, old]
        self.effect = (inside[:, :, None] * step[:, None, :]).reshape(len(rows), -1)

    def changes(self, target: Target) -> bool:
        """Give one person of the atom the answer, then repair what no longer fits, step by step."""
        atom, answer = self.column[target[0]], target[1]
        given = np.flatnonzero(self.counts[atom]).tolist()
        return any(
            self._repaired(atom, old, answer) for old in sorted(given, key=lambda each: abs(each - answer))
        )

    def _repaired(self, atom: int, old: int, new: int) -> bool:
        counts = self.counts.copy()
        moved = np.zeros(len(self.up), dtype=np.int64)
        pair = int(np.flatnonzero((self.old == old) & (self.new == new))[0])
        self._apply(counts, moved, atom * self.pairs + pair)
        wrong = self._wrong(moved[:, None])[0]
        for _ in range(_REPAIRS):
            if wrong == 0:
                return True
            free = counts[:, self.old]
            free[atom, (self.old == new)] -= int(counts[atom, new] == 1)
            options = np.flatnonzero(free.reshape(-1) > 0)
            errors = self._wrong(moved[:, None] + self.effect[:, options])
            best = int(errors.argmin())
            if errors[best] >= wrong:
                return False
            wrong = errors[best]
            self._apply(counts, moved, int(options[best]))
        return bool(wrong == 0)

    def _apply(self, counts: Ints, moved: Ints, move: int) -> None:
        atom, pair = divmod(move, self.pairs)
        counts[atom, self.old[pair]] -= 1
        counts[atom, self.new[pair]] += 1
        moved += self.effect[:, move]

    def _wrong(self, moved: Ints) -> Ints:
        over = np.maximum(moved - self.up[:, None], 0) + np.maximum(self.down[:, None] - moved, 0)
        return np.asarray(over.sum(axis=0), dtype=np.int64)


def _by_search(board: Board, target: Target, open_: list[Target]) -> set[Target]:
    """Targets witnessed by whole-number programmes around the atom, first near, then far."""
    near = _neighbours(board, target[0], _NEAR_ATOMS)
    found = _solve(board, near, target, open_)
    if found:
        return found
    far = list(range(board.atom_count))
    if board.atom_count > _FAR_ATOMS:
        far = _neighbours(board, target[0], _FAR_ATOMS)
    return _solve(board, far, target, open_) if far != near else set()


def _solve(board: Board, atoms: list[int], target: Target, open_: list[Target]) -> set[Target]:
    width = board.scale + 1
    column = {atom: at for at, atom in enumerate(atoms)}
    rows = board.rows_touching(atoms)
    inside = board.incidence(rows, atoms)
    own = board.counts[atoms]
    system = np.einsum("ra,rx->rax", inside, board.weights[rows]).reshape(len(rows), -1)
    rest = board.value[rows] - system @ own.reshape(-1)
    sizes = np.kron(np.eye(len(atoms), dtype=np.int64), np.ones((1, width), dtype=np.int64))
    floor = np.zeros(len(atoms) * width)
    floor[column[target[0]] * width + target[1]] = 1
    wish = np.zeros(len(atoms) * width)
    pending = [each for each in open_ if each[0] in column]
    for atom, answer in pending:
        wish[column[atom] * width + answer] = -1.0 / board.sizes[atom]
    constraints = [
        LinearConstraint(coo_array(system), board.least[rows] - rest, board.most[rows] - rest),
        LinearConstraint(coo_array(sizes), own.sum(axis=1), own.sum(axis=1)),
    ]
    top = np.repeat(own.sum(axis=1), width)
    answer = milp(
        wish,
        integrality=np.ones_like(wish),
        bounds=Bounds(floor, top),
        constraints=constraints,
        options={"node_limit": _NODES, "mip_rel_gap": 0.5},
    )
    if answer.x is None:
        return set()
    whole = np.rint(answer.x).astype(np.int64)
    values = system @ whole + rest
    sound = (whole >= 0).all() and (sizes @ whole == own.sum(axis=1)).all()
    if not sound or (values < board.least[rows]).any() or (values > board.most[rows]).any():
        return set()
    table = whole.reshape(len(atoms), width)
    return {(atom, given) for atom, given in pending if table[column[atom], given] > 0}
