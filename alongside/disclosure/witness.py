"""Plausible deniability by witness (A-12): another set of answers that would show exactly the same texts.

For an atom in which nobody gave an answer x, a witness is a set of whole-number answer counts in which
somebody of the atom did, and which lies in the window of every displayed text. People of one atom cannot be
told apart, so the witness serves for each of them. A witness is checked in whole numbers, so the solver's
tolerances cannot let a wrong one pass; when none is found within a fixed effort, the atom counts as failed.
"""

from collections.abc import Iterable

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from alongside.disclosure.board import Board
from alongside.disclosure.snapshot import Ints

type Target = tuple[int, int]

_NEAR_ATOMS = 60
_FAR_ATOMS = 400
_NODES = 200


def unwitnessed(board: Board, wanted: Iterable[int]) -> list[Target]:
    """(atom, answer) for which no witness was found; `wanted` are the answers that must stay possible."""
    answers = list(wanted)
    open_ = [
        (atom, answer)
        for answer in answers
        for atom in np.flatnonzero((board.counts[:, answer] == 0) & (board.sizes > 0)).tolist()
    ]
    done: set[Target] = set()
    failed = []
    for target in open_:
        if target in done or _by_moves(board, target):
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
        return board.atoms_in[fitting[-1]].tolist()
    near = set(board.atoms_in[around[0]].tolist()[: limit - 1])
    return sorted(near | {atom})


def _by_moves(board: Board, target: Target) -> bool:
    """Change the answer of one person of the atom, alone or with one other person's answer."""
    atom, answer = target
    atoms = _neighbours(board, atom, _NEAR_ATOMS)
    rows = board.rows_touching(atoms)
    weights = board.weights[rows]
    inside = board.incidence(rows, atoms)
    own = inside[:, atoms.index(atom)]
    up = board.most[rows] - board.value[rows]
    down = board.least[rows] - board.value[rows]
    for given in _nearest_first(board.counts[atom], answer):
        first = own * (weights[:, answer] - weights[:, given])
        if _fits(first[:, None], down, up):
            return True
        left = board.counts[atoms].copy()
        left[atoms.index(atom), given] -= 1
        who, old = np.nonzero(left)
        for new in range(board.scale + 1):
            second = inside[:, who] * (weights[:, [new]] - weights[:, old])
            if _fits(first[:, None] + second, down, up):
                return True
    return False


def _nearest_first(counts: Ints, answer: int) -> list[int]:
    return sorted(np.flatnonzero(counts).tolist(), key=lambda given: abs(given - answer))


def _fits(change: Ints, down: Ints, up: Ints) -> bool:
    return bool(((change >= down[:, None]) & (change <= up[:, None])).all(axis=0).any())


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
