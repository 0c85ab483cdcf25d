"""Exact linear algebra on small integer matrices: arithmetic modulo a prime, certificates in rationals.

Modulo a 31-bit prime every product fits a 64-bit integer. A rank modulo a prime never exceeds the rational
rank and is smaller only if the prime divides every maximal minor, so for practical purposes no dependence is
missed, and each one found is confirmed in rationals before it is believed.
"""

from fractions import Fraction

import numpy as np
import numpy.typing as npt

PRIME = 2_147_483_629
Matrix = npt.NDArray[np.int64]


def reduced(matrix: Matrix) -> tuple[Matrix, list[int]]:
    """Reduced row echelon form modulo PRIME without zero rows, and its pivot columns."""
    rows = matrix.astype(np.int64) % PRIME
    pivots: list[int] = []
    for column in range(rows.shape[1]):
        top = len(pivots)
        if top == rows.shape[0]:
            break
        below = np.flatnonzero(rows[top:, column])
        if not below.size:
            continue
        rows[[top, top + below[0]]] = rows[[top + below[0], top]]
        _clear(rows, top, column)
        pivots.append(column)
    return rows[: len(pivots)], pivots


def _clear(rows: Matrix, top: int, column: int) -> None:
    rows[top] = rows[top] * inverse(int(rows[top, column])) % PRIME
    others = np.flatnonzero(rows[:, column])
    others = others[others != top]
    rows[others] = (rows[others] - rows[others, column][:, None] * rows[top]) % PRIME


def inverse(number: int) -> int:
    return pow(number, -1, PRIME)


def null_space(row_basis: Matrix, pivots: list[int]) -> Matrix:
    """A basis of what the rows leave open: a row for each column of the matrix, a column for each freedom."""
    width = row_basis.shape[1]
    free = [column for column in range(width) if column not in set(pivots)]
    basis = np.zeros((width, len(free)), dtype=np.int64)
    basis[free, range(len(free))] = 1
    if pivots and free:
        basis[pivots] = (-row_basis[:, free]) % PRIME
    return basis


def rational_rank(matrix: list[list[int]]) -> int:
    """Rank over the rationals; for small matrices and for the confirmation of what was found modulo PRIME."""
    rows = [[Fraction(entry) for entry in row] for row in matrix]
    rank = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(rank, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for i in range(rank + 1, len(rows)):
            if factor := rows[i][column] / rows[rank][column]:
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[rank], strict=True)]
        rank += 1
    return rank


def solution(columns: Matrix, target: list[Fraction]) -> list[Fraction] | None:
    """Weights w with `columns @ w == target`, exactly; None if there are none."""
    rows = [[Fraction(int(a)) for a in row] + [t] for row, t in zip(columns, target, strict=True)]
    width = columns.shape[1]
    pivots: list[int] = []
    for column in range(width + 1):
        top = len(pivots)
        pivot = next((i for i in range(top, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        if column == width:
            return None
        rows[top], rows[pivot] = rows[pivot], rows[top]
        rows[top] = [entry / rows[top][column] for entry in rows[top]]
        for i, row in enumerate(rows):
            if i != top and (factor := row[column]):
                rows[i] = [a - factor * b for a, b in zip(row, rows[top], strict=True)]
        pivots.append(column)
    weights = [Fraction(0)] * width
    for row, column in zip(rows, pivots, strict=False):
        weights[column] = row[width]
    return weights
