"""Names and lengths of files, lengths of functions, and where imports stand."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.house.code import NOT_OURS, ROOT, Source

CEILINGS = {".py": 300, ".html": 300, ".txt": 300, ".css": 300, ".js": 80, "": 300}
LONGEST_FUNCTION = 40
FOLDERS = ("alongside", "tests", "scripts")
EMPTY_NAMES = frozenset(
    [
        "utils",
        "util",
        "helpers",
        "helper",
        "common",
        "manager",
        "managers",
        "misc",
        "shared",
        "signals",
        "base_service",
    ]
)
NOT_WRITTEN = NOT_OURS | {"migrations"}


def files() -> Iterator[Path]:
    """Every file that somebody writes by hand."""
    yield ROOT / "conftest.py"
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix in CEILINGS and not NOT_WRITTEN & set(path.parts):
                yield path


def emptily_named(paths: Iterable[Path]) -> dict[str, str]:
    """Files and folders whose name says nothing about what is inside."""
    return {
        str(path): f"{path.stem}.py says nothing: name the file after the thing it holds"
        for path in paths
        if path.suffix == ".py" and EMPTY_NAMES & {part.removesuffix(".py") for part in path.parts}
    }


def too_long(lengths: Iterable[tuple[Path, int]]) -> dict[str, str]:
    """Files above their ceiling, of (path, lines)."""
    return {
        str(path): f"{lines} lines, the ceiling is {CEILINGS[path.suffix]}: make it a folder of nouns"
        for path, lines in lengths
        if lines > CEILINGS[path.suffix]
    }


def long_functions(sources: Iterable[Source]) -> dict[str, str]:
    found = {}
    for source in sources:
        for name, node in source.functions:
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                found[f"{source.module}:{name}"] = (
                    f"{lines} lines, the ceiling is {LONGEST_FUNCTION}: take a step out and name it"
                )
    return found


def hidden_imports(sources: Iterable[Source]) -> dict[str, str]:
    """Imports inside functions, except in AppConfig.ready and of Django on the command line."""
    found = {}
    for source in sources:
        for name, node in source.functions:
            if source.layer == "apps" and name.endswith(".ready"):
                continue
            for child in ast.walk(node):
                if isinstance(child, ast.Import | ast.ImportFrom) and not _before_django(source, child):
                    found[f"{source.module}:{name}"] = (
                        "imports inside a function: move it to the top; if that makes a circle, the circle is the fault"
                    )
    return found


def _before_django(source: Source, node: ast.Import | ast.ImportFrom) -> bool:
    """The command line reads its words before Django is set up; what needs Django comes after that."""
    module = node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
    return source.path.startswith("alongside/config/cli/") and (module or "").startswith(
        ("django.", "alongside.")
    )
