"""T22: with any one of the planner's rules switched off, the suite fails; with all on, it passes.

| rule | how it is switched off |
|---|---|
| A-3, A-20 | the plan is made again after somebody left, and both plans are read |
| A-4 | `manager_one_up`; and the membership of cells, counted afresh |
| A-5 | every head of a unit gets a plan of that unit alone, and two of them pool |
| A-7 | `hidden_remainder`, `hidden_sub_units`; in a tree `hidden_remainder`, and no floor of managers |
| A-8 | `exact_audit`, `own_count_per_question`; anonymous: skips taken as if nobody had skipped |
| A-9, A-10, A-11, A-12 | `clamp`, `rounding`, `distribution_caps`, `deniability` |
| A-14, A-24 | not in the library: participation while open, and how answers are stored |
| A-12, unlinked skips | no proofs; windows not narrowed; skips taken as known; no band of answers |
| A-15 | `wave_steps` |
| A-17 | `comment_remainder` |
"""

import copy
import dataclasses
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest

from alongside.disclosure.anonymous import plan_anonymous
from alongside.disclosure.anonymous_box import plan_anonymous_document
from alongside.disclosure.blackbox import plan_document
from alongside.disclosure.rules import Rules
from alongside.disclosure.skips import BlockCounts, Skips
from alongside.disclosure.snapshot import Invitee, Snapshot, UnitTree

from .attacks.case import Planner, attacked
from .attacks.combinations import every_linear_combination
from .attacks.displays import excluded_answers
from .attacks.exhaustive import conclusions, organisation_of
from .attacks.floors import floors
from .attacks.trees import TreePlanner, months, tree_findings
from .attacks.unlinked import between_two, nearly_agreed, unlinked_findings
from .attacks.waves import sticky_reader
from .oracle.findings import Finding
from .oracle.knowledge import knowledge_of
from .oracle.linear import exposures
from .organisations import organisation
from .planned import rate_of_units, two_waves

Try = Callable[[Planner], list[Finding]]


def _on(document: dict[str, Any], attack: Callable[..., list[Finding]]) -> Try:
    return lambda planner: attack(attacked(document, planner))


def _two_teams_at_the_bottom(planner: Planner) -> list[Finding]:
    """The company and the third team leave the other two next to nothing."""
    teams = [(0,) * 5, (0,) * 5, (3,) * 5]
    return excluded_answers(attacked(organisation_of(teams, 4, "default"), planner))


def _every_team_of_five(planner: Planner) -> list[Finding]:
    return conclusions(planner, [5], 4, "default")[1]


# For each rule what gives it away. The cheapest attack that does is enough.
GIVEN_AWAY: dict[str, Try] = {
    "manager_one_up": _on(organisation("managers_of_levels", 8), floors),
    "hidden_remainder": _on(organisation("managers_of_levels", 8), every_linear_combination),
    "hidden_sub_units": _on(organisation("managers_of_levels", 76), every_linear_combination),
    "exact_audit": _on(organisation("one_dissenter", 10), every_linear_combination),
    "own_count_per_question": _on(organisation("different_skips", 19, "strict"), every_linear_combination),
    "clamp": _every_team_of_five,
    "rounding": _on(organisation("edge_sizes", 3), floors),
    "distribution_caps": _on(organisation("edge_sizes", 3), floors),
    "deniability": _two_teams_at_the_bottom,
}


@pytest.mark.parametrize("rule", sorted(GIVEN_AWAY))
def test_without_this_rule_an_attack_succeeds(rule: str) -> None:
    mutant = partial(plan_document, rules=dataclasses.replace(Rules(), **{rule: False}))
    assert GIVEN_AWAY[rule](mutant)


@pytest.mark.parametrize("rule", sorted(GIVEN_AWAY))
def test_with_all_rules_the_same_attack_fails(rule: str) -> None:
    assert GIVEN_AWAY[rule](plan_document) == []


def test_every_switch_of_the_rules_is_tried() -> None:
    elsewhere = {"wave_steps", "comment_remainder"}
    assert set(GIVEN_AWAY) | elsewhere == {field.name for field in dataclasses.fields(Rules)}


def test_without_half_steps_a_sticky_reader_knows_the_newcomer() -> None:
    """A-15: T9 over 400 pairs of waves."""
    mutant = partial(two_waves, rules=Rules(wave_steps=False))
    assert sticky_reader(mutant, 1, 400)
    assert sticky_reader(two_waves, 1, 400) == []


@pytest.mark.parametrize(
    "mutant",
    [
        partial(rate_of_units, second_floor=0),
        partial(rate_of_units, second_floor=1),
        partial(rate_of_units, second_floor=0, rules=Rules(hidden_remainder=False)),
    ],
)
def test_trees_without_a_floor_of_managers_or_remainders_give_pairs_away(mutant: TreePlanner) -> None:
    """A-7 in its simple form."""
    assert any(tree_findings(mutant, month) for seed in range(30) for month in months(seed))


def test_no_tree_gives_pairs_or_managers_away_in_any_month() -> None:
    shown = 0
    for seed in range(200):
        for month in months(seed):
            assert tree_findings(rate_of_units, month) == []
            shown += len(rate_of_units(month))
    assert shown > 200


@pytest.mark.parametrize("seed", [6, 7, 8])
def test_a_plan_made_again_after_somebody_left_gives_that_person_away(seed: int) -> None:
    """A-3, A-20: two plans of one survey are two sets of sums; only the first may ever be read."""
    document = organisation("realistic", seed)
    knowledge = knowledge_of(document)
    leaver = min(knowledge.respondents["q1"], key=lambda person: (knowledge.place[person] is None, person))
    after = copy.deepcopy(document)
    for answers in after["answers"].values():
        answers.pop(leaver, None)
    both = [_groups(each) for each in (document, after)]
    assert exposures(both[0] + both[1], 5, 1)
    assert exposures(both[0], 5, 1) == []


@pytest.mark.parametrize("seed", [2, 5, 7, 9])
def test_a_plan_for_each_head_of_a_unit_leaks_when_two_of_them_pool(seed: int) -> None:
    """A-5: each plan is safe by itself; together they are not."""
    document = organisation("two_hierarchies", seed)
    whole = _groups(document)
    own = [_groups(_unit_alone(document, unit["id"])) for unit in document["units"]]
    assert exposures(whole, 5, 1) == []
    assert all(exposures(groups, 5, 1) == [] for groups in own if groups)
    assert exposures([*whole, *(group for groups in own for group in groups)], 5, 1)


def test_skips_taken_as_answers_leak_in_anonymous_surveys(monkeypatch: pytest.MonkeyPatch) -> None:
    """A-8: the six people without a site; two of them skipped."""
    tree = UnitTree([("all", None)])
    people = [Invitee(f"p{at}", "all", attributes={"site": "Ulm"} if at < 34 else {}) for at in range(40)]
    snapshot = Snapshot(tree, people, {"site": ["Ulm", "Bern"]})
    counts = {"q": BlockCounts({"all": 38}, {("all", "site", "Ulm"): 34, ("all", "site", "Bern"): 0})}

    def planned() -> list[frozenset[str]]:
        plan = plan_anonymous(snapshot, np.ones(40, dtype=np.bool_), counts).questions[0]
        return [frozenset(people[at].id for at in cell.members if at not in (34, 35)) for cell in plan.cells]

    assert exposures(planned(), 5, 1) == []
    monkeypatch.setattr(Skips, "most", lambda _skips, _people: 0)
    assert exposures(planned(), 5, 1)


# Each takes one rule of the proof for whoever skipped away; a survey that shows it.
UNPROVEN: dict[str, tuple[str, object, dict[str, Any]]] = {
    "no proof is asked for": (
        "protect_anonymous.doubts", lambda _crowd, _wanted: [], nearly_agreed(1, "default"),
    ),
    "windows are as wide as if all had answered": (
        "crowd._narrowed", lambda row, _n, _missing, _band: row, nearly_agreed(10, "strict"),
    ),
    "it is taken as known who skipped": (
        "crowd.Crowd._plain",
        lambda crowd: np.ones(len(crowd.skips.direct), dtype=np.bool_),
        nearly_agreed(20, "default"),
    ),
    "those who may have skipped answer as they like": (
        "crowd.Crowd.held", property(lambda _crowd: []), between_two(161, "strict"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("rule", sorted(UNPROVEN))
def test_without_a_rule_of_the_proof_a_membership_gives_somebody_away(
    rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A-12 for unlinked skips."""
    place, instead, document = UNPROVEN[rule]
    assert unlinked_findings(document, plan_anonymous_document, 0, few=40) == []
    monkeypatch.setattr(f"alongside.disclosure.{place}", instead)
    assert unlinked_findings(document, plan_anonymous_document, 0, few=40)


def _groups(document: dict[str, Any]) -> list[frozenset[str]]:
    """The released cells of the first question as groups of people, withheld ones included."""
    released, knowledge = plan_document(document), knowledge_of(document)
    cells = released["cells"] + [cell for cell in released["hidden"] if cell["cause"] == "withheld"]
    return [
        knowledge.group("q1", cell["unit"], cell["attribute"], _listed(cell["value"]))
        for cell in cells
        if cell["question"] == "q1"
    ]


def _listed(value: str | list[str] | None) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else value


def _unit_alone(document: dict[str, Any], unit: str) -> dict[str, Any]:
    """The survey as if a unit were the whole company."""
    knowledge = knowledge_of(document)
    inside = {u for u in knowledge.parent if unit in knowledge.path(u)}
    invited = [
        {**person, "unit": knowledge.place[person["id"]], "manages": []}
        for person in document["invited"]
        if knowledge.place[person["id"]] in inside
    ]
    ids = {person["id"] for person in invited}
    return {
        **document,
        "units": [
            {"id": u["id"], "parent": None if u["id"] == unit else u["parent"]}
            for u in document["units"]
            if u["id"] in inside
        ],
        "invited": invited,
        "answers": {
            question: {person: answer for person, answer in answers.items() if person in ids}
            for question, answers in document["answers"].items()
        },
    }
