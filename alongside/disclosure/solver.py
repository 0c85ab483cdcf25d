"""Exact search for a witness with a whole-number programme (HiGHS).

The planner asks where its quick search fails, within a limited effort; the auditor of a foreign release wants
to know for certain. A solution is checked again in whole numbers, so that the solver's tolerances cannot let
a wrong one pass.
"""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from alongside.disclosure.board import Board
from alongside.disclosure.snapshot import Ints

type Target = tuple[int, int]

_NODES = 20_000


class Finding(StrEnum):
    """What the search established about (atom, answer)."""

    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    UNCLEAR = "unclear"


def settle(
    board: Board, targets: Sequence[Target], atoms: Sequence[int], nodes: int = _NODES
) -> dict[Target, Finding]:
    """For each (atom, answer) whether some answers show the same texts and contain it.

    Only the answers of `atoms` may change, so IMPOSSIBLE is final only when these are all atoms.
    """
    found: dict[Target, Finding] = {}
    if not targets:
        return found
    programme = _Programme(board, atoms, nodes)
    for target in targets:
        if target not in found:
            found |= programme.solve(target, [each for each in targets if each not in found])
    return found


def find_world(board: Board, wanted: Sequence[Target], nodes: int = _NODES) -> tuple[Ints | None, Finding]:
    """(atoms, answers): numbers of answers that fit every row, with as many of `wanted` as is easy.

    Only rows, atoms and their sizes are looked at, not the answers that the board was made from.
    """
    programme = _Programme(board, range(board.atom_count), nodes)
    whole, finding = programme.world(wanted)
    return None if whole is None else whole.reshape(board.atom_count, -1), finding


class _Programme:
    """Answer counts of some atoms as unknowns, (atoms x answers); what the others add is fixed."""

    def __init__(self, board: Board, atoms: Sequence[int], nodes: int) -> None:
        self.width, self.nodes = board.scale + 1, nodes
        self.column = {atom: at for at, atom in enumerate(atoms)}
        rows, inside = board.system(atoms)
        own = board.counts[list(atoms)]
        self.sizes = own.sum(axis=1)
        dense = np.einsum("ra,rx->rax", inside, board.weights[rows]).reshape(len(rows), -1)
        rest = board.value[rows] - dense @ own.reshape(-1)
        self.system = csr_array(dense)
        self.least, self.most = board.least[rows] - rest, board.most[rows] - rest
        one = np.ones((1, self.width), dtype=np.int64)
        self.people = csr_array(np.kron(np.eye(len(own), dtype=np.int64), one))
        self.limits = [
            LinearConstraint(self.system, self.least, self.most),
            LinearConstraint(self.people, self.sizes, self.sizes),
        ]

    def solve(self, target: Target, targets: Sequence[Target]) -> dict[Target, Finding]:
        """Make the target possible, and as many of the others beside it as is easy."""
        whole, finding = self.world(targets, target)
        if whole is None:
            return {target: finding}
        place = {each: self._place(each) for each in targets}
        return {each: Finding.POSSIBLE for each, at in place.items() if whole[at] > 0}

    def world(self, wished: Sequence[Target], needed: Target | None = None) -> tuple[Ints | None, Finding]:
        """Numbers of answers, flat, that fit every row; with the needed one, and some of those wished for."""
        floor = np.zeros(self.system.shape[1])
        if needed is not None:
            floor[self._place(needed)] = 1
        wish = np.zeros_like(floor)
        for each in wished:
            wish[self._place(each)] = -1.0 / self.sizes[self.column[each[0]]]
        result = milp(
            wish,
            integrality=np.ones_like(wish),
            bounds=Bounds(floor, np.repeat(self.sizes, self.width)),
            constraints=self.limits,
            options={"node_limit": self.nodes, "mip_rel_gap": 0.9},
        )
        if result.x is None:
            return None, Finding.IMPOSSIBLE if result.status == 2 else Finding.UNCLEAR
        whole = np.rint(result.x).astype(np.int64)
        return (whole, Finding.POSSIBLE) if self._sound(whole) else (None, Finding.UNCLEAR)

    def _place(self, target: Target) -> int:
        return self.column[target[0]] * self.width + target[1]

    def _sound(self, whole: Ints) -> bool:
        values = self.system @ whole
        fits = (values >= self.least).all() and (values <= self.most).all()
        return bool(fits and (whole >= 0).all() and (self.people @ whole == self.sizes).all())
