"""What ships has licences that are allowed, and the bill of materials names all of it."""

from __future__ import annotations

import json
import subprocess
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader

import pytest

from tests.house.code import ROOT


@pytest.fixture(scope="module")
def licences():
    loader = SourceFileLoader("licences", str(ROOT / "scripts" / "licences"))
    module = module_from_spec(spec_from_loader("licences", loader))  # type: ignore[arg-type]
    loader.exec_module(module)
    return module


def test_all_are_known_and_allowed(licences):
    found = list(licences.shipped())
    assert len(found) > 60 and {"django", "psycopg", "htmx.org"} <= {name for name, _, _ in found}
    assert not [one for one in found if not licences.is_allowed(one[2])]


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True), ("GPL-3.0-only", False), ("AGPL-3.0-or-later", False), ("unknown", False), ("", False),
        ("GPL-2.0-only OR MIT", True), ("MIT AND GPL-3.0-only", False), ("Apache-2.0 AND BSD-2-Clause", True),
    ],
)  # fmt: skip
def test_what_is_not_on_the_list_is_refused(licences, licence, allowed):
    assert licences.is_allowed(licence) is allowed


def test_the_bill_of_materials_names_what_ships(licences, tmp_path):
    if not (ROOT / ".venv-tools" / "bin" / "uv").exists():
        pytest.skip("uv is not here; make environment brings it")
    target = tmp_path / "sbom.json"
    subprocess.run([ROOT / "scripts" / "sbom", target], check=True, capture_output=True)
    bill = json.loads(target.read_text())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    versions = {
        one["name"].lower().replace("_", "-").replace(".", "-"): one["version"] for one in bill["components"]
    }
    for name, version, _ in licences.shipped():
        assert versions[name.lower().replace("_", "-").replace(".", "-")] == version
    assert "pytest" not in versions and str(tmp_path) not in target.read_text()
