"""The release plan where answers carry no link to a person (anonymous mode).

Known are the snapshot, who took part, and how many answers a question has in each block. Cells hold
everybody who took part; `Cell.n` says how many of them answered, nobody knows which. Units are chosen by
their counts alone, which are exact; cuts are audited for the worst membership that the counts allow.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from alongside.disclosure.company import Block, CompanyRoom
from alongside.disclosure.cuts import Cut, Room, UnitRoom, choose_cuts
from alongside.disclosure.plan import (
    Cell,
    Plan,
    QuestionPlan,
    add_cuts,
    antichain,
    unit_cells,
)
from alongside.disclosure.rules import DEFAULT_FLOORS, Floors
from alongside.disclosure.skips import BlockCounts, Skips
from alongside.disclosure.snapshot import Flags, Ints, Snapshot
from alongside.disclosure.units import choose_units, labels


def plan_anonymous(
    snapshot: Snapshot,
    took_part: Flags,
    counts: Mapping[str, BlockCounts],
    floors: Floors = DEFAULT_FLOORS,
) -> Plan:
    """Plan every question from `counts[question]`. `took_part` are flags over the snapshot's people.

    Cuts are planned where counts of values are given: at units of the antichain, and at the root. Raises
    `Refusal` for counts that cannot be.
    """
    return Plan(
        tuple(
            _Question(question, snapshot, took_part, known, floors).plan()
            for question, known in counts.items()
        )
    )


class _UnlinkedRoom:
    """The local audit of one unit (as `UnitRoom`), for the worst membership."""

    def __init__(self, people: Ints, blocks: Ints, k: int, skips: Skips) -> None:
        self.inside = UnitRoom(people, blocks, k)
        self.skips = skips

    def safe(self, cuts: Sequence[Cut]) -> bool:
        return self.skips.few(self.inside.rows(cuts), self.inside.people, self.inside.k) is None


class _Question:
    def __init__(
        self, question: str, snapshot: Snapshot, took_part: Flags, counts: BlockCounts, floors: Floors
    ) -> None:
        self.question, self.snapshot, self.took_part, self.floors = question, snapshot, took_part, floors
        self.counts = counts
        self.skips = Skips(snapshot, took_part, counts)
        tree = snapshot.tree
        self.released = choose_units(tree, self.skips.direct.tolist(), floors.k)
        self.sizes = tree.totals(self.skips.direct)
        self.near: Ints = np.array(labels(tree, self.released), dtype=np.int64)

    def plan(self) -> QuestionPlan:
        tree = self.snapshot.tree
        cells, hidden = unit_cells(
            self.snapshot, self.question, self.took_part, self.released, self.sizes, self.floors
        )
        cells = [Cell(cell.key, cell.members, int(self.sizes[tree.at(cell.key.unit)])) for cell in cells]
        spots = antichain(tree, tree.totals(self.snapshot.direct_counts(self.took_part)))
        blocks: list[Block] = []
        covered = ~self.took_part | (self.snapshot.home < 0)
        for spot in spots:
            people = self.snapshot.inside(spot, self.took_part)
            cuts = self._cuts(spot, people, self._unit_room(spot, people))
            add_cuts(self.question, tree.ids[spot], cuts, cells, hidden)
            if self.released[spot]:
                blocks.append(self._block(people, cuts))
                covered[people] = True
        if 0 not in spots:
            room = self._company_room(blocks, np.flatnonzero(~covered))
            cuts = self._cuts(0, self.snapshot.inside(0, self.took_part), room)
            add_cuts(self.question, tree.ids[0], cuts, cells, hidden)
        return QuestionPlan(self.question, tuple(cells), tuple(hidden))

    def _cuts(self, unit: int, people: Ints, room: Room | None) -> list[Cut]:
        """Cuts of a unit by its counts; none where no counts are given."""
        name = self.snapshot.tree.ids[unit]
        given = {attribute for at, attribute, _ in self.counts.values if at == name}
        cuts = choose_cuts(
            self.snapshot,
            people,
            room,
            self.floors,
            total=int(self.sizes[unit]),
            counted=lambda attribute, value, _: self.counts.values.get((name, attribute, value), 0),
        )
        return [cut for cut in cuts if cut.attribute in given]

    def _unit_room(self, unit: int, people: Ints) -> Room | None:
        if not self.released[unit]:
            return None
        return _UnlinkedRoom(people, self._blocks(people), self.floors.k, self.skips)

    def _blocks(self, people: Ints) -> Ints:
        return np.asarray(self.near[self.snapshot.home[people]])

    def _block(self, people: Ints, cuts: list[Cut]) -> Block:
        shown = [cut for cut in cuts if cut.cause is None]
        rows = UnitRoom(people, self._blocks(people), 0).rows(shown)
        return Block(people, rows, sure=self.skips.most(people) == 0)

    def _company_room(self, blocks: list[Block], outside: Ints) -> Room | None:
        if not self.released[0]:
            return None
        where = self._blocks(outside)
        rest = [outside[where == label] for label in np.unique(where)]
        whole = [
            *blocks,
            *(Block(each, np.ones((1, len(each))), self.skips.most(each) == 0) for each in rest),
        ]
        return CompanyRoom(whole, self.floors.k, self.skips)
