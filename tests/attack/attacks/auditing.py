"""AUD: the planner's own auditor against the oracle, on released cells that nobody planned."""

import math
from collections.abc import Callable
from random import Random
from typing import Any

from ..oracle.deniability import denials, must_stay_possible
from ..oracle.findings import Finding
from ..oracle.knowledge import Document, Knowledge, knowledge_of
from ..oracle.linear import exposures
from ..oracle.released import Shown, shown_cells

Auditor = Callable[[Document, dict[str, Any]], list[dict[str, Any]]]
STEPS = (20, 8, 4)  # a mean is shown to a twentieth, an eighth, a quarter


def random_release(document: Document, seed: int) -> dict[str, Any]:
    """Some units and some single values in units, with true intervals around their means."""
    random, knowledge = Random(f"AUD/{seed}"), knowledge_of(document)
    question = sorted(knowledge.respondents)[0]
    cells = [
        _cell(document, knowledge, (question, unit, name, value), random)
        for unit in knowledge.parent
        for name, value in [(None, None), *_values(knowledge)]
        if random.random() < (0.6 if name is None else 0.15)
    ]
    return {"cells": [cell for cell in cells if cell], "hidden": []}


def _values(knowledge: Knowledge) -> list[tuple[str, str]]:
    return [(name, value) for name, values in knowledge.values.items() for value in values]


def _cell(
    document: Document, knowledge: Knowledge, key: tuple[str, str, str | None, str | None], random: Random
) -> dict[str, Any] | None:
    question, unit, name, value = key
    people = knowledge.group(question, unit, name, () if value is None else (value,))
    if len(people) < knowledge.floor:
        return None
    step, mean = random.choice(STEPS), sum(document["answers"][question][p] for p in people) / len(people)
    low, high = math.floor(mean * step) / step, (math.floor(mean * step) + 1) / step
    return {
        "question": question,
        "unit": unit,
        "attribute": name,
        "value": value,
        "n_band": "5-9",
        "mean": {"text": f"{low} to {high}", "low": low, "high": high},
        "distribution": None,
    }


def disagreements(auditor: Auditor, document: dict[str, Any], seed: int) -> list[Finding]:
    """Leaks that only one of the two sees, by kind."""
    released, knowledge = random_release(document, seed), knowledge_of(document)
    kinds = {leak["kind"] for leak in auditor(document, released)}
    found = []
    for question, cells in shown_cells(knowledge, released).items():
        if cells:
            sums = bool(exposures([cell.people for cell in cells], knowledge.floor, 1))
            found += _compared(question, "sum", sums, kinds)
            found += _compared(question, "answer", _excluded(cells, knowledge, document), kinds)
    return found


def _excluded(cells: list[Shown], knowledge: Knowledge, document: dict[str, Any]) -> bool:
    wanted = must_stay_possible(knowledge.profile, knowledge.scale)
    answers = document["answers"][cells[0].question]
    return bool(denials(cells, knowledge.scale, wanted, witness=answers).impossible)


def _compared(question: str, kind: str, leaks: bool, kinds: set[str]) -> list[Finding]:
    if leaks == (kind in kinds):
        return []
    return [Finding("AUD", question, (), f"{kind}: the oracle says {leaks}, the auditor {kind in kinds}")]
