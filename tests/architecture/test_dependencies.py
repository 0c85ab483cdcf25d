"""An image holds what pyproject.toml names for production; what else a desk has must not be missed there."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import packages_distributions

from tests.house.code import ROOT, Source, product

# Shell-less helpers that the image runs while it is built.
BUILDS = ("scripts/messages",)


def test_production_installs_every_library_that_the_product_imports():
    helpers = [Source(path, (ROOT / path).read_text()) for path in BUILDS]
    assert dict(not_installed([*product(), *helpers])) == {}


def test_a_library_of_the_desk_alone_is_told():
    careless = Source("alongside/goals/views.py", "import polib\nfrom hypothesis.strategies import text")
    found = dict(not_installed([careless]))
    assert found == {
        "alongside/goals/views.py: polib": ["polib"],
        "alongside/goals/views.py: hypothesis": ["hypothesis"],
    }


def test_what_production_has_and_what_is_our_own_is_fine():
    good = Source(
        "alongside/goals/views.py", "import os\nimport django.db\nfrom alongside import core\nfrom . import x"
    )
    assert dict(not_installed([good])) == {}


def not_installed(sources: Iterable[Source]) -> Iterator[tuple[str, list[str]]]:
    """("file: module", distributions that would bring it) of imports that no dependency of production names."""
    brings = packages_distributions()
    for source in sources:
        for name in _imported(source):
            known = name in sys.stdlib_module_names or name == "alongside"
            if not known and not {_plain(one) for one in brings.get(name, [])} & _of_production():
                yield f"{source.path}: {name}", sorted(set(brings.get(name, [])))


def _imported(source: Source) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.split(".")[0] for name in names}


@cache
def _of_production() -> frozenset[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return frozenset(_plain(re.split(r"[^\w.-]", wanted)[0]) for wanted in project["dependencies"])


def _plain(name: str) -> str:
    """Names of distributions as PEP 503 compares them."""
    return re.sub(r"[-_.]+", "-", name).lower()
