"""Names, lengths and imports of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.code import ROOT, Source, product
from tests.house.exceptions import judge
from tests.house.files import CEILINGS, emptily_named, files, hidden_imports, long_functions, too_long

CLI = "alongside/config/cli/demo.py"
IMPORT = "def run():\n    from x import y\n"


def test_files_are_named_after_what_they_hold():
    judge("names", emptily_named(path.relative_to(ROOT) for path in files()))


def test_no_file_is_longer_than_its_ceiling():
    judge("length", _long_files() | long_functions(product()))


def test_no_function_of_the_tests_is_longer_than_its_ceiling():
    tests = [path for path in files() if path.suffix == ".py" and "tests" in path.parts]
    assert not long_functions(Source(path.relative_to(ROOT).as_posix(), path.read_text()) for path in tests)


def test_imports_stand_at_the_top():
    judge("imports", hidden_imports(product()))


def _long_files() -> dict[str, str]:
    found = [(path.relative_to(ROOT), len(path.read_text().splitlines())) for path in files()]
    return too_long((path, lines) for path, lines in found if path.parts[0] == "alongside") | {
        "core." + name: words
        for name, words in too_long(f for f in found if f[0].parts[0] != "alongside").items()
    }


@pytest.mark.parametrize(
    "name", ["goals/utils.py", "goals/helpers/scoring.py", "goals/common.py", "goals/signals.py"]
)
def test_a_name_that_says_nothing_is_seen(name):
    assert emptily_named([Path("alongside") / name])
    assert not emptily_named([Path("alongside/goals/scoring.py")])


@pytest.mark.parametrize(("suffix", "ceiling"), CEILINGS.items())
def test_a_file_above_its_ceiling_is_seen(suffix, ceiling):
    path = Path(f"alongside/goals/thing{suffix}")
    assert too_long([(path, ceiling + 1)])
    assert not too_long([(path, ceiling)])


def test_a_function_above_its_ceiling_is_seen():
    def source(lines: int) -> Source:
        return Source("alongside/goals/scoring.py", "def f():\n" + "    x = 1\n" * (lines - 1))

    assert "goals.scoring:f" in long_functions([source(41)])
    assert not long_functions([source(40)])


@pytest.mark.parametrize(
    ("path", "text", "seen"),
    [
        ("alongside/goals/services.py", IMPORT, True),
        ("alongside/goals/services.py", "from x import y\n", False),
        ("alongside/goals/apps.py", "class A:\n    def ready(self):\n        from x import y\n", False),
        (CLI, IMPORT, True),
        (CLI, "def run():\n    from django.conf import settings\n", False),
        (CLI, "def run():\n    from alongside.people.models import Person\n", False),
    ],
)
def test_a_hidden_import_is_seen(path, text, seen):
    assert bool(hidden_imports([Source(path, text)])) is seen
