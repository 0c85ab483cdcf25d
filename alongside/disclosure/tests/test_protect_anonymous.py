"""Displays of anonymous surveys: units as if answers were linked, cuts only where nobody can be found out."""

import json
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from alongside.disclosure.anonymous import plan_anonymous
from alongside.disclosure.anonymous_box import (
    audit_anonymous_document,
    plan_anonymous_document,
    read_unlinked,
)
from alongside.disclosure.blackbox import plan_document
from alongside.disclosure.histograms import BlockAnswers
from alongside.disclosure.protect_anonymous import protect_anonymous, release_anonymous
from alongside.disclosure.rules import Refusal
from alongside.disclosure.tests.surveys import document_of

PARENTS = {"all": None, "sales": "all", "north": "sales", "south": "sales", "works": "all"}
SITES = ["Ulm", "Bern"]


def _linked(seed: int, skip: float, attributes: bool, profile: str = "default") -> dict[str, Any]:
    random = Random(seed)
    staff = {unit: random.randint(4, 30) for unit in ("north", "south", "works")}
    document = document_of(staff, [0], PARENTS, profile=profile)
    mood = [random.random() for _ in range(5)]
    for person in document["answers"]["q"]:
        given = random.choices(range(5), mood)[0]
        document["answers"]["q"][person] = None if random.random() < skip else given
    if attributes:
        document["attributes"] = {"site": SITES}
        for person in document["invited"]:
            person["attributes"] = {"site": random.choice(SITES)}
    return document


def _stored(document: dict[str, Any]) -> dict[str, Any]:
    """The same survey, kept as blocks: units, and the sites of the company, of sales and of works."""
    answers = document["answers"]["q"]
    home = {person["id"]: person["unit"] for person in document["invited"]}
    site = {person["id"]: person["attributes"].get("site") for person in document["invited"]}

    def row(inside: set[str], value: str | None = None) -> list[int]:
        given = [x for p, x in answers.items() if home[p] in inside and (value is None or site[p] == value)]
        return [given.count(answer) for answer in range(5)]

    blocks = [{"unit": unit, "answers": row({unit})} for unit in PARENTS]
    for unit, inside in (("all", set(PARENTS)), ("sales", {"north", "south"}), ("works", {"works"})):
        blocks += [
            {"unit": unit, "attribute": name, "value": value, "answers": row(inside, value)}
            for name, values in document["attributes"].items()
            for value in values
        ]
    rest = {key: part for key, part in document.items() if key != "answers"}
    return {**rest, "took_part": sorted(answers), "blocks": {"q": blocks}}


@pytest.mark.parametrize("profile", ["default", "strict"])
@pytest.mark.parametrize("seed", range(12))
def test_units_are_shown_exactly_as_if_answers_were_linked(seed: int, profile: str) -> None:
    """However many skipped: how many, and how they answered, is known of each unit."""
    linked = _linked(seed, Random(seed).choice([0.0, 0.1, 0.5]), attributes=False, profile=profile)
    assert plan_anonymous_document(_stored(linked)) == plan_document(linked)


def test_without_skips_the_cuts_of_a_usual_company_are_shown() -> None:
    shown = plan_anonymous_document(_stored(_linked(3, 0.0, attributes=True)))["cells"]
    assert [cell for cell in shown if cell["attribute"]]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("profile", ["default", "strict"])
def test_the_auditor_finds_nothing_in_a_release(seed: int, profile: str) -> None:
    stored = _stored(_linked(seed, 0.04, attributes=True, profile=profile))
    assert audit_anonymous_document(stored, plan_anonymous_document(stored)) == []


def _one_of_two_sites_is_at_the_bottom(skips: int) -> dict[str, Any]:
    """Twenty people of Ulm answer 4, twenty of Bern 0; some of Ulm skip."""
    document = document_of({"works": 40}, [0], PARENTS)
    document["attributes"] = {"site": SITES}
    for at, person in enumerate(document["invited"]):
        person["attributes"] = {"site": SITES[at // 20]}
        document["answers"]["q"][person["id"]] = None if at < skips else 4 if at < 20 else 0
    return document


def test_an_exact_mean_of_a_site_leaks_and_a_release_does_not_show_it() -> None:
    stored = _stored(_one_of_two_sites_is_at_the_bottom(2))
    bern = {"question": "q", "unit": "all", "attribute": "site", "value": "Bern", "n_band": "20-49"}
    exact = {**bern, "mean": {"text": "0", "low": 0, "high": 0}, "distribution": None}
    leaks = audit_anonymous_document(stored, {"cells": [exact]})
    assert {leak["kind"] for leak in leaks} == {"answer"}
    released = plan_anonymous_document(stored)
    shown = {str(cell["value"]): cell["mean"]["text"] for cell in released["cells"]}
    assert shown.get("Bern") in (None, "0.2 or lower")
    false = {**bern, "mean": {"text": "4", "low": 4, "high": 4}, "distribution": None}
    assert audit_anonymous_document(stored, {"cells": [false]})[0]["kind"] == "untrue"


def test_what_is_shown_follows_from_the_stored_blocks_alone() -> None:
    """Other people with the same numbers: the same release, byte by byte."""
    stored = _stored(_linked(5, 0.04, attributes=True))
    turned = {**stored, "invited": stored["invited"][::-1], "took_part": stored["took_part"][::-1]}
    assert json.dumps(plan_anonymous_document(turned)) == json.dumps(plan_anonymous_document(stored))


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda d: d["took_part"].append("ghost"), "ghost"),
        (lambda d: d["took_part"].append("north-0"), "north-0"),
        (lambda d: d.update(answers={}), "answers"),
        (lambda d: d.pop("took_part"), "took_part"),
        (lambda d: d["blocks"]["q"].append({"unit": "moon", "answers": [1, 0, 0, 0, 0]}), "moon"),
        (lambda d: d["blocks"]["q"].append(dict(d["blocks"]["q"][2])), "north"),
        (lambda d: d["blocks"]["q"][2].update(answers=[1, 2]), "north"),
        (lambda d: d["blocks"]["q"][2].update(answers=[-1, 9, 0, 0, 0]), "north"),
        (lambda d: d["blocks"]["q"][2].update(answers=[1.5, 0, 0, 0, 0]), "1.5"),
        (lambda d: d["blocks"]["q"][2].update(answers=[10**30, 0, 0, 0, 0]), "north"),
        (lambda d: d["blocks"]["q"][2].update(answers=[20, 20, 20, 20, 20]), "north"),
        (lambda d: d["blocks"].update({"": []}), "question"),
        (lambda d: d["blocks"]["q"][2].update(weight=1), "weight"),
        (lambda d: d["blocks"]["q"][-1].update(value="Rome"), "Bern"),
        (lambda d: d["blocks"]["q"][-1].update(attribute="shoe"), "shoe"),
        (lambda d: d["blocks"]["q"][-1].update(attribute=None), "attribute"),
        (lambda d: d["blocks"]["q"][-1].update(answers=[500, 0, 0, 0, 0]), "works"),
    ],
)
def test_blocks_that_cannot_be_are_refused_by_name(change: Any, word: str) -> None:
    stored = _stored(_linked(3, 0.0, attributes=True))
    change(stored)
    with pytest.raises(Refusal, match=word):
        plan_anonymous_document(stored)


def test_values_answered_otherwise_than_their_unit_are_refused() -> None:
    stored = _stored(_linked(3, 0.0, attributes=True))
    works = [block for block in stored["blocks"]["q"] if block["unit"] == "works" and "value" in block]
    for block in works:
        block["answers"] = [sum(block["answers"]), 0, 0, 0, 0]
    with pytest.raises(Refusal, match="works"):
        plan_anonymous_document(stored)


def test_a_plan_of_other_answers_is_refused() -> None:
    survey = read_unlinked(_stored(_linked(3, 0.0, attributes=True)))
    plan = plan_anonymous(survey.snapshot, survey.took_part, {"q": survey.answers["q"].counts}).questions[0]
    units = dict(survey.answers["q"].units) | {"works": [0, 0, 0, 0, 9]}
    other = {**survey.answers, "q": BlockAnswers(units, survey.answers["q"].values)}
    object.__setattr__(survey, "answers", other)
    with pytest.raises(Refusal):
        protect_anonymous(plan, survey)
    assert np.count_nonzero(survey.took_part)


def test_a_question_nobody_answered_shows_nothing() -> None:
    stored = _stored(_linked(3, 1.0, attributes=False))
    assert plan_anonymous_document(stored)["cells"] == []
    assert release_anonymous(read_unlinked(stored))[0].displays == ()


def test_the_command_line_plans_and_audits_blocks(tmp_path: Path) -> None:
    (tmp_path / "in.json").write_text(json.dumps(_stored(_linked(3, 0.02, attributes=True))))
    command = [sys.executable, "-m", "alongside.disclosure"]
    planned = subprocess.run(
        [*command, "plan-anonymous", str(tmp_path / "in.json")], capture_output=True, text=True, check=True
    )
    (tmp_path / "out.json").write_text(planned.stdout)
    audited = subprocess.run(
        [*command, "audit-anonymous", str(tmp_path / "in.json"), str(tmp_path / "out.json")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (audited.returncode, json.loads(audited.stdout)) == (0, [])
