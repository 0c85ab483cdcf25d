"""Odd input to the black box from outside: refused with exit 2 and a message that names it, never a traceback."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alongside.disclosure.__main__ import main
from alongside.disclosure.tests.surveys import document_of

Change = Callable[[dict[str, Any]], Any]


def _document() -> dict[str, Any]:
    document = document_of({"team": 7, "all": 7}, [0, 1, 2, 3, 4], {"all": None, "team": "all"})
    document["attributes"] = {"site": ["North", "South"]}
    for person in document["invited"]:
        person["attributes"] = {"site": "North"}
    return document


def _person(**change: object) -> Change:
    return lambda document: document["invited"][0].update(change)


def _unit(**change: object) -> Change:
    return lambda document: document["units"][1].update(change)


def _top(**change: object) -> Change:
    return lambda document: document.update(change)


REFUSED: list[tuple[Change, str]] = [
    (_top(scale=4.0), "4.0"),
    (_top(scale=True), "True"),
    (_top(scale="4"), "scale"),
    (_top(scale=10**9), "1000000000"),
    (_top(scale=float("nan")), "scale"),
    (_top(floors=[]), "floors"),
    (lambda d: d.pop("floors"), "floors"),
    (lambda d: d["floors"].update(k_special=30), "k_special"),
    (_top(profile=["default"]), "profile"),
    (_top(profile="STRICT"), "STRICT"),
    (_top(units=[]), "root"),
    (_top(units={"all": None}), "units"),
    (_unit(id=3), "unit id"),
    (_unit(id=""), "unit id"),
    (_unit(parent="team"), "team"),
    (_unit(name="Sales"), "name"),
    (lambda d: d["units"][1].__delitem__("parent"), "parent"),
    (_top(invited=None), "invited"),
    (_person(id=1), "person id"),
    (_person(unit=None), "team-0"),
    (_person(manages="team"), "team-0"),
    (_person(manages=None), "team-0"),
    (_person(age=33), "age"),
    (_person(attributes=None), "team-0"),
    (_person(attributes={"site": 1}), "team-0"),
    (_person(attributes={"site": ["North"]}), "team-0"),
    (_top(attributes=["site"]), "attributes"),
    (_top(attributes={"site": "North"}), "site"),
    (_top(attributes={"site": ["North", "North"]}), "site"),
    (_top(attributes={"": ["North"]}), "attribute"),
    (_top(special="site"), "special"),
    (_top(special=None), "special"),
    (_top(answers=None), "answers"),
    (_top(answers={"q": [1]}), "'q'"),
    (lambda d: _top(answers={"": d["answers"]["q"]})(d), "question"),
    (lambda d: d["answers"]["q"].update({"team-0": True}), "team-0"),
    (lambda d: d["answers"]["q"].update({"team-0": "3"}), "team-0"),
    (lambda d: d["answers"]["q"].update({"team-0": [3]}), "team-0"),
    (lambda d: d["answers"]["q"].update({"team-0": 3.0}), "team-0"),
    (lambda d: d["answers"]["q"].update({"team-0": float("inf")}), "team-0"),
    (lambda d: d["answers"]["q"].update({"team-0": 10**30}), "team-0"),
]


@pytest.mark.parametrize("at", range(len(REFUSED)))
def test_a_document_that_makes_no_sense_is_refused_by_name(
    at: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change, word = REFUSED[at]
    document = _document()
    change(document)
    (tmp_path / "in.json").write_text(json.dumps(document), encoding="utf-8")
    assert main(["plan", str(tmp_path / "in.json")]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert word in said.err


@pytest.mark.parametrize(
    "text",
    ["", "{", "null", "3", "[]", "[" * 100_000, "\ufeff{}", '{"scale": 4, "scale": 4}', "9" * 5000],
)
def test_a_text_that_is_no_document_is_refused(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in.json").write_text(text, encoding="utf-8")
    assert main(["plan", str(tmp_path / "in.json")]) == 2
    assert capsys.readouterr().err.startswith("refused: ")


CELL = {
    "question": "q", "unit": "all", "attribute": None, "value": None, "n_band": "14",
    "mean": {"text": "2", "low": 1.5, "high": 2.5}, "distribution": None,
}  # fmt: skip
BAD_RELEASES: list[tuple[Any, str]] = [
    (None, "released"),
    ({"cells": None}, "cells"),
    ({"cells": [], "hidden": 3}, "hidden"),
    ({"cells": [{**CELL, "question": "z"}]}, "'z'"),
    ({"cells": [{**CELL, "unit": "moon"}]}, "moon"),
    ({"cells": [{**CELL, "attribute": "site"}]}, "value"),
    ({"cells": [{**CELL, "attribute": "site", "value": []}]}, "value"),
    ({"cells": [{**CELL, "attribute": "site", "value": "Moon"}]}, "Moon"),
    ({"cells": [{**CELL, "mean": []}]}, "shown number"),
    ({"cells": [{**CELL, "mean": {"low": 1.5, "hihg": 2.5}}]}, "hihg"),
    ({"cells": [{**CELL, "mean": {"low": "1", "high": None}}]}, "limit"),
    ({"cells": [{**CELL, "mean": {"low": float("nan"), "high": None}}]}, "nan"),
    ({"cells": [{**CELL, "distribution": [{"low": 0, "high": 1}] * 2}]}, "2 bars"),
    ({"cells": [{**CELL, "colour": "red"}]}, "colour"),
]


def _audit(folder: Path, released: object) -> int:
    (folder / "in.json").write_text(json.dumps(_document()), encoding="utf-8")
    (folder / "out.json").write_text(json.dumps(released), encoding="utf-8")
    return main(["audit", str(folder / "in.json"), str(folder / "out.json")])


@pytest.mark.parametrize("at", range(len(BAD_RELEASES)))
def test_a_release_that_makes_no_sense_is_refused_by_name(
    at: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    released, word = BAD_RELEASES[at]
    assert _audit(tmp_path, released) == 2
    assert word in capsys.readouterr().err


def test_a_release_of_false_or_boundless_claims_is_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    false = copy.deepcopy(CELL)
    false["mean"] = {"low": 3, "high": 1}
    assert _audit(tmp_path, {"cells": [false]}) == 1
    assert json.loads(capsys.readouterr().out)[0]["kind"] == "untrue"
    boundless = {**CELL, "mean": {"low": -1e308, "high": 1e308}}
    assert _audit(tmp_path, {"cells": [boundless]}) == 0


def test_a_chain_of_three_thousand_units_is_planned(tmp_path: Path) -> None:
    document = _document()
    document["units"] += [{"id": f"u{at}", "parent": f"u{at - 1}" if at else "team"} for at in range(3000)]
    (tmp_path / "in.json").write_text(json.dumps(document), encoding="utf-8")
    assert main(["plan", str(tmp_path / "in.json")]) == 0
