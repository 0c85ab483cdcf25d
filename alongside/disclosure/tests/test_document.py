"""What `docs/disclosure.md` says that can be tried: its example, its formats, its words for causes and leaks."""

import copy
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from alongside.disclosure.anonymous_box import audit_anonymous_document, plan_anonymous_document
from alongside.disclosure.blackbox import audit_document, plan_document
from alongside.disclosure.display import count_band
from alongside.disclosure.plan import Cause

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "disclosure.md").read_text(encoding="utf-8")
INPUT, OUTPUT = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL))


def _with_blue() -> dict[str, Any]:
    released = copy.deepcopy(OUTPUT)
    released["cells"].append(
        {**released["cells"][1], "unit": "blue", "mean": {"text": "2.5", "low": 2.25, "high": 2.75}}
    )
    return released


def test_the_example_gives_what_the_page_says() -> None:
    assert plan_document(INPUT) == OUTPUT


def test_the_same_example_without_links_gives_the_same() -> None:
    (snippet,) = re.findall(r'^    ("took_part".*?\]\})\n\n', TEXT, re.DOTALL | re.MULTILINE)
    rest = {key: part for key, part in INPUT.items() if key != "answers"}
    stored = {**rest, **json.loads("{" + snippet + "}")}
    assert plan_anonymous_document(stored) == OUTPUT
    assert [leak["people"] for leak in audit_anonymous_document(stored, _with_blue())] == [["bea"]]


def test_the_auditor_finds_nothing_in_it_and_bea_once_blue_is_shown_too() -> None:
    assert audit_document(INPUT, OUTPUT) == []
    leaks = audit_document(INPUT, _with_blue())
    assert [leak["people"] for leak in leaks if leak["kind"] == "sum"] == [["bea"]]


def test_every_cause_and_every_band_has_its_words() -> None:
    for cause in Cause:
        assert f"`{cause}`" in TEXT
    for n in (5, 10, 20, 50, 100):
        assert f'"{count_band(n)}"' in TEXT


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line in an empty folder, without any setting of the product."""
    own = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    command = [sys.executable, "-m", "alongside.disclosure", *arguments]
    return subprocess.run(
        command, cwd=folder, env=own, capture_output=True, text=True, check=False, timeout=120
    )


def test_the_command_line_needs_no_settings_and_no_database(tmp_path: Path) -> None:
    (tmp_path / "input.json").write_text(json.dumps(INPUT), encoding="utf-8")
    planned = _run(tmp_path, "plan", "input.json")
    assert (planned.returncode, planned.stderr) == (0, "")
    assert json.loads(planned.stdout) == OUTPUT
    (tmp_path / "released.json").write_text(planned.stdout, encoding="utf-8")
    clean = _run(tmp_path, "audit", "input.json", "released.json")
    assert (clean.returncode, json.loads(clean.stdout)) == (0, [])
    (tmp_path / "released.json").write_text(json.dumps(_with_blue()), encoding="utf-8")
    leaking = _run(tmp_path, "audit", "input.json", "released.json")
    assert leaking.returncode == 1
    assert "bea" in leaking.stdout


def test_the_command_line_compares_with_an_earlier_wave(tmp_path: Path) -> None:
    earlier = copy.deepcopy(INPUT)
    del earlier["answers"]["q1"]["r6"]
    (tmp_path / "input.json").write_text(json.dumps(INPUT), encoding="utf-8")
    (tmp_path / "earlier.json").write_text(json.dumps(earlier), encoding="utf-8")
    planned = _run(tmp_path, "plan", "input.json", "--earlier", "earlier.json")
    company = json.loads(planned.stdout)["cells"][0]
    assert company["distribution"] is None
    assert company["mean"] == {"text": "2.5", "low": 2.25, "high": 2.75}


def test_bad_input_is_refused_with_its_name_and_exit_2(tmp_path: Path) -> None:
    (tmp_path / "twice.json").write_text('{"scale": 4, "scale": 5}', encoding="utf-8")
    (tmp_path / "low.json").write_text(json.dumps({**INPUT, "floors": {"k": 3}}), encoding="utf-8")
    for name, word in (("twice.json", "scale"), ("low.json", "floor k is 3"), ("none.json", "none.json")):
        refused = _run(tmp_path, "plan", name)
        assert refused.returncode == 2
        assert word in refused.stderr
        assert refused.stdout == ""


def test_no_module_of_the_package_loads_a_framework() -> None:
    """A library that others can use by itself: numpy, scipy and nothing of the product."""
    modules = sorted(path.stem for path in (ROOT / "alongside" / "disclosure").glob("[a-z]*.py"))
    code = "import importlib, sys\n"
    code += "".join(f"importlib.import_module('alongside.disclosure.{name}')\n" for name in modules)
    code += "print(sorted({m.split('.')[0] for m in sys.modules} & {'django', 'psycopg', 'allauth'}))\n"
    code += "print(sorted(m for m in sys.modules if m.startswith('alongside.') and 'disclosure' not in m))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.split("\n")[:2] == ["[]", "[]"]
