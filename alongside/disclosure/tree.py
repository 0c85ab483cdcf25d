"""The simple form: one number for each unit of a tree, such as the rhythm of 1:1s (A-7, A-12, A-13).

An entry is what is counted: a pair that meets, an absence, a training. It counts in one unit, carries a whole
number 0..scale, and may name a second thing of which a unit needs some, such as the manager of the pair: a
rate under a single manager would be a score of that person. Remainders need both floors as well.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alongside.disclosure.plan import Cause, Cell, CellKey, Place, QuestionPlan
from alongside.disclosure.protect import Release, protect
from alongside.disclosure.rules import ALL_RULES, DEFAULT_FLOORS, Floors, Profile, Refusal, Rules
from alongside.disclosure.snapshot import Ints, UnitTree
from alongside.disclosure.units import choose_units, choose_units_with_second


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing counted: its id, the unit, its number, and what it has in common with others."""

    id: str
    unit: str
    value: int
    second: str | None = None


def plan_tree(
    tree: UnitTree,
    entries: Sequence[Entry],
    floors: Floors = DEFAULT_FLOORS,
    second_floor: int = 0,
    rules: Rules = ALL_RULES,
) -> QuestionPlan:
    """Which units show their number. Members of cells are positions in `entries`; values are not looked at.

    With a `second_floor` a unit, and every remainder, needs that many different `second`s. Each of them
    counts in one unit only, where most of its entries are, so no sum of counts exceeds the truth. Raises
    `Refusal` for an unknown unit, an entry listed twice, and an entry without a second where there is a floor.
    """
    homes = _homes(tree, entries, second_floor > 0)
    direct = np.bincount(homes, minlength=len(tree)).astype(np.int64)
    if second_floor:
        seconds = _seconds(tree, entries, homes)
        released = choose_units_with_second(tree, direct.tolist(), seconds.tolist(), floors.k, second_floor)
    else:
        released = choose_units(tree, direct.tolist(), floors.k, rules)
    sizes = tree.totals(direct)
    cells, hidden = [], []
    for unit, shown in enumerate(released):
        key = CellKey("", tree.ids[unit])
        if shown:
            inside = np.flatnonzero((homes >= unit) & (homes < tree.end[unit]))
            cells.append(Cell(key, inside.astype(np.int64)))
        else:
            hidden.append((key, Cause.TOO_FEW if sizes[unit] < floors.k else Cause.REMAINDER))
    return QuestionPlan("", tuple(cells), tuple(hidden))


def show_tree(
    tree: UnitTree,
    entries: Sequence[Entry],
    scale: int = 1,
    floors: Floors = DEFAULT_FLOORS,
    second_floor: int = 0,
    profile: Profile = Profile.STRICT,
    coarse: frozenset[Place] = frozenset(),
    rules: Rules = ALL_RULES,
) -> Release:
    """Plan and display the mean of each unit; with `scale` 1 it is the share of entries that are 1.

    `strict` is the default here: whether a pair met is told neither way. Raises `Refusal` as `plan_tree`,
    and for a value off the scale.
    """
    for entry in entries:
        if not 0 <= entry.value <= scale:
            raise Refusal(f"entry {entry.id!r} has the value {entry.value}, which is out of 0..{scale}")
    values: Ints = np.array([entry.value for entry in entries], dtype=np.int64)
    plan = plan_tree(tree, entries, floors, second_floor, rules)
    return protect(plan, values, scale, tree.ids[0], profile, rules, coarse)


def _homes(tree: UnitTree, entries: Sequence[Entry], needs_second: bool) -> Ints:
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise Refusal(f"entry {entry.id!r} is listed twice")
        if needs_second and entry.second is None:
            raise Refusal(f"entry {entry.id!r} names no second, but there is a floor for it")
        seen.add(entry.id)
    return np.array([tree.at(entry.unit) for entry in entries], dtype=np.int64)


def _seconds(tree: UnitTree, entries: Sequence[Entry], homes: Ints) -> Ints:
    """(units,): how many seconds have most of their entries directly in a unit, the first unit if several."""
    shares: dict[str, Counter[int]] = {}
    for entry, home in zip(entries, homes.tolist(), strict=True):
        shares.setdefault(str(entry.second), Counter())[home] += 1
    counts: Ints = np.zeros(len(tree), dtype=np.int64)
    for units in shares.values():
        counts[min(units, key=lambda unit: (-units[unit], unit))] += 1
    return counts
