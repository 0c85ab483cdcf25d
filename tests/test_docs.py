"""The documents name everything that exists, and nothing that does not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.house.code import ROOT, Source, name_of, packages, product
from tests.house.duties import public_functions

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("alongside/*/README.md")])
# Decisions speak of what was planned; what stands here is done as it stands.
INSTRUCTIONS = [path for path in DOCUMENTS if "decisions" not in path.parts and path.stem != "roadmap"]
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"(?<![\w-])make ([a-z][\w-]*)")
PATH = re.compile(r"`([\w*.-]+(?:/[\w*.-]+)+/?|[\w-]+/)`")
MADE_LATER = (
    "build/",
    "data/",
    "ALONGSIDE_DATA/",
    ".../",
)  # what the product or its tools write, and parts of addresses
IN_A_PACKAGE = {"tests/url_table.py", "tests/exceptions.py", "locale/de"}  # the map says "of the package"
LONGEST_README = 25  # lines
PERMISSIONS = ROOT / "docs" / "permissions.md"
MAP = ROOT / "docs" / "map.md"
# English words that follow "make" in a sentence.
NOT_COMMANDS = frozenset(
    {"sure", "it", "them", "a", "the", "this", "that", "one", "every", "no", "people", "what"}
)


def audiences_of(sources: Iterable[Source]) -> list[str]:
    """ "one_on_ones.SERIES" for each audience of a package."""
    return [
        f"{source.package}.{name_of(node.targets[0])}"
        for source in sources
        if source.layer in {"audiences", "policies"}
        for node in source.tree.body
        if isinstance(node, ast.Assign) and name_of(node.value) == "Audience"
    ]


def policies_of(sources: Iterable[Source]) -> list[str]:
    """ "one_on_ones.can_add_item" for each policy."""
    return [
        f"{source.package}.{node.name}"
        for source in sources
        if source.layer == "policies"
        for node in public_functions(source)
        if node.name.startswith("can_")
    ]


def unnamed(names: Iterable[str], text: str) -> list[str]:
    """Names that a document does not hold in backticks."""
    return [name for name in names if f"`{name}`" not in text]


def broken_links(document: Path) -> list[str]:
    """Relative links that lead nowhere."""
    targets = LINK.findall(document.read_text())
    inside = [target for target in targets if "://" not in target and not target.startswith(("mailto:", "/"))]
    return [target for target in inside if not (document.parent / target).exists()]


def gone_paths(document: Path) -> list[str]:
    """Files and folders that a document names as code and that are not there, seen from the root, the product or it."""
    places = (ROOT, ROOT / "alongside", document.parent)
    found = PATH.findall(document.read_text())
    named = [name for name in found if not name.startswith(MADE_LATER) and name not in IN_A_PACKAGE]
    return [name for name in named if not any(any(place.glob(name.rstrip("/"))) for place in places)]


def unknown_commands(text: str, makefile: str) -> list[str]:
    """`make x` that the Makefile does not know; only what stands as code counts."""
    code = re.findall(r"`([^`\n]+)`|^ {4}(\S.*)$", text, re.MULTILINE)
    known = set(re.findall(r"^([a-z][\w-]*):", makefile, re.MULTILINE)) | NOT_COMMANDS
    return sorted({name for pair in code for part in pair for name in COMMAND.findall(part)} - known)


def test_every_package_is_on_the_map():
    missing = unnamed(packages(), MAP.read_text())
    assert not missing, (
        f"Add a line for each of {missing} to docs/map.md, with what it is for and what it owns."
    )


def test_every_policy_and_every_audience_is_explained():
    missing = unnamed([*audiences_of(product()), *policies_of(product())], PERMISSIONS.read_text())
    assert not missing, f"Add a row for each of {missing} to docs/permissions.md: who, and why."


def test_the_documents_explain_nothing_that_is_gone():
    existing = {*audiences_of(product()), *policies_of(product())}
    named = set(re.findall(r"`(\w+\.(?:can_\w+|[A-Z][A-Z_]+))`", PERMISSIONS.read_text()))
    assert not named - existing, f"Remove {sorted(named - existing)} from docs/permissions.md."
    rows = set(re.findall(r"^\| `(\w+)` \|", MAP.read_text(), re.MULTILINE))
    assert not rows - set(packages()), (
        f"Remove {sorted(rows - set(packages()))} from the packages of docs/map.md."
    )


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document):
    assert not broken_links(document)


@pytest.mark.parametrize("document", INSTRUCTIONS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_commands_exist(document):
    assert not unknown_commands(document.read_text(), (ROOT / "Makefile").read_text())


@pytest.mark.parametrize("document", INSTRUCTIONS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_paths_exist(document):
    assert not gone_paths(document)


@pytest.mark.parametrize("package", packages())
def test_every_package_says_in_a_page_what_it_is_for(package):
    readme = ROOT / "alongside" / package / "README.md"
    assert readme.exists(), "What it is for, its words, where to start reading, what it never does."
    assert 3 <= len(readme.read_text().splitlines()) <= LONGEST_README


@pytest.mark.parametrize("words", ["make run", "make test"])
def test_the_readme_begins_with_the_two_commands(words):
    assert words in (ROOT / "README.md").read_text() + (ROOT / "CONTRIBUTING.md").read_text()


def test_what_a_document_lacks_is_seen(tmp_path):
    source = Source("alongside/goals/policies.py", "def can_close_goal(actor: Actor) -> Verdict:\n    pass\n")
    assert policies_of([source]) == ["goals.can_close_goal"]
    assert unnamed(["goals.can_close_goal"], "can_close_goal, of goals")
    assert not unnamed(["goals.can_close_goal"], "| `goals.can_close_goal` | the owner |")
    assert audiences_of([Source("alongside/goals/audiences.py", "GOAL = Audience(allow=())")]) == [
        "goals.GOAL"
    ]
    page = tmp_path / "page.md"
    page.write_text("[here](page.md) [there](gone.md) [out](https://example.org)")
    assert broken_links(page) == ["gone.md"]
    page.write_text(
        "`tests/test_docs.py` `core/once.py` `tests/test_gone.py` `gone/` `tests/*/` `build/x` `/api/v1/`"
    )
    assert gone_paths(page) == ["tests/test_gone.py", "gone/"]
    assert unknown_commands("Run `make tea`, and make sure:\n\n    make run\n", "run: x\n") == ["tea"]
