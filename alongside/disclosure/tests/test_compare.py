"""Two waves: who joined and left decides how finely the later one is shown (A-15)."""

import copy
from typing import Any

import pytest

from alongside.disclosure.blackbox import plan_document
from alongside.disclosure.compare import Wave, compare_all, compare_waves
from alongside.disclosure.plan import Place
from alongside.disclosure.rules import Rules
from alongside.disclosure.tests.surveys import document_of

ALL: Place = ("all", None, ())
TEAM: Place = ("team", None, ())
ABOVE = {"all": (), "team": ("all",)}


def _wave(**groups: range) -> Wave:
    cells: dict[Place, frozenset[str]] = {
        (unit, None, ()): frozenset(map(str, people)) for unit, people in groups.items()
    }
    return Wave(cells, ABOVE)


@pytest.mark.parametrize(
    ("later", "coarse"),
    [(range(30), False), (range(31), True), (range(34), True), (range(35), False), (range(1, 31), True)],
)
def test_one_to_four_people_of_difference_ask_for_half_steps(later: range, coarse: bool) -> None:
    found = compare_waves(_wave(all=range(30)), _wave(all=later), 5)
    assert found.trend == {ALL}
    assert (ALL in found.coarse) is coarse


def test_a_cell_planned_in_one_wave_only_has_no_trend() -> None:
    found = compare_waves(_wave(all=range(30)), _wave(all=range(31), team=range(10)), 5)
    assert found.trend == {ALL}
    assert found.coarse == {ALL}


def test_a_remainder_that_changed_by_one_makes_the_whole_coarse() -> None:
    """Team and company changed by many, but the company without the team by one person."""
    before, after = _wave(all=range(40), team=range(20)), _wave(all=range(-9, 41), team=range(-9, 20))
    assert compare_waves(before, after, 5).coarse == {ALL}


def test_any_earlier_wave_counts() -> None:
    same, other = _wave(all=range(30)), _wave(all=range(29))
    assert compare_all([same], same, 5).coarse == frozenset()
    assert compare_all([same, other], same, 5).coarse == {ALL}


def test_without_the_rule_nothing_is_coarse() -> None:
    found = compare_waves(_wave(all=range(30)), _wave(all=range(31)), 5, Rules(wave_steps=False))
    assert found.coarse == frozenset()


def _document(people: int) -> dict[str, Any]:
    return document_of({"all": people}, [3, 2, 4, 3, 1, 3, 2], {"all": None})


def test_the_later_wave_is_shown_in_half_steps_without_bars() -> None:
    alone = plan_document(_document(31))["cells"][0]
    after = plan_document(_document(31), earlier=[_document(30)])["cells"][0]
    assert alone["distribution"] is not None
    assert after["distribution"] is None
    assert alone["mean"]["high"] - alone["mean"]["low"] == pytest.approx(0.1)
    assert after["mean"]["high"] - after["mean"]["low"] == pytest.approx(0.5)


def test_the_same_people_or_five_more_are_shown_as_ever() -> None:
    for before in (31, 26):
        assert plan_document(_document(31), earlier=[_document(before)]) == plan_document(_document(31))


def test_a_question_that_was_not_asked_before_is_shown_as_ever() -> None:
    earlier = copy.deepcopy(_document(30))
    earlier["answers"] = {"another": earlier["answers"]["q"]}
    assert plan_document(_document(31), earlier=[earlier]) == plan_document(_document(31))
