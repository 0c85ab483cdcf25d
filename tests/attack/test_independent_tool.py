"""Fifty single partitions: the published program and the oracle agree on what can be computed exactly."""

from pathlib import Path
from random import Random

import pytest

from alongside.disclosure.blackbox import plan_document

from .attacks.exhaustive import organisation_of
from .independent_tool import exactly_computable
from .oracle.linear import Span

engine = pytest.importorskip("pytauargus.engine", reason="pytauargus is not installed (optional cross-check)")


@pytest.mark.parametrize("seed", range(50))
def test_tau_argus_and_the_oracle_agree_on_a_partition(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    sizes = {f"part{i}": random.randint(1, 12) for i in range(random.randint(3, 7))}
    people = {part: [f"{part}-{i}" for i in range(size)] for part, size in sizes.items()}
    # Answers start at 1 here: the program knows that sums are not negative, which would pin down sums of 0.
    parts = {part: (sum(random.randint(1, 5) for _ in who), len(who)) for part, who in people.items()}
    hidden = {part for part, size in sizes.items() if size < 5} | set(random.sample(sorted(sizes), 1))
    span = Span(
        [frozenset(p for who in people.values() for p in who)]
        + [frozenset(who) for part, who in people.items() if part not in hidden]
    )
    computable = {part for part in hidden if span.holds(frozenset(people[part]))}
    assert exactly_computable(engine.run_batch, tmp_path, parts, hidden) == computable


@pytest.mark.parametrize("seed", range(50))
def test_tau_argus_computes_no_small_part_of_a_partition_that_the_planner_left(
    seed: int, tmp_path: Path
) -> None:
    random = Random(f"partition/{seed}")
    sizes = {f"t{i}": random.choice([2, 3, 4, 5, 6, 8, 11]) for i in range(random.randint(2, 7))}
    teams = [tuple(random.randint(0, 4) for _ in range(size)) for size in sizes.values()]
    released = plan_document(organisation_of(teams, 4, "default"))
    # A cell withheld for deniability belongs to the plan: the sums are judged as if it were shown.
    hidden = {c["unit"] for c in released["hidden"] if c["cause"] != "withheld"}
    assert "all" not in hidden
    parts = {unit: (sum(team) + len(team), len(team)) for unit, team in zip(sizes, teams, strict=True)}
    exact = exactly_computable(engine.run_batch, tmp_path, parts, hidden) if hidden else set()
    assert not [unit for unit in exact if sizes[unit] < 5]
