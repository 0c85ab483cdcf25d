"""Who counts where, by hand."""

from typing import Any

import pytest

from alongside.disclosure.bars import bars

from .oracle.knowledge import knowledge_of
from .oracle.released import LAST_ANSWERS, answers_of_bands, shown_cells

UNITS = [
    {"id": "company", "parent": None},
    {"id": "sales", "parent": "company"},
    {"id": "north", "parent": "sales"},
    {"id": "works", "parent": "company"},
]


def _document(*people: dict[str, Any]) -> dict[str, Any]:
    invited = [{"attributes": {"site": "Ulm"}, "manages": [], **person} for person in people]
    return {
        "scale": 4,
        "floors": {"k": 5, "k_comment": 10, "k_attribute": 10},
        "profile": "default",
        "units": UNITS,
        "attributes": {"site": ["Ulm", "Bern"]},
        "invited": invited,
        "answers": {"q": {person["id"]: 3 for person in invited}},
    }


def _counted_in(*people: dict[str, Any]) -> dict[str, set[str]]:
    knowledge = knowledge_of(_document(*people))
    return {unit["id"]: set(knowledge.in_unit("q", unit["id"])) for unit in UNITS}


def test_a_member_counts_in_the_home_unit_and_above() -> None:
    assert _counted_in({"id": "eve", "unit": "north"}) == {
        "company": {"eve"},
        "sales": {"eve"},
        "north": {"eve"},
        "works": set(),
    }


def test_a_manager_counts_one_level_above_what_he_manages() -> None:
    assert _counted_in({"id": "max", "unit": "north", "manages": ["north"]})["north"] == set()
    assert _counted_in({"id": "max", "unit": "north", "manages": ["north"]})["sales"] == {"max"}


def test_a_manager_of_several_units_counts_above_the_highest() -> None:
    counted = _counted_in({"id": "max", "unit": "north", "manages": ["north", "works"]})
    assert counted == {"company": {"max"}, "sales": set(), "north": set(), "works": set()}


def test_whoever_manages_the_root_counts_nowhere() -> None:
    assert not any(_counted_in({"id": "ann", "unit": "company", "manages": ["company", "north"]}).values())


def test_a_skip_is_no_respondent_of_the_question_but_took_part() -> None:
    document = _document({"id": "eve", "unit": "north"}, {"id": "tim", "unit": "north"})
    document["answers"]["q"]["tim"] = None
    knowledge = knowledge_of(document)
    assert knowledge.in_unit("q", "north") == {"eve"}
    assert knowledge.participants["q"] == {"eve", "tim"}


def test_a_merged_value_holds_the_people_of_all_its_values_and_intervals_become_integers() -> None:
    document = _document(
        {"id": "eve", "unit": "north"}, {"id": "tim", "unit": "north", "attributes": {"site": "Bern"}}
    )
    cell = {
        "question": "q",
        "unit": "sales",
        "attribute": "site",
        "value": ["Ulm", "Bern"],
        "n_band": "5-9",
        "mean": {"text": "", "low": 1.25, "high": None},
        "distribution": [
            {"text": "", "low": None, "high": 0.5},
            {"text": "", "low": 0.25, "high": None},
            {"text": "", "low": 0.0, "high": 1.0},
        ],
    }
    (shown,) = shown_cells(knowledge_of(document), {"cells": [cell], "hidden": []})["q"]
    assert shown.people == {"eve", "tim"}
    assert (shown.lowest_total, shown.highest_total) == (3, 8)
    assert [(band.answers, band.fewest, band.most) for band in shown.bands] == [
        ((0, 1), 0, 1),
        ((2,), 1, 2),
        ((3, 4), 0, 2),
    ]


def test_three_bands_split_a_scale_around_its_middle() -> None:
    assert answers_of_bands(4, 3) == [(0, 1), (2,), (3, 4)]
    assert answers_of_bands(6, 3) == [(0, 1), (2, 3, 4), (5, 6)]


def test_bands_of_an_eleven_point_scale_are_those_of_enps() -> None:
    assert answers_of_bands(10, 3) == [tuple(range(7)), (7, 8), (9, 10)]
    assert answers_of_bands(10, 5) == [(0, 1, 2), (3, 4), (5, 6), (7, 8), (9, 10)]


@pytest.mark.parametrize(("scale", "bands"), sorted(LAST_ANSWERS))
def test_the_planner_divides_scales_as_the_oracle_does(scale: int, bands: int) -> None:
    own = [tuple(range(first, last + 1)) for first, last in bars(10 if bands == 3 else 50, scale)]
    assert own == answers_of_bands(scale, bands)
