"""Release policies that vendors publish, simplified, and known to leak: the test of the oracle.

Each filter is a unit, or a unit with one value of one attribute. The means shown are exact.
"""

import math
from collections.abc import Iterable
from typing import Any

from .oracle.knowledge import Document, Knowledge, knowledge_of

Filter = tuple[str, str | None, str | None]
Released = dict[str, Any]


def threshold_only(document: Document) -> Released:
    """Whatever has k respondents is shown."""
    return _release(document, _large(document, set()))


def threshold_and_remainder(document: Document) -> Released:
    """A cell is shown if k respondents are in it and none or k are in the rest of its filter."""
    knowledge = knowledge_of(document)
    hidden = set()
    for question in knowledge.respondents:
        for cell, whole in _wholes(knowledge):
            rest = len(_people(knowledge, question, whole)) - len(_people(knowledge, question, cell))
            if 0 < rest < knowledge.floor:
                hidden.add((question, cell))
    return _release(document, _large(document, hidden))


def next_smallest(document: Document) -> Released:
    """Where a partition hides exactly one cell, the next smallest of the partition is hidden too."""
    knowledge = knowledge_of(document)
    hidden = set()
    for question in knowledge.respondents:
        for parts in _partitions(knowledge):
            sized = sorted(parts, key=lambda cell: len(_people(knowledge, question, cell)))
            small = [c for c in sized if 0 < len(_people(knowledge, question, c)) < knowledge.floor]
            large = [c for c in sized if len(_people(knowledge, question, c)) >= knowledge.floor]
            if len(small) == 1 and large:
                hidden.add((question, large[0]))
    return _release(document, _large(document, hidden))


def _filters(knowledge: Knowledge) -> list[Filter]:
    units: list[Filter] = [(unit, None, None) for unit in knowledge.parent]
    return units + [cell for parts in _attribute_partitions(knowledge) for cell in parts]


def _attribute_partitions(knowledge: Knowledge) -> list[list[Filter]]:
    return [
        [(unit, name, value) for value in values]
        for unit in knowledge.parent
        for name, values in knowledge.values.items()
    ]


def _partitions(knowledge: Knowledge) -> Iterable[list[Filter]]:
    yield from _attribute_partitions(knowledge)
    for unit in knowledge.parent:
        yield [(child, None, None) for child in knowledge.children(unit)]


def _wholes(knowledge: Knowledge) -> Iterable[tuple[Filter, Filter]]:
    for unit, name, value in _filters(knowledge):
        whole = unit if name else knowledge.parent[unit]
        if whole is not None:
            yield (unit, name, value), (whole, None, None)


def _people(knowledge: Knowledge, question: str, cell: Filter) -> frozenset[str]:
    unit, name, value = cell
    return knowledge.group(question, unit, name, () if value is None else (value,))


def _large(document: Document, hidden: set[tuple[str, Filter]]) -> list[tuple[str, Filter]]:
    knowledge = knowledge_of(document)
    return [
        (question, cell)
        for question in knowledge.respondents
        for cell in _filters(knowledge)
        if len(_people(knowledge, question, cell)) >= knowledge.floor and (question, cell) not in hidden
    ]


def _release(document: Document, cells: list[tuple[str, Filter]]) -> Released:
    knowledge = knowledge_of(document)
    shown = []
    for question, cell in cells:
        people = _people(knowledge, question, cell)
        mean = sum(document["answers"][question][p] for p in people) / len(people)
        unit, attribute, value = cell
        shown.append(
            {
                "question": question,
                "unit": unit,
                "attribute": attribute,
                "value": value,
                "n_band": str(len(people)),
                "mean": {"text": repr(mean), "low": mean, "high": mean},
                "distribution": None,
            }
        )
    return {"cells": shown, "hidden": []}


def naive_clamp(document: Document) -> Released:
    """One flat unit; a bound instead of the mean, but only where the total is below one top answer."""
    (question,) = document["answers"]
    answers = document["answers"][question]
    n, total, scale = len(answers), sum(answers.values()), document["scale"]
    bound = scale / n
    clamped = {"text": f"{bound:.2f} or lower", "low": None, "high": bound}
    exact = {"text": f"{total / n:.2f}", "low": total / n, "high": total / n}
    cell = {"question": question, "unit": document["units"][0]["id"], "attribute": None, "value": None}
    mean = clamped if total < scale else exact
    return {"cells": [{**cell, "n_band": str(n), "mean": mean, "distribution": None}], "hidden": []}


def nothing(_document: Document) -> Released:
    """The safest planner of all, and the reason why utility is measured."""
    return {"cells": [], "hidden": []}


def company_only(document: Document) -> Released:
    """One coarse mean for the whole company, with bounds that swallow the ends: dull, and without a leak."""
    knowledge = knowledge_of(document)
    cells = []
    for question, answers in document["answers"].items():
        people = knowledge.in_unit(question, knowledge.root)
        if len(people) >= knowledge.floor:
            mean = _coarse(sum(answers[p] for p in people), len(people), document["scale"])
            cell = {"question": question, "unit": knowledge.root, "attribute": None, "value": None}
            cells.append({**cell, "n_band": str(len(people)), "mean": mean, "distribution": None})
    return {"cells": cells, "hidden": []}


def _coarse(total: int, n: int, scale: int) -> dict[str, Any]:
    lowest, highest = math.ceil(2 * scale / n) / 2, math.floor(2 * (n - 1) * scale / n) / 2
    mean = total / n
    if mean <= lowest:
        return {"text": f"{lowest} or lower", "low": None, "high": lowest}
    if mean >= highest:
        return {"text": f"{highest} or higher", "low": highest, "high": None}
    step = math.floor(2 * mean + 0.5) / 2
    return {"text": str(step), "low": step - 0.25, "high": step + 0.25}
