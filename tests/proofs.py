"""Where ALONGSIDE_PROOFS is set, as .ci/run does, a skipped test that proves a requirement of docs/asvs.yaml fails.

On a desk a test may be skipped because a tool can't be had; before a change is accepted, "met" means that it ran.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from functools import cache
from pathlib import Path

import pytest
import yaml

SHEET = Path(__file__).resolve().parents[1] / "docs" / "asvs.yaml"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if "ALONGSIDE_PROOFS" in os.environ and report.skipped and item.nodeid.partition("[")[0] in _proofs():
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"It proves a requirement of {SHEET.name} and did not run. {why}"
    return report


@cache
def _proofs() -> frozenset[str]:
    """The tests that the sheet names."""
    sheet = yaml.safe_load(SHEET.read_text())
    return frozenset(test for state in sheet.values() for test in state.get("met", []))
