"""The most cells that any planner could release without Leak-1: an exhaustive search for small cases.

A leak never goes away by releasing more, so a branch ends as soon as the cells chosen so far leak.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .attacks.case import Planner, attacked
from .attacks.floors import SPECIAL_FLOOR, antichain
from .oracle.atoms import Group
from .oracle.knowledge import Knowledge
from .oracle.linear import exposures
from .organisations import organisation

SMALL = 12


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


@dataclass
class Kept:
    """Cells that could be shown at most, those planned, and those shown; over so many questions."""

    possible: int = 0
    planned: int = 0
    shown: int = 0
    questions: int = 0


def against_the_best(
    planner: Planner, seeds: Iterable[int], shape: str = "irregular", profile: str = "default"
) -> Kept:
    """Small questions (at most 12 candidates) of organisations of a shape; candidates alone are counted."""
    kept = Kept()
    for seed in seeds:
        case = attacked(organisation(shape, seed, profile), planner)
        knowledge = case.knowledge
        for question in knowledge.respondents:
            groups = candidates(knowledge, question)
            if len(groups) > SMALL:
                continue
            shown = {cell.people for cell in case.cells.get(question, [])}
            withheld = {
                knowledge.group(question, cell["unit"], cell["attribute"], _values(cell["value"]))
                for cell in case.released["hidden"]
                if cell["question"] == question and cell["cause"] == "withheld"
            }
            kept.questions += 1
            kept.possible += most_cells(groups, knowledge.floor)
            kept.planned += len((shown | withheld) & set(groups))
            kept.shown += len(shown & set(groups))
    return kept


def _values(value: str | list[str] | None) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else value
