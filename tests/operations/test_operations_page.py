"""docs/operations.md lists every setting the product reads, and none that it does not."""

from __future__ import annotations

import ast
import re

from alongside.operations.checks import CHECKS
from alongside.operations.exposition import OfTheDatabase
from tests.house.code import ROOT, Source, product, strings

PAGE = ROOT / "docs" / "operations.md"
SETTING = re.compile(r"(?:ALONGSIDE|DATABASE)_[A-Z_]+")
# Set by the product for its own parts, or by its tests.
INTERNAL = {"ALONGSIDE_AS_OWNER", "ALONGSIDE_PROGRESS", "ALONGSIDE_TEST_DATABASE"}


def settings_read(sources: list[Source]) -> set[str]:
    """Names that stand as a whole string in the code; a secret may come by a file, too."""
    found = {str(node.value) for source in sources for node in strings(source.tree)}
    names = {one for one in found if SETTING.fullmatch(one)} - INTERNAL
    secrets = {
        str(call.args[0].value)
        for source in sources
        for call in source.calls("secret")
        if call.args and isinstance(call.args[0], ast.Constant)
    }
    return names | {f"{name}_FILE" for name in secrets}


def settings_listed(text: str) -> set[str]:
    rows = [line for line in text.splitlines() if re.match(r"\| `(ALONGSIDE|DATABASE)_", line)]
    return {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row.split("|")[1])}


def test_every_setting_is_listed_and_none_that_is_gone():
    read, listed = settings_read(list(product())), settings_listed(PAGE.read_text())
    assert not read - listed, f"Add {sorted(read - listed)} to the table of settings in docs/operations.md"
    assert not listed - read, f"Remove {sorted(listed - read)} from docs/operations.md, nothing reads them"


def test_a_setting_without_a_row_is_seen():
    source = Source("alongside/config/settings.py", 'a = flag("ALONGSIDE_NEW")\nb = secret("ALONGSIDE_X", 1)')
    assert settings_read([source]) == {"ALONGSIDE_NEW", "ALONGSIDE_X", "ALONGSIDE_X_FILE"}
    assert settings_listed("| `ALONGSIDE_A`, `ALONGSIDE_B` | no | x |") == {"ALONGSIDE_A", "ALONGSIDE_B"}


def test_every_figure_and_every_question_is_explained(db):
    text = PAGE.read_text()
    for metric in OfTheDatabase().collect():
        assert metric.name in text, metric.name
    listed = re.search(r"seventeen questions \(([^)]*)\)", text)
    assert listed and len(CHECKS) == 17
    assert [name.split()[0] for name in listed[1].split(", ")] == list(CHECKS)
