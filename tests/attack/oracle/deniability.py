"""Leak-2: can somebody be proven not to have given an answer?

Unknowns are whole numbers: how many members of an atom gave each answer. Every display is an interval on a
sum of them. For each atom and each answer that must stay possible an integer assignment has to exist. One
assignment serves many atoms, so the solver is asked for assignments that serve as many open atoms as it can;
each is checked in integers before it counts, and what stays open is decided atom by atom.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csr_array, hstack, vstack

from .atoms import Atoms, atoms_of
from .released import Shown

Counts = npt.NDArray[np.int64]
INFEASIBLE, OPTIMAL, OUT_OF_TIME = 2, 0, 1
PATIENCE = (
    15  # times the usual limit, for the question that nothing else has decided; a busy machine is no leak
)


@dataclass
class Verdict:
    """Pairs (people of one atom, answer that nobody of them can have given); `undecided`: out of time."""

    impossible: list[tuple[tuple[str, ...], int]] = field(default_factory=list)
    undecided: list[tuple[tuple[str, ...], int]] = field(default_factory=list)


def must_stay_possible(profile: str, scale: int) -> tuple[int, ...]:
    """One-sided: nobody is proven not to have given the top answer. Two-sided: nor any other."""
    return tuple(range(scale + 1)) if profile == "strict" else (scale,)


def denials(
    cells: Sequence[Shown],
    scale: int,
    answers: Sequence[int],
    *,
    known: Mapping[str, int] | None = None,
    witness: Mapping[str, int] | None = None,
    seconds: float = 20.0,
) -> Verdict:
    """Which of the answers some respondent provably did not give.

    `known`: answers of colluders. `witness`: any assignment to begin with, such as the true one; like those
    of the solver it counts only if it satisfies every display: it can save time, but hide nothing.
    """
    solver = _Solver(cells, scale, known or {})
    solver.begin_with(witness or {})
    verdict = Verdict()
    for answer in answers:
        for atom, status in solver.unserved(answer, seconds).items():
            people = solver.atoms.people[atom]
            (verdict.impossible if status == INFEASIBLE else verdict.undecided).append((people, answer))
    return verdict


class _Solver:
    """The displays as rows over counts[atom, answer], flattened, and a search for assignments within them."""

    def __init__(self, cells: Sequence[Shown], scale: int, known: Mapping[str, int]) -> None:
        groups = [cell.people for cell in cells]
        self.known = known
        self.atoms: Atoms = atoms_of(groups + [frozenset({person}) for person in known])
        self.width = scale + 1
        self._rows, self._low, self._high = self._displays(cells)
        self._served = np.zeros((len(self.atoms.people), self.width), dtype=bool)

    def begin_with(self, assignment: Mapping[str, int]) -> None:
        """Check an assignment that somebody proposes."""
        if all(person in assignment for people in self.atoms.people for person in people):
            counts = np.zeros((len(self.atoms.people), self.width))
            for atom, people in enumerate(self.atoms.people):
                for person in people:
                    counts[atom, assignment[person]] += 1
            self._checked(counts.ravel())

    def unserved(self, answer: int, seconds: float) -> dict[int, int]:
        """Atoms for which no consistent assignment contains the answer, with the solver's last word."""
        while open_atoms := self._open(answer):
            self._checked(self._solve(self._wish(open_atoms, answer), seconds).x)
            if len(self._open(answer)) == len(open_atoms):
                return self._one_by_one(open_atoms, answer, seconds)
        return {}

    def _open(self, answer: int) -> list[int]:
        """Atoms of which no assignment so far, sought for whatever answer, has somebody give this one."""
        strangers = (a for a, people in enumerate(self.atoms.people) if people[0] not in self.known)
        return [a for a in strangers if not self._served[a, answer]]

    def _one_by_one(self, atoms: list[int], answer: int, seconds: float) -> dict[int, int]:
        failed: dict[int, int] = {}
        for atom in atoms:
            result = self._solve(None, seconds, forced=(atom, answer))
            if result.status == OUT_OF_TIME and result.x is None:
                result = self._solve(None, PATIENCE * seconds, forced=(atom, answer))
            self._checked(result.x)
            if not self._served[atom, answer]:
                failed[atom] = int(result.status)
        return failed

    def _wish(self, atoms: list[int], answer: int) -> list[int]:
        return [atom * self.width + answer for atom in atoms]

    def _solve(
        self, wished: list[int] | None, seconds: float, forced: tuple[int, int] | None = None
    ) -> OptimizeResult:
        """Maximise how many wished counts are at least one; or only look for an assignment."""
        extra = len(wished or ())
        size = len(self.atoms.people) * self.width
        rows, low, high = self._rows, self._low, self._high
        if wished:
            marks = csr_array((np.ones(extra), (range(extra), wished)), shape=(extra, size))
            flags = csr_array((-np.ones(extra), (range(extra), range(extra))), shape=(extra, extra))
            empty = csr_array((rows.shape[0], extra))
            rows = vstack([hstack([rows, empty]), hstack([marks, flags])])
            low, high = np.append(low, np.zeros(extra)), np.append(high, np.full(extra, np.inf))
        bottom, top = np.zeros(size + extra), np.append(self._tops(), np.ones(extra))
        if forced:
            bottom[forced[0] * self.width + forced[1]] = 1
        cost = np.append(np.zeros(size), -np.ones(extra))
        # Any assignment that serves somebody is progress, so a wide gap is as good as the optimum.
        options = {"time_limit": seconds, "mip_rel_gap": 0.2 if wished else 0.0}
        constraint = LinearConstraint(rows, low, high)
        integral = np.ones(size + extra)
        return milp(
            cost, constraints=constraint, bounds=Bounds(bottom, top), integrality=integral, options=options
        )

    def _checked(self, solution: npt.NDArray[np.float64] | None) -> None:
        """Note what the solver's numbers serve, if as integers too they satisfy every display."""
        if solution is None:
            return

        size = len(self.atoms.people) * self.width
        counts = np.rint(solution[:size]).astype(np.int64)
        totals = self._rows.astype(np.int64) @ counts
        if (counts >= 0).all() and (totals >= self._low).all() and (totals <= self._high).all():
            self._served |= counts.reshape(-1, self.width) > 0

    def _tops(self) -> npt.NDArray[np.float64]:
        return np.repeat(np.array(self.atoms.sizes, dtype=float), self.width)

    def _displays(self, cells: Sequence[Shown]) -> tuple[csr_array, Counts, Counts]:
        rows: list[dict[int, int]] = []
        bounds: list[tuple[int, int]] = []
        for atom, people in enumerate(self.atoms.people):
            rows.append(self._row([atom], dict.fromkeys(range(self.width), 1)))
            bounds.append((len(people), len(people)))
            if people[0] in self.known:
                rows.append(self._row([atom], {self.known[people[0]]: 1}))
                bounds.append((1, 1))
        for cell in cells:
            inside = self.atoms.inside(cell.people)
            rows.append(self._row(inside, {answer: answer for answer in range(self.width)}))
            bounds.append((cell.lowest_total, cell.highest_total))
            for band in cell.bands:
                rows.append(self._row(inside, dict.fromkeys(band.answers, 1)))
                bounds.append((band.fewest, band.most))
        low, high = (np.array(side, dtype=np.int64) for side in zip(*bounds, strict=True))
        return self._sparse(rows), low, high

    def _row(self, atoms: Sequence[int], weights: Mapping[int, int]) -> dict[int, int]:
        return {atom * self.width + answer: weight for atom in atoms for answer, weight in weights.items()}

    def _sparse(self, rows: list[dict[int, int]]) -> csr_array:
        entries = [(i, column, weight) for i, row in enumerate(rows) for column, weight in row.items()]
        where_row, where_column, weights = zip(*entries, strict=True)
        shape = (len(rows), len(self.atoms.people) * self.width)
        return csr_array((np.array(weights), (where_row, where_column)), shape=shape)
