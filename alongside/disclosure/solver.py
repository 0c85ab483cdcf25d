"""Exact search for a witness with a whole-number programme (HiGHS), for the auditor.

The planner withholds when its quick search fails; the auditor of a foreign release wants to know for certain.
A solution is checked again in whole numbers, so the solver's tolerances cannot let a wrong one pass.
"""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from alongside.disclosure.board import Board
from alongside.disclosure.witness import Target

_NODES = 20_000


class Finding(StrEnum):
    """What the search established about (atom, answer)."""

    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    UNCLEAR = "unclear"


def settle(board: Board, targets: Sequence[Target]) -> dict[Target, Finding]:
    """For each (atom, answer) whether some answers show the same texts and contain it."""
    found: dict[Target, Finding] = {}
    for target in targets:
        if target not in found:
            found |= _solve(board, target, [each for each in targets if each not in found])
    return found


def _solve(board: Board, target: Target, targets: Sequence[Target]) -> dict[Target, Finding]:
    width = board.scale + 1
    atoms = board.atom_count
    rows = list(range(len(board.least)))
    inside = board.incidence(rows, list(range(atoms)))
    system = csr_array(np.einsum("ra,rx->rax", inside, board.weights).reshape(len(rows), -1))
    people = csr_array(np.kron(np.eye(atoms, dtype=np.int64), np.ones((1, width), dtype=np.int64)))
    floor = np.zeros(atoms * width)
    floor[target[0] * width + target[1]] = 1
    wish = np.zeros(atoms * width)
    for atom, answer in targets:
        wish[atom * width + answer] = -1.0 / board.sizes[atom]
    result = milp(
        wish,
        integrality=np.ones_like(wish),
        bounds=Bounds(floor, np.repeat(board.sizes, width)),
        constraints=[
            LinearConstraint(system, board.least, board.most),
            LinearConstraint(people, board.sizes, board.sizes),
        ],
        options={"node_limit": _NODES, "mip_rel_gap": 0.9},
    )
    if result.x is None:
        return {target: Finding.IMPOSSIBLE if result.status == 2 else Finding.UNCLEAR}
    whole = np.rint(result.x).astype(np.int64)
    values = system @ whole
    sound = (whole >= 0).all() and (people @ whole == board.sizes).all()
    if not sound or (values < board.least).any() or (values > board.most).any():
        return {target: Finding.UNCLEAR}
    table = whole.reshape(atoms, width)
    return {each: Finding.POSSIBLE for each in targets if table[each] > 0}
