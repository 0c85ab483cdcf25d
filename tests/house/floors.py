"""What a package knows of others without importing them: names in strings, in templates and in migrations."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache

from tests.house.code import PRODUCT, ROOT, Source, strings

TAG = re.compile(r"{%-?\s*(\w+)(.*?)%}", re.DOTALL)
QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")


@cache
def floors() -> dict[str, int]:
    """Package -> floor, 0 at the top; read from import-linter's contract so that there is one list."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    (contract,) = [
        found for found in settings["tool"]["importlinter"]["contracts"] if found.get("id") == "floors"
    ]
    return {
        name.strip(" ()"): floor
        for floor, names in enumerate(contract["layers"])
        for name in names.split("|")
    }


def may_know(package: str, other: str) -> bool:
    """Down, never up or sideways."""
    ranks = floors()
    return package == other or ranks[package] < ranks[other]


def broken_floors(sources: Iterable[Source]) -> dict[str, str]:
    """Every place where Python or a template names something of a package it may not know."""
    found: dict[str, str] = {}
    for source in sources:
        known = (
            known_in_template(source) if source.path.endswith((".html", ".txt")) else known_in_python(source)
        )
        for place, other, words in known:
            if source.package in floors() and not may_know(source.package, other):
                found[place] = (
                    f"names {words!r}, but {source.package} may not know {other}: let {other} offer it "
                    "(core/offers.py, wired in config/wiring.py), or pass it in"
                )
    return found


def known_in_python(source: Source) -> Iterator[tuple[str, str, str]]:
    """(place, other package, the words): foreign keys, tasks, templates, URL names, kinds, migration dependencies."""
    for node in strings(source.tree):
        other = package_meant(str(node.value))
        if other:
            yield source.named(node), other, str(node.value)
    if "migrations" in source.parts:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Tuple) and len(node.elts) == 2:
                words = [part.value for part in node.elts if isinstance(part, ast.Constant)]
                if len(words) == 2 and words[0] in floors():
                    yield source.named(node), words[0], f"{words[0]}.{words[1]}"


def known_in_template(source: Source) -> Iterator[tuple[str, str, str]]:
    """(place, other package, the words): extends, include, url, static, load and every tag with a quoted name."""
    place = source.path.removeprefix("alongside/")
    for tag, rest in TAG.findall(source.text):
        if tag == "load":
            for library in rest.split("from")[-1].split():
                for path in PRODUCT.glob(f"*/templatetags/{library}.py"):
                    yield place, path.parent.parent.name, f"load {library}"
        elif tag not in {"translate", "trans", "blocktranslate", "blocktrans"}:
            for words in ("".join(pair) for pair in QUOTED.findall(rest)):
                other = package_meant(words)
                if other:
                    yield place, other, words


def package_meant(words: str) -> str | None:
    """The package that a string names: "people.Person", "alongside.people.tasks.x", "people/x.html", "people:detail"."""
    match = re.fullmatch(r"alongside\.(\w+)(\.\w+)*|(\w+)(?:\.\w+|:\w+|/[\w/.#-]+)", words)
    name = (match[1] or match[3]) if match else None
    return name if name in floors() else None
