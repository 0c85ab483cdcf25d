"""T4, T10, T11: what must not change the released bytes, and what may not depend on answers at all."""

import copy
import json
from random import Random
from typing import Any

from ..oracle.findings import Finding
from .case import Case

Document = dict[str, Any]


def canonical(released: dict[str, Any]) -> str:
    return json.dumps(released, sort_keys=True, ensure_ascii=False)


def constancy(case: Case) -> list[Finding]:
    """T11: a repeated call, another order of people, renamed units and leavers change nothing."""
    untouched = canonical(case.document)
    same = _leavers(_renamed(_shuffled(case.document)))
    after = canonical(case.planner(same)).replace('"zz-', '"')
    found = []
    if after != canonical(case.released):
        found.append(Finding("T11", "*", (), "order, names or people without answers changed the release"))
    if canonical(case.document) != untouched:
        found.append(Finding("T11", "*", (), "planning changed the snapshot"))
    return found


def _shuffled(document: Document) -> Document:
    random = Random("T11")
    shuffled = copy.deepcopy(document)
    random.shuffle(shuffled["invited"])
    for question, answers in shuffled["answers"].items():
        people = list(answers)
        random.shuffle(people)
        shuffled["answers"][question] = {person: answers[person] for person in people}
    return shuffled


def _renamed(document: Document) -> Document:
    """Every unit gets a prefix, which keeps their order."""
    text = copy.deepcopy(document)
    for unit in text["units"]:
        unit["id"] = f"zz-{unit['id']}"
        unit["parent"] = unit["parent"] and f"zz-{unit['parent']}"
    for person in text["invited"]:
        person["unit"] = f"zz-{person['unit']}"
        person["manages"] = [f"zz-{unit}" for unit in person.get("manages", ())]
    return text


def _leavers(document: Document) -> Document:
    """People who did not answer and manage nobody are not in any count: without them all is as before."""
    answered = set().union(*document["answers"].values())
    kept = [p for p in document["invited"] if p["id"] in answered or p.get("manages")]
    return {**copy.deepcopy(document), "invited": copy.deepcopy(kept)}


def plan_ignores_answers(case: Case) -> list[Finding]:
    """T10: with the same participation and other answers, the same cells are planned, in the same order.

    A cell may then be shown or withheld, but the list of all cells, shown or hidden, is the same.
    """
    other = copy.deepcopy(case.document)
    random = Random("T10")
    for answers in other["answers"].values():
        for person, answer in answers.items():
            answers[person] = None if answer is None else random.randint(0, other["scale"])
    before, after = _all_cells(case.released), _all_cells(case.planner(other))
    if before == after:
        return []
    changed = sorted(before ^ after)[:3]
    return [Finding("T10", "*", (), f"other answers changed the plan: {changed}")]


def _all_cells(released: dict[str, Any]) -> set[str]:
    keys = ("question", "unit", "attribute", "value")
    return {json.dumps([c[k] for k in keys]) for c in released["cells"] + released["hidden"]}
