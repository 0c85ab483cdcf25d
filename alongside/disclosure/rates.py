"""How much of what was expected took place, unit by unit in a tree, frozen month by month.

Each pair of people counts once with a level from 0 (nothing took place) to 4 (everything). A unit is shown
when it has enough pairs under enough managers, and so is everything that can be derived from the units shown:
the nested choice of `units.py` with a second count (A-7). A person who manages units counts one level up (A-4).
A mean is shown in half steps with both ends clamped (A-9, A-10), so a month is an interval, never a number.

Months are audited together as if every pair stayed as it was (M7): over everything shown in the months before
and this one, each group of pairs that nothing tells apart must still be able to contain a pair at either end of
the scale. While one cannot, the smallest unit of this month around it is withheld.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
import numpy.typing as npt

from alongside.disclosure.display import Window, count_band, show_mean
from alongside.disclosure.rules import Profile, Refusal
from alongside.disclosure.snapshot import Invitee, UnitTree, counting_unit
from alongside.disclosure.units import choose_units_with_second

type Floats = npt.NDArray[np.float64]

LEVELS = 4
LEAST_PAIRS = 5
LEAST_MANAGERS = 3
HALF_STEPS = 2
_NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair: the unit it belongs to, the units the lower one of the two manages, its manager, its level."""

    id: str
    unit: str
    manager: str
    level: int
    manages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A unit as shown: a band of pairs, and a share in per cent; None where the text leaves that end open.

    `least` and `most` are the totals of levels that lead to the same text.
    """

    unit: str
    band: str
    low: int | None
    high: int | None
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Month:
    """What one month shows: its cells, and for every pair in any of them the units shown that hold it."""

    cells: tuple[Cell, ...]
    members: Mapping[str, tuple[str, ...]]


def level_of(held: int, expected: int) -> int:
    """The level of a pair, to the nearest quarter. Raises Refusal where nothing was expected."""
    if not 0 <= held <= expected or not expected:
        raise Refusal(f"{held} of {expected} is no share")
    return (2 * LEVELS * held + expected) // (2 * expected)


def release(tree: UnitTree, pairs: Sequence[Pair], before: Sequence[Month] = ()) -> Month:
    """What may be shown of a closed month, given what was shown of earlier ones. The same for every viewer."""
    homes = {pair.id: _home(tree, pair) for pair in pairs}
    if len(homes) < len(pairs):
        raise Refusal("a pair is listed twice")
    counted = [pair for pair in pairs if homes[pair.id] >= 0]
    shown = _chosen(tree, counted, homes)
    while True:
        month = _month(tree, counted, homes, shown)
        failed = _failed([*before, month])
        if not month.cells or not failed:
            return month
        shown.discard(tree.at(_smallest_around(month, failed)))


def _home(tree: UnitTree, pair: Pair) -> int:
    return counting_unit(tree, Invitee(pair.id, pair.unit, pair.manages))


def _chosen(tree: UnitTree, pairs: Sequence[Pair], homes: Mapping[str, int]) -> set[int]:
    """Every manager counts in one unit only, so that sums over units never count one twice."""
    direct, seconds = [0] * len(tree), [0] * len(tree)
    under: dict[str, Counter[int]] = defaultdict(Counter)
    for pair in pairs:
        direct[homes[pair.id]] += 1
        under[pair.manager][homes[pair.id]] += 1
    for units in under.values():
        seconds[min(units, key=lambda unit: (-units[unit], unit))] += 1
    flags = choose_units_with_second(tree, direct, seconds, LEAST_PAIRS, LEAST_MANAGERS)
    return {unit for unit, kept in enumerate(flags) if kept}


def _month(tree: UnitTree, pairs: Sequence[Pair], homes: Mapping[str, int], shown: set[int]) -> Month:
    members = {
        pair.id: tuple(tree.ids[unit] for unit in sorted(shown) if unit <= homes[pair.id] < tree.end[unit])
        for pair in pairs
    }
    members = {pair: units for pair, units in members.items() if units}
    totals, sizes = Counter[str](), Counter[str]()
    for pair in pairs:
        for unit in members.get(pair.id, ()):
            totals[unit] += pair.level
            sizes[unit] += 1
    cells = [_cell(tree.ids[unit], totals[tree.ids[unit]], sizes[tree.ids[unit]]) for unit in sorted(shown)]
    return Month(tuple(cells), members)


def _cell(unit: str, total: int, size: int) -> Cell:
    text, window = show_mean(total, size, LEVELS, Profile.STRICT, steps=HALF_STEPS)
    low = None if text.low is None else floor(text.low * 100 / LEVELS)
    high = None if text.high is None else ceil(text.high * 100 / LEVELS)
    return Cell(unit, count_band(size), low, high, window.least, window.most)


def _smallest_around(month: Month, failed: set[str]) -> str:
    """The smallest unit of this month that holds somebody of a failed group; else the smallest of all."""
    sizes = Counter(unit for units in month.members.values() for unit in units)
    near = {unit for pair in failed for unit in month.members.get(pair, ())}
    return min(near or set(sizes), key=lambda unit: (sizes[unit], unit))


def _failed(months: Sequence[Month]) -> set[str]:
    """Pairs whose group can't have one at an end of the scale any more, whatever fits all texts."""
    atoms, rows, windows = _system(months)
    if not rows:
        return set()
    sizes = np.array([len(pairs) for pairs in atoms], dtype=np.float64)
    matrix = np.vstack([np.array(rows, dtype=np.float64), -np.array(rows, dtype=np.float64)])
    limits = np.array([w.most for w in windows] + [-w.least for w in windows], dtype=np.float64)
    failed: set[str] = set()
    for at, pairs in enumerate(atoms):
        most, least = (_extreme(matrix, limits, sizes, at, sign) for sign in (-1.0, 1.0))
        if most < LEVELS - _NEAR or least > (sizes[at] - 1) * LEVELS + _NEAR:
            failed |= set(pairs)
    return failed


def _extreme(matrix: Floats, limits: Floats, sizes: Floats, at: int, sign: float) -> float:
    """The least (sign 1) or most (-1) total of one group; what nothing fits counts as known exactly."""
    from scipy.optimize import linprog  # noqa: PLC0415  (half a second, which every process would wait for)

    goal = np.zeros(len(sizes))
    goal[at] = sign
    bounds = [(0.0, LEVELS * size) for size in sizes]
    found = linprog(goal, A_ub=matrix, b_ub=limits, bounds=bounds, method="highs")
    if not found.success:
        return -np.inf if sign < 0 else np.inf
    return float(found.fun) * sign


def _system(
    months: Sequence[Month],
) -> tuple[list[list[str]], list[list[int]], list[Window]]:
    """Atoms (pairs in the same cells of all months), one row of 0 and 1 per cell, and its window."""
    where: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, month in enumerate(months):
        for pair, units in month.members.items():
            where[pair] += [(number, unit) for unit in units]
    groups: dict[tuple[tuple[int, str], ...], list[str]] = defaultdict(list)
    for pair, cells in where.items():
        groups[tuple(cells)].append(pair)
    keys = [(number, cell) for number, month in enumerate(months) for cell in month.cells]
    rows = [[int((number, cell.unit) in held) for held in map(set, groups)] for number, cell in keys]
    return list(groups.values()), rows, [Window(cell.least, cell.most) for _, cell in keys]
