"""The most cells that any planner could release without Leak-1: an exhaustive search for small cases.

A leak never goes away by releasing more, so a branch ends as soon as the cells chosen so far leak.
"""

from collections.abc import Sequence

from .attacks.floors import SPECIAL_FLOOR, antichain
from .oracle.atoms import Group
from .oracle.knowledge import Knowledge
from .oracle.linear import exposures


def candidates(knowledge: Knowledge, question: str) -> list[Group]:
    """Groups with enough people: every unit, and single values at the antichain of units."""
    units = [knowledge.in_unit(question, unit) for unit in knowledge.parent]
    groups = [group for group in units if len(group) >= knowledge.floor]
    for unit in sorted(antichain(knowledge)):
        for name, values in knowledge.values.items():
            least = SPECIAL_FLOOR if name in knowledge.special else 0
            least = max(least, knowledge.floors["k_attribute"])
            cuts = [knowledge.group(question, unit, name, (value,)) for value in values]
            groups += [cut for cut in cuts if len(cut) >= least]
    return list(dict.fromkeys(groups))


def most_cells(groups: Sequence[Group], k: int) -> int:
    """The size of the largest leak-free subset of the groups; doubles in time with each group."""
    harmless = [g for g in groups if not exposures([g], k, 1)]
    return _most([], harmless, k, 0)


def _most(chosen: list[Group], left: list[Group], k: int, best: int) -> int:
    if len(chosen) + len(left) <= best:
        return best
    if not left:
        return len(chosen)
    head, rest = left[0], left[1:]
    if not exposures([*chosen, head], k, 1):
        best = _most([*chosen, head], rest, k, best)
    return _most(chosen, rest, k, best)
