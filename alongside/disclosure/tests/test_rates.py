"""Monthly rates of a unit tree: what is shown, and an attacker who combines every cell of every month."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest
from scipy.optimize import linprog

from alongside.disclosure.linear import derivable_few
from alongside.disclosure.rates import (
    LEAST_MANAGERS,
    LEAST_PAIRS,
    LEVELS,
    Cell,
    Month,
    Pair,
    level_of,
    release,
)
from alongside.disclosure.rules import Refusal
from alongside.disclosure.snapshot import UnitTree

TREE = UnitTree([("all", None), ("north", "all"), ("south", "all"), ("n1", "north"), ("n2", "north")])


def some(unit: str, count: int, *, managers: int, level: int = 3, start: int = 0) -> list[Pair]:
    return [
        Pair(f"{unit}-{start + n}", unit, f"{unit}-m{n % managers}", (level + n % 2) % (LEVELS + 1))
        for n in range(count)
    ]


def shown(month: Month) -> set[str]:
    return {cell.unit for cell in month.cells}


@pytest.mark.parametrize(
    ("held", "expected", "level"),
    [(0, 4, 0), (4, 4, 4), (1, 4, 1), (1, 8, 1), (1, 9, 0), (2, 3, 3), (7, 8, 4)],
)
def test_a_pair_counts_with_the_nearest_quarter(held, expected, level):
    assert level_of(held, expected) == level


@pytest.mark.parametrize(("held", "expected"), [(0, 0), (2, 1), (-1, 2)])
def test_what_is_no_share_is_refused(held, expected):
    with pytest.raises(Refusal):
        level_of(held, expected)


def test_a_unit_needs_five_pairs_under_three_managers():
    elsewhere = some("south", 12, managers=4)
    assert "north" in shown(release(TREE, [*elsewhere, *some("north", 6, managers=3)]))
    assert "north" not in shown(release(TREE, [*elsewhere, *some("north", 4, managers=3)]))
    assert "north" not in shown(release(TREE, [*elsewhere, *some("north", 9, managers=2)]))


def test_what_is_left_of_a_unit_beside_its_parts_needs_as_many():
    south = some("south", 12, managers=4)
    parts = [*some("n1", 6, managers=3), *some("n2", 2, managers=2)]
    month = release(TREE, [*south, *parts])
    assert not {"north", "n1"} <= shown(month)


def test_who_manages_a_unit_counts_one_level_up():
    boss = Pair("boss", "north", "top", 0, manages=("north",))
    month = release(TREE, [boss, *some("north", 6, managers=3), *some("south", 6, managers=3)])
    assert "north" not in month.members.get("boss", ())


def test_a_share_is_an_interval_and_nothing_is_shown_at_the_ends():
    full = [Pair(f"p{n}", "north", f"m{n % 3}", LEVELS) for n in range(6)]
    cell = next(
        cell for cell in release(TREE, [*full, *some("south", 8, managers=3)]).cells if cell.unit == "north"
    )
    assert cell.high is None and cell.low is not None and cell.low < 100


def test_a_pair_twice_is_refused():
    with pytest.raises(Refusal):
        release(TREE, [*some("north", 1, managers=1), *some("north", 1, managers=1)])


# --- the attack: random companies live through months, the attacker assumes that pairs stay as they were -------


def company(rng: random.Random) -> UnitTree:
    parents: list[tuple[str, str | None]] = [("u0", None)]
    for n in range(1, rng.randint(3, 9)):
        parents.append((f"u{n}", f"u{rng.randrange(n)}"))
    return UnitTree(parents)


def staffed(rng: random.Random, tree: UnitTree, count: int, start: int) -> list[Pair]:
    return [
        Pair(f"p{start + n}", unit, f"{unit}-m{rng.randrange(4)}", rng.choice([0, 1, 2, 3, 4, 4, 4]))
        for n in range(count)
        for unit in [rng.choice(tree.ids)]
    ]


def lived(seed: int, *, remembers: bool) -> tuple[list[Month], list[list[Pair]]]:
    rng = random.Random(seed)
    tree = company(rng)
    pairs = staffed(rng, tree, rng.randint(10, 45), 0)
    months: list[Month] = []
    history: list[list[Pair]] = []
    for number in range(3):
        months.append(release(tree, pairs, months if remembers else ()))
        history.append(pairs)
        leavers = rng.randint(0, 2)
        pairs = [*pairs[leavers:], *staffed(rng, tree, rng.randint(0, 2), 1000 * (number + 1))]
    return months, history


def rows_of(months: Sequence[Month], people: Sequence[str]) -> tuple[np.ndarray, list[Cell]]:
    rows = [
        [float(cell.unit in month.members.get(pair, ())) for pair in people]
        for month in months
        for cell in month.cells
    ]
    return np.array(rows).reshape(-1, len(people)), [cell for month in months for cell in month.cells]


def found_out(months: Sequence[Month]) -> list[str]:
    """Pairs of whom an attacker can exclude an end of the scale; person by person, sharing no code with the plan."""
    people = sorted({pair for month in months for pair in month.members})
    rows, cells = rows_of(months, people)
    if not len(rows):
        return []
    matrix = np.vstack([rows, -rows])
    limits = [cell.most for cell in cells] + [-cell.least for cell in cells]
    known = []
    for at, pair in enumerate(people):
        goal = np.zeros(len(people))
        goal[at] = 1.0
        least = linprog(goal, A_ub=matrix, b_ub=limits, bounds=(0, LEVELS), method="highs")
        most = linprog(-goal, A_ub=matrix, b_ub=limits, bounds=(0, LEVELS), method="highs")
        if not (least.success and most.success) or least.fun > 1e-6 or -most.fun < LEVELS - 1e-6:
            known.append(pair)
    return known


@pytest.mark.parametrize("seed", range(12))
def test_no_combination_of_cells_and_months_yields_a_group_below_the_floor(seed):
    months, history = lived(seed, remembers=True)
    for month, pairs in zip(months, history, strict=True):
        people = sorted(month.members)
        if not people:
            continue
        rows, _cells = rows_of([month], people)
        assert derivable_few(rows, np.ones(len(people), dtype=np.int64), LEAST_PAIRS) is None
        managers = {pair.id: pair.manager for pair in pairs}
        blocks: dict[tuple[str, ...], list[str]] = {}
        for pair in people:
            blocks.setdefault(month.members[pair], []).append(pair)
        for block in blocks.values():
            assert len(block) >= LEAST_PAIRS
            assert len({managers[pair] for pair in block}) >= LEAST_MANAGERS
    assert found_out(months) == []


def test_the_attack_finds_something_where_months_forget_each_other():
    assert any(found_out(lived(seed, remembers=False)[0]) for seed in range(40))


def test_something_is_left_to_show():
    kept = [len(month.cells) for seed in range(12) for month in lived(seed, remembers=True)[0]]
    assert sum(kept) > len(kept)  # more than one cell a month on average, in companies of 10 to 45 pairs
