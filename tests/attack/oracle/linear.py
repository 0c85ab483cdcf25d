"""Leak-1: is something about fewer than k respondents a linear combination of the released sums?

The worst case is assumed: every released cell gives away its exact sum. The combinations form the row space
of the cell x atom matrix. Those that vanish on every atom of k or more people form a subspace, found by
elimination; it falls apart into independent blocks; in each block the search for a combination that touches
fewer than k people is exhaustive. Every hit is confirmed in rational arithmetic and stated as a formula.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from .algebra import PRIME, Matrix, null_space, reduced, solution
from .atoms import Atoms, Group, atoms_of
from .dependence import dependent_sets


@dataclass(frozen=True)
class Exposure:
    """`people` fewer than k respondents, whose weighted sum is `formula` (cell number, weight)."""

    people: tuple[str, ...]
    formula: tuple[tuple[int, Fraction], ...]


def small_supports(groups: Sequence[Group], k: int) -> Iterator[tuple[Atoms, tuple[int, ...]]]:
    """Smallest sets of atoms, fewer than k people each, about which the sums determine something."""
    atoms = atoms_of(groups)
    for block, basis in _blocks(atoms, k):
        hidden = null_space(*reduced(basis))
        sizes = [atoms.sizes[a] for a in block]
        for found in dependent_sets(hidden, sizes, k - 1):
            if _minimal(hidden, found):
                yield atoms, tuple(block[i] for i in found)


def exposures(groups: Sequence[Group], k: int, most: int = 3) -> list[Exposure]:
    """Up to `most` confirmed exposures; empty means that no combination touches fewer than k people."""
    found: dict[tuple[int, ...], Exposure] = {}
    for atoms, support in small_supports(groups, k):
        if support not in found and (exposure := _confirmed(atoms, support)):
            found[support] = exposure
        if len(found) == most:
            break
    return list(found.values())


def exposed_people(groups: Sequence[Group], below: int) -> frozenset[str]:
    """Everybody in some set of fewer than `below` respondents that the sums say something about."""
    people: set[str] = set()
    for atoms, support in small_supports(groups, below):
        people.update(atoms.names(support))
    return frozenset(people)


def smallest_exposed(groups: Sequence[Group], below: int) -> int:
    """The size of the smallest set that the sums say something about, or `below` if none is smaller."""
    for limit in range(1, below):
        if any(True for _ in small_supports(groups, limit + 1)):
            return limit
    return below


class Span:
    """All sums that the sums of some groups determine."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._atoms = atoms_of(groups)
        self._open = null_space(*reduced(self._atoms.incidence))

    def holds(self, wanted: Group) -> bool:
        """Whether the sum over the wanted people is a linear combination of the sums of the groups."""
        inside = [a for a, people in enumerate(self._atoms.people) if wanted.issuperset(people)]
        if sum(self._atoms.sizes[a] for a in inside) != len(wanted):
            return False
        return not (self._open[inside].sum(axis=0) % PRIME).any()


def _minimal(rows: Matrix, dependent: tuple[int, ...]) -> bool:
    """No row can be left out; the smaller set would be reported by itself."""
    return all(
        len(reduced(rows[[i for i in dependent if i != left_out]])[1]) == len(dependent) - 1
        for left_out in dependent
    )


def _blocks(atoms: Atoms, k: int) -> Iterator[tuple[list[int], Matrix]]:
    """Independent blocks of the combinations that vanish on all atoms of k or more people."""
    large = [a for a, size in enumerate(atoms.sizes) if size >= k]
    small = [a for a, size in enumerate(atoms.sizes) if size < k]
    if not small:
        return
    rows, pivots = reduced(atoms.incidence[:, large + small])
    local = rows[[i for i, pivot in enumerate(pivots) if pivot >= len(large)], len(large) :]
    for columns in _components(local):
        touching = local[:, columns].any(axis=1)
        yield [small[c] for c in columns], local[touching][:, columns]


def _components(rows: Matrix) -> list[list[int]]:
    """Columns joined by a row of the reduced form; columns that are zero everywhere belong to no block."""
    left = {int(c) for c in np.flatnonzero(rows.any(axis=0))}
    found = []
    while left:
        block = {left.pop()}
        while True:
            rows_hit = rows[:, sorted(block)].any(axis=1)
            grown = {int(c) for c in np.flatnonzero(rows[rows_hit].any(axis=0))}
            if grown <= block:
                break
            block |= grown
        left -= block
        found.append(sorted(block))
    return found


def _confirmed(atoms: Atoms, support: tuple[int, ...]) -> Exposure | None:
    """Rational weights of the cells whose combination is non-zero on the support and zero elsewhere.

    For each atom of the support in turn: value one there, zero on all atoms outside, anything on the others.
    """
    outside = [a for a in range(len(atoms.people)) if a not in support]
    for atom in support:
        columns = atoms.incidence[:, [*outside, atom]].T
        weights = solution(columns, [Fraction(0)] * len(outside) + [Fraction(1)])
        if weights is not None:
            formula = tuple((c, w) for c, w in enumerate(weights) if w)
            return Exposure(atoms.names(support), formula)
    return None
