"""The exact test behind the promise: is anything about fewer than k people derivable from the sums?

Rows are released sums, columns are atoms (respondents with identical membership), entries 0 or 1, weights
are respondents per atom. A linear combination of the sums tells about fewer than k people when it is not
zero and touches atoms of total weight below k. That is the least weight of a non-zero word of a linear code
over the rationals (the row space). Words can only live on atoms lighter than k, so the row space is first
cut down to those; usually nothing is left and the answer is immediate.

Numbers are floats with a wide margin: a true dependency always shows as one, so an error can only hide a
cell too many, never release one too many. Source: `docs/disclosure.md`, section "The exact audit".
"""

import numpy as np
import numpy.typing as npt
from scipy.linalg import qr

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_ZERO = 1e-7
_NARROW = 1e-13
_FLAT = 1e-11
_CALL_LIMIT = 20_000
_PAIR_LIMIT = 25_000
_CHUNK = 1024
_PLANES = ((0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3))


def merge_columns(rows: Floats, weights: Ints) -> tuple[Floats, Ints, Ints]:
    """Columns with equal entries become one: (rows, weights, group of each old column)."""
    if rows.shape[1] == 0:
        return rows, weights, np.zeros(0, dtype=np.int64)
    kept, group = np.unique(rows, axis=1, return_inverse=True)
    group = group.reshape(-1)
    total = np.bincount(group, weights=weights, minlength=kept.shape[1]).astype(np.int64)
    return kept, total, group.astype(np.int64)


def basis(rows: Floats) -> Floats:
    """An orthonormal basis of the row space, (rank, columns)."""
    if rows.size == 0:
        return np.zeros((0, rows.shape[1]))
    _, values, right = np.linalg.svd(rows, full_matrices=False)
    return np.asarray(right[values > _ZERO * max(1.0, values[0])])


def light_words(rows: Floats, weights: Ints, k: int) -> tuple[Floats, Ints]:
    """Basis of the row-space words that vanish on every atom of k or more: (words on light atoms, atoms)."""
    light = np.flatnonzero(weights < k)
    heavy = np.flatnonzero(weights >= k)
    if light.size == 0:
        return np.zeros((0, 0)), light
    space = basis(rows)
    if heavy.size == 0:
        return space[:, light], light
    left, values, _ = np.linalg.svd(space[:, heavy], full_matrices=True)
    rank = int((values > _ZERO).sum())
    return np.asarray(left[:, rank:].T @ space[:, light]), light


def derivable_few(rows: Floats, weights: Ints, k: int) -> list[int] | None:
    """Atoms (column numbers) of total weight below k about which something is derivable, or None.

    `rows` is (sums, columns) of 0 and 1; columns may repeat. An empty list means the search was given up,
    which callers must treat as a leak.
    """
    merged, totals, group = merge_columns(rows, weights)
    used = (merged != 0).any(axis=0) & (totals > 0)
    merged, totals, origin = merged[:, used], totals[used], np.flatnonzero(used)
    words, light = light_words(merged, totals, k)
    if words.shape[0] == 0:
        return None
    found = _lightest(words, totals[light], k)
    if found is None:
        return None
    guilty = set(origin[light[found]].tolist())
    return [column for column, of in enumerate(group.tolist()) if of in guilty]


def _lightest(words: Floats, weights: Ints, k: int) -> list[int] | None:
    """Columns carrying a non-zero word of weight below k; empty when the search was given up."""
    live = np.flatnonzero(np.abs(words).max(axis=0) > _ZERO)
    words, weights = words[:, live], weights[live]
    if words.shape[0] == 1:
        return live.tolist() if int(weights.sum()) < k else None
    if _has_disjoint_bases(words, k):
        return None
    order = np.argsort(weights, kind="stable")
    found = _Search(_dual(words)[order], weights[order], k).run()
    return None if found is None else live[order[found]].tolist()


def _has_disjoint_bases(words: Floats, k: int) -> bool:
    """k disjoint column sets that each determine a word: then a word on fewer than k columns is zero."""
    left, rank = words, words.shape[0]
    for _ in range(k):
        if left.shape[1] < rank:
            return False
        corner, order = qr(left, mode="r", pivoting=True)
        if abs(corner[rank - 1, rank - 1]) < _ZERO:
            return False
        left = np.delete(left, order[:rank], axis=1)
    return True


def _dual(words: Floats) -> Floats:
    """Null space of the words, one row per column of theirs: (columns, nullity)."""
    _, values, right = np.linalg.svd(words, full_matrices=True)
    rank = int((values > _ZERO).sum())
    return np.asarray(right[rank:].T)


class _Search:
    """Looks for a linearly dependent set of rows whose weights sum to less than k."""

    def __init__(self, vectors: Floats, weights: Ints, k: int) -> None:
        self.weights = weights
        self.k = k
        self.vectors = _project(vectors, max(_most(weights, k), 4))
        self.calls_left = _CALL_LIMIT

    def run(self) -> list[int] | None:
        return self._extend(self.vectors, np.arange(len(self.weights)), self.k)

    def _extend(self, vectors: Floats, names: Ints, room: int) -> list[int] | None:
        """`vectors` are taken modulo the rows chosen so far; what is added must weigh less than `room`."""
        fits = self.weights[names] < room
        vectors, names = vectors[fits], names[fits]
        if names.size == 0:
            return None
        self.calls_left -= 1
        if self.calls_left < 0:
            return []
        lengths = np.sqrt((vectors * vectors).sum(axis=1))
        short = np.flatnonzero(lengths < _ZERO)
        if short.size:
            return [int(names[short[0]])]
        own = self.weights[names]
        most = _most(own, room)
        vectors = vectors / lengths[:, None]
        if most > 4:
            return self._step_down(vectors, names, room)
        for size, find in ((2, _parallel), (3, _flat_three), (4, _flat_four)):
            if most >= size and (found := find(vectors, own, room)) is not None:
                return [int(names[at]) for at in found]
        return None

    def _step_down(self, vectors: Floats, names: Ints, room: int) -> list[int] | None:
        """Sets of two and more: the first one chosen, the others modulo it."""
        own = self.weights[names]
        for at in range(len(names) - 1):
            if int(own[at : at + 2].sum()) >= room:
                break
            rest = vectors[at + 1 :]
            reduced = rest - np.outer(rest @ vectors[at], vectors[at])
            found = self._extend(reduced, names[at + 1 :], room - int(own[at]))
            if found is not None:
                return [int(names[at]), *found] if found else []
        return None


def _most(weights: Ints, room: int) -> int:
    """Largest number of columns whose weights sum to less than `room`."""
    return int((np.cumsum(np.sort(weights)) < room).sum())


def _project(vectors: Floats, size: int) -> Floats:
    """A generic projection to `size` dimensions keeps every independent set of `size` rows independent.

    Vectors of fewer dimensions get zeros, which keeps every set as it is.
    """
    if vectors.shape[1] <= size:
        return np.pad(vectors, ((0, 0), (0, size - vectors.shape[1])))
    mix = np.random.default_rng(20_260_101).standard_normal((vectors.shape[1], size))
    return np.asarray(vectors @ mix)


def _parallel(vectors: Floats, weights: Ints, room: int) -> list[int] | None:
    """Two parallel unit rows of total weight below room."""
    cosine = vectors @ vectors.T
    left, right = np.nonzero(np.triu(cosine * cosine > 1.0 - _NARROW, 1))
    return _light(np.stack([left, right], axis=1), weights, room)


def _flat_three(vectors: Floats, weights: Ints, room: int) -> list[int] | None:
    """Three dependent rows: their determinant in three dimensions is zero."""
    weights = weights[: int((weights + 2 * weights[0] < room).sum())]
    x, y, z = _project(vectors[: len(weights)], 3).T
    one, two = np.triu_indices(len(weights), 1)
    if len(one) > _PAIR_LIMIT:
        return []
    cross = np.stack(
        [
            y[one] * z[two] - z[one] * y[two],
            z[one] * x[two] - x[one] * z[two],
            x[one] * y[two] - y[one] * x[two],
        ]
    )
    for start in range(0, len(one), _CHUNK):
        flat = np.abs(cross[:, start : start + _CHUNK].T @ np.stack([x, y, z])) < _FLAT
        pair, third = np.nonzero(flat)
        found = _light(np.stack([one[pair + start], two[pair + start], third], axis=1), weights, room)
        if found is not None:
            return found
    return None


def _flat_four(vectors: Floats, weights: Ints, room: int) -> list[int] | None:
    """Four dependent rows: determinants in four dimensions from those of pairs (Laplace)."""
    weights = weights[: int((weights + 3 * weights[0] < room).sum())]
    vectors = _project(vectors[: len(weights)], 4)
    one, two = np.triu_indices(len(weights), 1)
    if len(one) > _PAIR_LIMIT:
        return []
    first, second = vectors[one], vectors[two]
    minors = [first[:, i] * second[:, j] - first[:, j] * second[:, i] for i, j in _PLANES]
    plane = np.stack(minors, axis=1)
    facing = plane[:, ::-1] * np.array([1.0, -1.0, 1.0, 1.0, -1.0, 1.0])
    for start in range(0, len(one), _CHUNK):
        left, right = np.nonzero(np.abs(plane[start : start + _CHUNK] @ facing.T) < _FLAT)
        sets = np.stack([one[left + start], two[left + start], one[right], two[right]], axis=1)
        found = _light(sets, weights, room)
        if found is not None:
            return found
    return None


def _light(sets: Ints, weights: Ints, room: int) -> list[int] | None:
    """The first of some sets (sets, members) that has no member twice and weighs less than `room`."""
    sets = np.sort(sets, axis=1)
    good = (np.diff(sets, axis=1) > 0).all(axis=1) & (weights[sets].sum(axis=1) < room)
    return [int(at) for at in sets[good][0]] if good.any() else None
