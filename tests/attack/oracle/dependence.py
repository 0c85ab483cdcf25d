"""Small dependent sets of vectors: which few rows of a matrix satisfy a linear relation.

Rows carry sizes; a set counts if its sizes add up to at most a budget. The search is exhaustive. It first
projects the rows at random to a few dimensions: relations survive any projection, and a false one appears
with a probability around 1e-9 a set; callers confirm what is found.
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from .algebra import PRIME, Matrix, inverse


def dependent_sets(rows: Matrix, sizes: list[int], budget: int, seed: int = 7) -> Iterator[tuple[int, ...]]:
    """Index sets of minimal dependent rows within the budget, each at least once.

    A relation among more than two rows may be reported together with smaller ones inside the same rows.
    """
    usable = [i for i, size in enumerate(sizes) if size <= budget]
    small = rows[usable] if usable else rows[:0]
    projected = _projected(small, budget + 1, seed)
    yield from _search(projected, usable, [sizes[i] for i in usable], budget)


def _projected(rows: Matrix, dimensions: int, seed: int) -> Matrix:
    if rows.shape[1] <= dimensions:
        return rows % PRIME
    generator = np.random.default_rng(seed)
    chosen = generator.integers(1, PRIME, size=(rows.shape[1], dimensions), dtype=np.int64)
    total = np.zeros((rows.shape[0], dimensions), dtype=np.int64)
    for k in range(rows.shape[1]):
        total = (total + rows[:, k : k + 1] * chosen[k]) % PRIME
    return total


def _search(rows: Matrix, names: list[int], sizes: list[int], budget: int) -> Iterator[tuple[int, ...]]:
    zero = ~rows.any(axis=1)
    for i in np.flatnonzero(zero):
        yield (names[i],)
    keep = np.flatnonzero(~zero)
    rows, names, sizes = rows[keep], [names[i] for i in keep], [sizes[i] for i in keep]
    if len(names) < 2:
        return
    yield from _proportional(rows, names, sizes, budget)
    smallest = min(sizes)
    for i in range(len(names) - 2):
        left = budget - sizes[i]
        if left >= 2 * smallest:
            yield from _through(i, rows, names, sizes, left)


def _through(
    i: int, rows: Matrix, names: list[int], sizes: list[int], left: int
) -> Iterator[tuple[int, ...]]:
    """Sets of three or more that contain row i and later rows only: work modulo row i."""
    later = [j for j in range(i + 1, len(names)) if sizes[j] <= left]
    if len(later) < 2:
        return
    rest = _modulo(rows[later], rows[i])
    for found in _search(rest, [names[j] for j in later], [sizes[j] for j in later], left):
        if len(found) > 1:  # one row that vanishes modulo row i is a pair, and pairs are reported already
            yield (names[i], *found)


def _modulo(rows: Matrix, row: Matrix) -> Matrix:
    column = int(np.flatnonzero(row)[0])
    unit = row * inverse(int(row[column])) % PRIME
    return np.delete((rows - rows[:, column : column + 1] * unit) % PRIME, column, axis=1)


def _proportional(rows: Matrix, names: list[int], sizes: list[int], budget: int) -> Iterator[tuple[int, ...]]:
    """Pairs of rows on one line through the origin."""
    first = np.argmax(rows != 0, axis=1)
    lead = rows[np.arange(len(names)), first]
    scaled = rows * np.array([inverse(int(x)) for x in lead], dtype=np.int64)[:, None] % PRIME
    lines: dict[bytes, list[int]] = defaultdict(list)
    for i, row in enumerate(scaled):
        lines[row.tobytes()].append(i)
    for line in lines.values():
        for a, i in enumerate(line):
            for j in line[a + 1 :]:
                if sizes[i] + sizes[j] <= budget:
                    yield (names[i], names[j])
