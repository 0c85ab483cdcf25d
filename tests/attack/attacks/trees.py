"""The simple form for one number per unit (rhythm of 1:1s): pairs under managers, month by month.

Written from the rule alone: a rate needs five pairs under three managers, and so does everything that can be
computed from rates. The tree is described by parents; what is planned comes as groups of pairs by unit.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations
from random import Random

from ..oracle.findings import Finding
from ..oracle.linear import exposures

K, MANAGERS = 5, 3


@dataclass(frozen=True)
class Month:
    """`parent` of each unit; for each pair its unit and its manager."""

    parent: Mapping[str, str | None]
    pairs: Mapping[str, tuple[str, str]]


TreePlanner = Callable[[Month], Mapping[str, frozenset[str]]]
"""Planned units with the pairs that count in them."""


def months(seed: int) -> tuple[Month, Month]:
    """Two months of one company; in the second a few pairs are new, gone, or with another manager."""
    random = Random(f"trees/{seed}")
    parent: dict[str, str | None] = {"u00": None}
    for at in range(1, random.randint(3, 14)):
        parent[f"u{at:02d}"] = random.choice(sorted(parent))
    managers = {f"m{at}": random.choice(sorted(parent)) for at in range(random.randint(3, 16))}
    first: dict[str, tuple[str, str]] = {}
    for at in range(random.randint(10, 90)):
        manager = random.choice(sorted(managers))
        own = random.random() < 0.8
        first[f"pair{at}"] = (managers[manager] if own else random.choice(sorted(parent)), manager)
    second = {pair: place for pair, place in first.items() if random.random() < 0.97}
    second["new"] = (random.choice(sorted(parent)), random.choice(sorted(managers)))
    return Month(parent, first), Month(parent, second)


def tree_findings(planner: TreePlanner, month: Month) -> list[Finding]:
    """Sums of fewer than five pairs (T1), and remainders of shown units under fewer than three managers."""
    shown = planner(month)
    found = [
        Finding("TREE", "rate", exposure.people, "fewer than five pairs")
        for exposure in (exposures(list(shown.values()), K, 1) if shown else [])
    ]
    for unit, pairs in shown.items():
        parts = [other for at, other in shown.items() if at != unit and other < pairs]
        for rest in (pairs, pairs.difference(*parts)):
            under = {month.pairs[pair][1] for pair in rest}
            if rest and len(under) < MANAGERS:
                found.append(Finding("TREE", "rate", tuple(sorted(rest)), f"{unit}: only {sorted(under)}"))
    for (one, left), (other, right) in combinations(shown.items(), 2):
        between = {month.pairs[pair][1] for pair in left ^ right}
        if (
            left ^ right
            and (len(left ^ right) < K or len(between) < MANAGERS)
            and (left < right or right < left)
        ):
            found.append(Finding("TREE", "rate", tuple(sorted(left ^ right)), f"{one} minus {other}"))
    return found
