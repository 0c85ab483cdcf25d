"""Policies known to leak do leak, as far as the oracle sees: a suite that passes them is worth nothing."""

from typing import Any

import pytest

from . import toy_planners
from .attacks.case import Planner, attacked
from .attacks.combinations import every_linear_combination, filters_minus_filters, wholes_minus_parts
from .attacks.dictionary import Dictionary, excluded_by_the_program, flat_unit
from .attacks.displays import all_or_none, excluded_answers, true_claims
from .attacks.exhaustive import conclusions
from .attacks.floors import floors
from .oracle.linear import exposed_people
from .organisations import organisation

POLICIES = [
    toy_planners.threshold_only,
    toy_planners.threshold_and_remainder,
    toy_planners.next_smallest,
]


def _with_attributes(seed: int) -> dict[str, Any]:
    """Organisations of the kind for which the leaks of vendor rules are published."""
    return organisation("two_hierarchies", seed)


@pytest.mark.parametrize("policy", POLICIES)
def test_each_vendor_rule_leaks_in_every_organisation_with_attributes(policy: Planner) -> None:
    leaking = [bool(every_linear_combination(attacked(_with_attributes(seed), policy))) for seed in range(8)]
    assert all(leaking)


def test_rules_that_hide_more_expose_fewer_people_but_still_some() -> None:
    exposed = []
    for policy in POLICIES:
        cases = [attacked(_with_attributes(seed), policy) for seed in range(6)]
        exposed.append(sum(len(_exposed(case.cells["q1"])) for case in cases))
    assert exposed[0] > max(exposed[1:]) and min(exposed) > 0


def _exposed(cells: list[Any]) -> frozenset[str]:
    return exposed_people([cell.people for cell in cells], 5)


def test_differences_of_filters_expose_people_under_a_bare_threshold() -> None:
    case = attacked(organisation("irregular", 3), toy_planners.threshold_only)
    assert filters_minus_filters(case)
    assert wholes_minus_parts(case)


def test_a_formula_of_a_leak_adds_up() -> None:
    case = attacked(_with_attributes(1), toy_planners.threshold_only)
    cells = list(dict.fromkeys(cell.people for cell in case.cells["q1"]))
    for exposure in case.exposures["q1"]:
        weight: dict[str, Any] = {}
        for number, share in exposure.formula:
            for person in cells[number]:
                weight[person] = weight.get(person, 0) + share
        assert {person for person, w in weight.items() if w} <= set(exposure.people)
        assert any(weight.values())
        assert len(exposure.people) < 5


def test_exact_means_exclude_answers() -> None:
    case = attacked(flat_unit([0, 0, 0, 1, 0, 0], 4, "default"), toy_planners.threshold_only)
    assert excluded_answers(case)


def test_a_clamp_that_is_printed_only_below_its_bound_is_seen_through() -> None:
    planner = toy_planners.naive_clamp
    case = attacked(flat_unit([0, 0, 1, 0, 0], 4, "default"), planner)
    assert not excluded_answers(case)
    assert excluded_by_the_program(case, Dictionary(planner, 4, "default"))


def test_enumeration_sees_through_the_naive_clamp_too() -> None:
    runs, found = conclusions(toy_planners.naive_clamp, [5], 2, "default")
    assert runs == 21
    assert found


def test_a_false_display_a_bare_zero_and_a_cell_of_four_are_reported() -> None:
    document = flat_unit([4, 4, 4, 4], 4, "default")
    bar = {"text": "0 %", "low": 0.0, "high": 0.0}
    shown = {
        "question": "q",
        "unit": "all",
        "attribute": None,
        "value": None,
        "n_band": "4",
        "mean": {"text": "3.0", "low": 2.9, "high": 3.1},
        "distribution": [bar, bar, {"text": "100 %", "low": 1.0, "high": 1.0}],
    }
    case = attacked(document, lambda _document: {"cells": [shown], "hidden": []})
    assert true_claims(case)
    assert len(all_or_none(case)) == 3
    assert "4 respondents" in str(floors(case)[0])
