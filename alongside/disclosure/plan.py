"""The release plan of a survey: which cells are ever shown, and why each other one is hidden (A-4 to A-8).

The plan is made once, after close, from the launch snapshot and from who answered which question. It never
sees an answer and knows no viewer. Candidate cells are every unit, and every value of every attribute at an
antichain of units and at the root.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from alongside.disclosure.cuts import Cut, choose_cuts
from alongside.disclosure.rules import ALL_RULES, ANTICHAIN_FLOOR, DEFAULT_FLOORS, Floors, Rules
from alongside.disclosure.snapshot import Flags, Ints, Snapshot, UnitTree
from alongside.disclosure.units import choose_units, labels


class Cause(StrEnum):
    """Why a cell is hidden; kept for the auditor, never shown (readers see one wording for all)."""

    TOO_FEW = "too_few"
    REMAINDER = "remainder"
    UNIT_HIDDEN = "unit_hidden"
    COMBINATION = "combination"
    MERGED = "merged"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class CellKey:
    """A group of a question: a whole unit (attribute None), or the people of it with one of `values`."""

    question: str
    unit: str
    attribute: str | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A released cell and its respondents (indices of people in the snapshot)."""

    key: CellKey
    members: Ints

    @property
    def size(self) -> int:
        return len(self.members)


@dataclass(frozen=True, slots=True)
class QuestionPlan:
    """Released cells (units parents first, then attribute cells) and hidden ones with their cause."""

    question: str
    cells: tuple[Cell, ...]
    hidden: tuple[tuple[CellKey, Cause], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The frozen plan of a survey, one part per question."""

    questions: tuple[QuestionPlan, ...]


def antichain(tree: UnitTree, counts: Ints) -> list[int]:
    """The lowest units with at least 25 respondents that have no child with as many (A-6)."""
    return [
        unit
        for unit in range(len(tree))
        if counts[unit] >= ANTICHAIN_FLOOR
        and all(counts[child] < ANTICHAIN_FLOOR for child in tree.children[unit])
    ]


def plan_survey(
    snapshot: Snapshot,
    answered: Mapping[str, Flags],
    took_part: Flags,
    floors: Floors = DEFAULT_FLOORS,
    rules: Rules = ALL_RULES,
) -> Plan:
    """Plan every question. `answered[question]` and `took_part` are flags over the snapshot's people.

    Who skipped a question is not a respondent of it, so each question has its own counts (A-8).
    """
    spots = antichain(snapshot.tree, snapshot.tree.totals(snapshot.direct_counts(took_part)))
    planned: dict[bytes, QuestionPlan] = {}
    result = []
    for question, flags in answered.items():
        counted = flags if rules.own_count_per_question else took_part
        mark = np.packbits(counted).tobytes()
        if mark not in planned:
            planned[mark] = plan_question(snapshot, question, counted, spots, floors, rules)
        result.append(_renamed(planned[mark], question, flags, rules))
    return Plan(tuple(result))


def plan_question(
    snapshot: Snapshot, question: str, answered: Flags, spots: list[int], floors: Floors, rules: Rules
) -> QuestionPlan:
    """Plan one question; `spots` are the units that may have attribute cells."""
    tree = snapshot.tree
    direct = snapshot.direct_counts(answered)
    released = choose_units(tree, direct.tolist(), floors.k, rules)
    sizes = tree.totals(direct)
    cells, hidden = _unit_cells(snapshot, question, answered, released, sizes, floors)
    near = np.array(labels(tree, released), dtype=np.int64)
    for spot in _cut_spots(spots, sizes):
        cuts = choose_cuts(snapshot, spot, answered, near, released[spot], floors, rules)
        _add_cuts(question, tree.ids[spot], cuts, cells, hidden)
    return QuestionPlan(question, tuple(cells), tuple(hidden))


def _cut_spots(spots: list[int], sizes: Ints) -> list[int]:
    return [spot for spot in spots if sizes[spot]]


def _unit_cells(
    snapshot: Snapshot, question: str, answered: Flags, released: list[bool], sizes: Ints, floors: Floors
) -> tuple[list[Cell], list[tuple[CellKey, Cause]]]:
    people = np.flatnonzero(answered & (snapshot.home >= 0))
    homes = snapshot.home[people]
    order = np.argsort(homes, kind="stable")
    people, homes = people[order], homes[order]
    cells: list[Cell] = []
    hidden: list[tuple[CellKey, Cause]] = []
    for unit, shown in enumerate(released):
        key = CellKey(question, snapshot.tree.ids[unit])
        if shown:
            first, last = np.searchsorted(homes, (unit, snapshot.tree.end[unit]))
            cells.append(Cell(key, np.sort(people[first:last])))
        else:
            hidden.append((key, Cause.TOO_FEW if sizes[unit] < floors.k else Cause.REMAINDER))
    return cells, hidden


def _add_cuts(
    question: str, unit: str, cuts: list[Cut], cells: list[Cell], hidden: list[tuple[CellKey, Cause]]
) -> None:
    for cut in cuts:
        key = CellKey(question, unit, cut.attribute, cut.values)
        if cut.cause is None:
            cells.append(Cell(key, cut.members))
        else:
            hidden.append((key, Cause(cut.cause)))


def _renamed(plan: QuestionPlan, question: str, flags: Flags, rules: Rules) -> QuestionPlan:
    def key(old: CellKey) -> CellKey:
        return CellKey(question, old.unit, old.attribute, old.values)

    cells = [Cell(key(cell.key), cell.members) for cell in plan.cells]
    if not rules.own_count_per_question:
        cells = [Cell(cell.key, cell.members[flags[cell.members]]) for cell in cells]
        cells = [cell for cell in cells if cell.size]
    return QuestionPlan(question, tuple(cells), tuple((key(old), cause) for old, cause in plan.hidden))
