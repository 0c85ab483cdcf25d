"""The black box by small cases: who counts where, floors, special attributes, merged values, workers."""

import copy
from typing import Any

import pytest

from alongside.disclosure.blackbox import plan_document, release_survey
from alongside.disclosure.intake import read_survey
from alongside.disclosure.rules import ALL_RULES
from alongside.disclosure.tests.surveys import document_of

ANSWERS = [3, 2, 4, 3, 1, 3, 2]


def _cells(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(cell["unit"], str(cell["value"])): cell for cell in plan_document(document)["cells"]}


def _causes(document: dict[str, Any]) -> dict[tuple[str, str], str]:
    return {(cell["unit"], str(cell["value"])): cell["cause"] for cell in plan_document(document)["hidden"]}


def _company(manages: dict[str, list[str]]) -> dict[str, Any]:
    """Two branches of two teams of ten, and people of the root who manage."""
    parents = {
        "all": None,
        "east": "all",
        "e1": "east",
        "e2": "east",
        "west": "all",
        "w1": "west",
        "w2": "west",
    }
    document = document_of({"e1": 10, "e2": 10, "w1": 10, "w2": 10, "all": len(manages)}, ANSWERS, parents)
    bosses = [person for person in document["invited"] if person["unit"] == "all"]
    for boss, units in zip(bosses, manages.values(), strict=True):
        boss.update(unit="e1", manages=units)
    return document


def _total(document: dict[str, Any]) -> int:
    return int(_cells(document)["all", "None"]["n_band"])


def test_the_company_shows_its_exact_number_and_units_a_band() -> None:
    cells = _cells(_company({}))
    assert cells["all", "None"]["n_band"] == "40"
    assert {cells[unit, "None"]["n_band"] for unit in ("east", "west")} == {"20-49"}
    assert {cells[unit, "None"]["n_band"] for unit in ("e1", "e2", "w1", "w2")} == {"10-19"}


@pytest.mark.parametrize(
    ("managed", "counts_in"),
    [
        (["e1"], "east"),
        (["e1", "e2"], "east"),
        (["e1", "west"], "all"),
        (["w1", "e1"], "west"),
        (["e1", "w1"], "east"),
        (["all"], None),
        (["e1", "all"], None),
    ],
)
def test_managers_count_above_the_highest_unit_they_manage(managed: list[str], counts_in: str | None) -> None:
    """Five such managers are a block of their own: all units stay shown, and the numbers say where they count."""
    document = _company({str(at): managed for at in range(5)})
    released = plan_document(document)
    shown = {cell["unit"] for cell in released["cells"]}
    assert shown == {"all", "east", "e1", "e2", "west", "w1", "w2"}
    assert _total(document) == (40 if counts_in is None else 45)
    survey = read_survey(document, ALL_RULES)
    home = survey.snapshot.home[-5:].tolist()
    assert home == [-1 if counts_in is None else survey.snapshot.tree.at(counts_in)] * 5


def test_one_manager_in_a_parent_hides_one_of_its_teams() -> None:
    """East would be e1, e2 and one person."""
    (hidden,) = _causes(_company({"boss": ["e1"]})).items()
    assert hidden in [(("e1", "None"), "remainder"), (("e2", "None"), "remainder")]


def _with_sites(sizes: dict[str, int], special: bool = False) -> dict[str, Any]:
    document = document_of({"all": sum(sizes.values())}, ANSWERS, {"all": None})
    document["attributes"] = {"site": list(sizes)}
    listed = [site for site, size in sizes.items() for _ in range(size)]
    for person, site in zip(document["invited"], listed, strict=True):
        person["attributes"] = {"site": site}
    return {**document, "special": ["site"]} if special else document


def test_a_cut_needs_ten_and_a_special_one_twenty() -> None:
    sizes = {"Ulm": 20, "Bern": 19, "Rome": 20}
    assert {value for _, value in _cells(_with_sites(sizes))} == {"None", "Ulm", "Bern", "Rome"}
    special = _cells(_with_sites(sizes, special=True))
    assert "Bern" not in {value for _, value in special}
    left = 59 - sum(sizes[value] for _, value in special if value in sizes)
    assert left == 0 or left >= 20 or any("Bern" in value and "[" in value for _, value in special)


def test_small_values_are_shown_together_as_a_list() -> None:
    document = _with_sites({"Ulm": 30, "Bern": 7, "Rome": 6})
    released = plan_document(document)
    assert [cell["value"] for cell in released["cells"]] == [None, "Ulm", ["Bern", "Rome"]]
    assert {str(c["value"]): c["cause"] for c in released["hidden"]} == {"Bern": "merged", "Rome": "merged"}


def test_a_rest_of_four_takes_the_other_value_with_it() -> None:
    """Together they are the unit itself, which says nothing new; three values leave one of them shown."""
    released = plan_document(_with_sites({"Ulm": 30, "Bern": 4}))
    assert [cell["value"] for cell in released["cells"]] == [None, ["Bern", "Ulm"]]
    three = plan_document(_with_sites({"Ulm": 30, "Bern": 4, "Rome": 20}))
    assert [cell["value"] for cell in three["cells"]] == [None, "Ulm", ["Bern", "Rome"]]


def test_raised_floors_hold() -> None:
    document = {**_company({}), "floors": {"k": 12, "k_comment": 12, "k_attribute": 12}}
    assert {unit for unit, _ in _cells(document)} == {"all", "east", "west"}


def test_several_workers_give_what_one_gives() -> None:
    document = _company({})
    for at in range(4):
        document["answers"][f"q{at}"] = {p: (a + at) % 5 for p, a in document["answers"]["q"].items()}
    assert plan_document(document, workers=2) == plan_document(document)
    assert len(release_survey(read_survey(document, ALL_RULES), workers=2)) == 5


def test_planning_leaves_the_document_as_it_was() -> None:
    document = _company({"boss": ["e1"]})
    before = copy.deepcopy(document)
    plan_document(document)
    assert document == before
