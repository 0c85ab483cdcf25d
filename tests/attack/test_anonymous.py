"""Plans of anonymous surveys against the oracle: whoever it was that skipped, nothing may be derivable."""

from random import Random
from typing import Any

import numpy as np
import pytest

from alongside.disclosure.anonymous import plan_anonymous
from alongside.disclosure.skips import BlockCounts
from alongside.disclosure.snapshot import Invitee, Snapshot, UnitTree

from .oracle.knowledge import Knowledge, knowledge_of
from .oracle.linear import exposures
from .organisations import SHAPES, organisation


def _snapshot(document: dict[str, Any]) -> Snapshot:
    tree = UnitTree([(unit["id"], unit["parent"]) for unit in document["units"]])
    invited = [Invitee(p["id"], p["unit"], tuple(p["manages"]), p["attributes"]) for p in document["invited"]]
    return Snapshot(tree, invited, document["attributes"])


def _counts(knowledge: Knowledge, question: str) -> BlockCounts:
    """Numbers of answers for every unit, and for every value in every unit."""
    units = dict.fromkeys(knowledge.parent, 0)
    for person in knowledge.respondents[question]:
        if (place := knowledge.place[person]) is not None:
            units[place] += 1
    values = {
        (unit, name, value): len(knowledge.group(question, unit, name, (value,)))
        for unit in knowledge.parent
        for name, listed in knowledge.values.items()
        for value in listed
    }
    return BlockCounts(units, values)


def _some_skip(document: dict[str, Any], seed: int) -> None:
    """Few skips in the first question, many in the others."""
    random = Random(f"skips/{seed}")
    for at, answers in enumerate(document["answers"].values()):
        share = random.choice([0.01, 0.03, 0.1] if at == 0 else [0.1, 0.4])
        answers.update({p: None for p in answers if random.random() < share})


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_whoever_skipped_no_sum_of_few_respondents_is_derivable(shape: str, seed: int) -> None:
    document = organisation(shape, seed + 100)
    _some_skip(document, seed)
    knowledge, snapshot = knowledge_of(document), _snapshot(document)
    took_part = np.isin(snapshot.people, sorted(frozenset().union(*knowledge.participants.values())))
    counts = {question: _counts(knowledge, question) for question in knowledge.respondents}
    for part in plan_anonymous(snapshot, took_part, counts).questions:
        true = [
            knowledge.group(part.question, cell.key.unit, cell.key.attribute, cell.key.values)
            for cell in part.cells
        ]
        assert [cell.size for cell in part.cells] == [len(group) for group in true]
        assert not (exposures(true, 5, 1) if true else [])
