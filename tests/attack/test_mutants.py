"""T22: with any one of the planner's rules switched off, the suite fails; with all on, it passes."""

import dataclasses
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from alongside.disclosure.blackbox import Rules, plan_document

from .attacks.case import Planner, attacked
from .attacks.combinations import every_linear_combination
from .attacks.displays import excluded_answers
from .attacks.exhaustive import conclusions, organisation_of
from .attacks.floors import floors
from .oracle.findings import Finding
from .organisations import organisation

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
