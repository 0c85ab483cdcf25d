"""scim2-tester, the independent judge, against a live server: it must find nothing wrong."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from alongside.people.tests.makers import small_company
from alongside.people.tests.provisioning.makers import a_token

ROOT = Path(__file__).resolve().parents[4]
JUDGE = ROOT / ".venv-conformance" / "bin" / "python"


@pytest.fixture(scope="module")
def judge() -> Path:
    built = subprocess.run([ROOT / "scripts" / "conformance"], capture_output=True, text=True, check=False)
    if built.returncode or not JUDGE.exists():
        pytest.skip("the environment of the conformance tools can't be built here: scripts/conformance")
    return JUDGE


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_scim2_tester_finds_nothing_wrong(judge, live_server, settings, record_property):
    settings.BASE_URL = live_server.url
    small_company()
    asked = [judge, ROOT / "tests" / "conformance" / "scim_judge.py", f"{live_server.url}/scim/v2", a_token()]
    found = subprocess.run(asked, capture_output=True, text=True, timeout=300, check=False)
    assert found.returncode == 0, found.stderr[-3000:]
    verdict = json.loads(found.stdout)
    record_property("figures", f"scim2-tester: {verdict['counts']}")
    assert not verdict["wrong"], "\n".join(verdict["wrong"])
    assert verdict["counts"]["SUCCESS"] > 40
