"""The sheet of security requirements (docs/asvs.yaml) claims nothing that no test holds up.

A requirement is "met" by tests that are collected with all others: where one of them fails, so does the build. What is
checked here is that each of them exists and is not left out, that reasons are given, and that no number is missing.
"""

from __future__ import annotations

import ast
import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.house.code import ROOT

SHEET = ROOT / "docs" / "asvs.yaml"
LIST = ROOT.parent / "shared" / "data" / "security" / "asvs_5.0.0_en.csv"  # not part of the project
LEVELS = {"1", "2"}
STATES = {"met", "not_applicable", "open"}
NUMBER = re.compile(r"V\d+\.\d+\.\d+")
LEFT_OUT = {"skip", "xfail"}  # skipif is fine: it says when
SHORTEST_REASON = 15

type Sheet = dict[str, dict[str, Any]]


class EveryKeyOnce(yaml.SafeLoader):
    """YAML lets a later key silently replace an earlier one; here that would hide a requirement."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        if twice := [key for key, times in Counter(keys).items() if times > 1]:
            raise ValueError(f"{twice} stand twice")
        return super().construct_mapping(node, deep)


def read(text: str) -> Sheet:
    return yaml.load(text, EveryKeyOnce)  # noqa: S506  a safe loader, made stricter


@cache
def functions_of(path: Path) -> dict[str, bool]:
    """Each test function of a file, and whether it is run; none where there is no such file."""
    if not path.name.startswith("test_") or not path.is_file():
        return {}
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = [node for node in ast.parse(path.read_text()).body if isinstance(node, functions)]
    return {node.name: not _is_left_out(node) for node in nodes if node.name.startswith("test_")}


def _is_left_out(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(
        isinstance(part, ast.Attribute) and part.attr in LEFT_OUT
        for decorator in node.decorator_list
        for part in ast.walk(decorator)
    )


def problem_with_test(name: str) -> str:
    path, _, function = name.partition("::")
    runs = functions_of(ROOT / path).get(function)
    if runs is None:
        return f"{name} does not exist"
    return "" if runs else f"{name} is left out"


def problem_with_document(path: str, words: str) -> str:
    document = ROOT / path
    if not document.is_file():
        return f"{path} does not exist"
    said = " ".join(document.read_text().split())
    return "" if words.strip() and words in said else f"{path} does not say {words!r}"


def problems_of(number: str, row: dict[str, Any]) -> list[str]:
    """What is wrong with one requirement of the sheet."""
    stated = STATES & set(row)
    if not NUMBER.fullmatch(number) or len(stated) != 1 or set(row) - STATES - {"says"}:
        return [f"{number}: one of {sorted(STATES)}, and says beside met"]
    state = stated.pop()
    if state == "met":
        found = [problem_with_test(name) for name in row["met"] or ()] or ["no test"]
        found += [problem_with_document(path, words) for path, words in row.get("says", {}).items()]
    elif "says" in row:
        found = ["says stands beside met alone"]
    else:
        found = [] if len(str(row[state] or "")) >= SHORTEST_REASON else ["no reason"]
    return [f"{number}: {problem}" for problem in found if problem]


def wanted() -> set[str]:
    with LIST.open(encoding="utf-8-sig", newline="") as file:
        return {row["req_id"] for row in csv.DictReader(file) if row["L"] in LEVELS}


def test_what_is_met_has_its_tests_and_what_is_not_a_reason():
    sheet = read(SHEET.read_text())
    problems = [problem for number, row in sheet.items() for problem in problems_of(number, row)]
    assert not problems, "\n".join(problems)
    counts = Counter(next(iter(STATES & set(row))) for row in sheet.values())
    print(f"\n{len(sheet)} requirements: " + ", ".join(f"{n} {state}" for state, n in sorted(counts.items())))  # noqa: T201


def test_every_document_says_what_the_sheet_claims():
    said = {
        path: words for row in read(SHEET.read_text()).values() for path, words in row.get("says", {}).items()
    }
    assert said
    assert not [problem for path, words in said.items() if (problem := problem_with_document(path, words))]


def test_every_requirement_of_both_levels_stands_in_the_sheet_and_no_other():
    if not LIST.is_file():
        pytest.skip("the list of the standard is not here (../shared/data/security)")
    sheet = set(read(SHEET.read_text()))
    assert sorted(wanted() - sheet) == []
    assert sorted(sheet - wanted()) == []


GOOD = "tests/test_asvs.py::test_every_document_says_what_the_sheet_claims"


def test_a_sound_row_is_accepted():
    assert problems_of("V1.1.1", {"met": [GOOD]}) == []
    assert problems_of("V1.1.1", {"open": "Nobody has looked at it."}) == []


@pytest.mark.parametrize(
    ("number", "row"),
    [
        ("V1.1.1", {"met": []}),
        ("V1.1.1", {"met": ["tests/test_asvs.py::test_of_nothing"]}),
        ("V1.1.1", {"met": ["tests/test_nowhere.py::test_it"]}),
        ("V1.1.1", {"met": ["tests/house/code.py::test_it"]}),
        ("V1.1.1", {"met": [GOOD, "tests/test_asvs.py::wanted"]}),
        ("V1.1.1", {"met": [GOOD], "open": "Nobody has looked at it."}),
        ("V1.1.1", {"met": [GOOD], "says": {"docs/map.md": "words that stand in no document"}}),
        ("V1.1.1", {"met": [GOOD], "says": {"docs/nowhere.md": "words"}}),
        ("V1.1.1", {"not_applicable": ""}),
        ("V1.1.1", {"open": None}),
        ("V1.1.1", {"done": "It is surely done by now."}),
        ("1.1.1", {"met": [GOOD]}),
    ],
)
def test_an_unsound_row_is_seen(number, row):
    assert problems_of(number, row)


@pytest.mark.parametrize("mark", ["skip(reason='later')", "xfail"])
def test_a_test_that_is_left_out_holds_nothing_up(tmp_path, mark):
    path = tmp_path / "test_it.py"
    path.write_text(f"import pytest\n\n@pytest.mark.{mark}\ndef test_one(): ...\n\ndef test_two(): ...\n")
    assert functions_of(path) == {"test_one": False, "test_two": True}


def test_a_number_that_stands_twice_is_seen():
    with pytest.raises(ValueError, match="twice"):
        read("V1.1.1: {open: a}\nV1.1.1: {open: b}\n")


def test_a_proof_that_is_skipped_fails_where_proofs_are_demanded(pytester, monkeypatch):
    pytester.makepyfile(
        proofs=(ROOT / "tests" / "proofs.py").read_text() + "\n\n_proofs = lambda: {'test_it.py::test_x'}\n",
        conftest='pytest_plugins = ["proofs"]',
        test_it="import pytest\n\ndef test_x():\n    pytest.skip('no tool')\n\ndef test_y():\n    pytest.skip('no tool')\n",
    )
    monkeypatch.delenv("ALONGSIDE_PROOFS", raising=False)
    pytester.runpytest_subprocess("-p", "no:django", "-p", "no:randomly").assert_outcomes(skipped=2)
    monkeypatch.setenv("ALONGSIDE_PROOFS", "1")
    done = pytester.runpytest_subprocess("-p", "no:django", "-p", "no:randomly")
    done.assert_outcomes(failed=1, skipped=1)
    done.stdout.fnmatch_lines(["*did not run. *no tool*"])
