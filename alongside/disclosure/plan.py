"""The release plan of a survey: which cells are ever shown, and why each other one is hidden (A-4 to A-8).

The plan is made once, after close, from the launch snapshot and from who answered which question. It never
sees an answer and knows no viewer. Candidate cells are every unit, and every value of every attribute at an
antichain of units and at the root.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from alongside.disclosure.company import Block, CompanyRoom
from alongside.disclosure.cuts import Cut, OpenRoom, Room, UnitRoom, choose_cuts
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


type Place = tuple[str, str | None, tuple[str, ...]]
"""Unit, attribute, values: what a cell is, whatever the question or the wave."""


@dataclass(frozen=True, slots=True)
class CellKey:
    """A group of a question: a whole unit (attribute None), or the people of it with one of `values`."""

    question: str
    unit: str
    attribute: str | None = None
    values: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        return self.unit, self.attribute, self.values


@dataclass(frozen=True, slots=True)
class Cell:
    """A released cell and its respondents (indices of people in the snapshot).

    In anonymous mode `members` are all who took part, and `n` says how many of them answered.
    """

    key: CellKey
    members: Ints
    n: int | None = None

    @property
    def size(self) -> int:
        return len(self.members) if self.n is None else self.n


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
    planner = _Planner(snapshot, took_part, floors, rules)
    planned: dict[bytes, QuestionPlan] = {}
    result = []
    for question, flags in answered.items():
        counted = flags if rules.own_count_per_question else took_part
        mark = np.packbits(counted).tobytes()
        if mark not in planned:
            planned[mark] = planner.question(question, counted)
        result.append(_renamed(planned[mark], question, flags, rules))
    return Plan(tuple(result))


class _Planner:
    """Plans one question after another; equal local situations are audited once."""

    def __init__(self, snapshot: Snapshot, took_part: Flags, floors: Floors, rules: Rules) -> None:
        self.snapshot, self.floors, self.rules = snapshot, floors, rules
        counts = snapshot.tree.totals(snapshot.direct_counts(took_part))
        self.spots = antichain(snapshot.tree, counts)
        self.known: dict[tuple[int, bytes, bytes], list[Cut]] = {}

    def question(self, question: str, answered: Flags) -> QuestionPlan:
        tree = self.snapshot.tree
        direct = self.snapshot.direct_counts(answered)
        released = choose_units(tree, direct.tolist(), self.floors.k, self.rules)
        cells, hidden = unit_cells(
            self.snapshot, question, answered, released, tree.totals(direct), self.floors
        )
        near = np.array(labels(tree, released), dtype=np.int64)
        blocks: list[Block] = []
        covered = ~answered | (self.snapshot.home < 0)
        for spot in self.spots:
            people = self.snapshot.inside(spot, answered)
            cuts = self._unit_cuts(spot, people, near, released[spot])
            add_cuts(question, tree.ids[spot], cuts, cells, hidden)
            if released[spot]:
                blocks.append(_block(people, near[self.snapshot.home[people]], cuts))
                covered[people] = True
        if 0 not in self.spots:
            cuts = self._root_cuts(np.flatnonzero(~covered), near, blocks, answered, released[0])
            add_cuts(question, tree.ids[0], cuts, cells, hidden)
        return QuestionPlan(question, tuple(cells), tuple(hidden))

    def _unit_cuts(self, spot: int, people: Ints, near: Ints, shown: bool) -> list[Cut]:
        blocks = near[self.snapshot.home[people]]
        key = (spot if shown else -1 - spot, people.tobytes(), blocks.tobytes())
        if key not in self.known:
            room: Room | None = UnitRoom(people, blocks, self.floors.k) if shown else None
            room = room if self.rules.exact_audit else OpenRoom()
            self.known[key] = choose_cuts(self.snapshot, people, room, self.floors)
        return self.known[key]

    def _root_cuts(
        self, outside: Ints, near: Ints, blocks: list[Block], answered: Flags, shown: bool
    ) -> list[Cut]:
        """`outside` are the respondents in no unit with cuts; the nearest released unit is their block."""
        people = self.snapshot.inside(0, answered)
        where = near[self.snapshot.home[outside]]
        rest = [outside[where == label] for label in np.unique(where)]
        whole = [*blocks, *(Block(each, np.ones((1, len(each)))) for each in rest)]
        room: Room | None = CompanyRoom(whole, self.floors.k) if shown else None
        room = room if self.rules.exact_audit else OpenRoom()
        return choose_cuts(self.snapshot, people, room, self.floors)


def _block(people: Ints, blocks: Ints, cuts: list[Cut]) -> Block:
    shown = [cut for cut in cuts if cut.cause is None]
    return Block(people, UnitRoom(people, blocks, 0).rows(shown))


def unit_cells(
    snapshot: Snapshot, question: str, answered: Flags, released: list[bool], sizes: Ints, floors: Floors
) -> tuple[list[Cell], list[tuple[CellKey, Cause]]]:
    """Released units as cells, the others with their cause; `sizes` are respondents per unit."""
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


def add_cuts(
    question: str, unit: str, cuts: list[Cut], cells: list[Cell], hidden: list[tuple[CellKey, Cause]]
) -> None:
    """Append the cuts of a unit to the cells and the hidden."""
    for cut in cuts:
        key = CellKey(question, unit, cut.attribute, cut.values)
        if cut.cause is None:
            cells.append(Cell(key, cut.members, None if cut.n == len(cut.members) else cut.n))
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
