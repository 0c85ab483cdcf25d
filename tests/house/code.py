"""The product's files as the house tests see them: package, layer, syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCT = ROOT / "alongside"
# A file or folder of one of these names decides what its code may do.
LAYERS = frozenset(
    {
        "api", "apps", "audiences", "emails", "forms", "models", "offers", "policies", "queries", "relations",
        "services", "tasks", "templatetags", "urls", "views",
    }
)  # fmt: skip
NOT_OURS = {"vendor", "__pycache__", "locale"}
type Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One Python file: `path` is relative to the repository, e.g. "alongside/goals/services/objectives.py"."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def parts(self) -> list[str]:
        """["goals", "services", "objectives"]: folders and file below alongside/."""
        return self.path.removeprefix("alongside/").removesuffix(".py").split("/")

    @property
    def package(self) -> str:
        return self.parts[0]

    @property
    def module(self) -> str:
        """ "goals.services.objectives": the name that exceptions are written under."""
        return ".".join(part for part in self.parts if part != "__init__")

    @property
    def layer(self) -> str:
        """ "services": the innermost known layer, otherwise the file's own name."""
        known = [part for part in self.parts[1:] if part in LAYERS]
        return known[-1] if known else self.parts[-1]

    @cached_property
    def functions(self) -> list[tuple[str, Function]]:
        """(name within the module, node) of every function and method, nested ones included."""
        return list(_functions(self.tree, ""))

    @cached_property
    def owners(self) -> dict[ast.AST, str]:
        """The module-level function or class each node belongs to; "" at module level."""
        found: dict[ast.AST, str] = {}
        for top in self.tree.body:
            name = top.name if isinstance(top, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) else ""
            found.update(dict.fromkeys(ast.walk(top), name))
        return found

    def named(self, node: ast.AST) -> str:
        """ "goals.views:objective_list": where a node stands, in the words of an exception."""
        owner = self.owners.get(node, "")
        return f"{self.module}:{owner}" if owner else self.module

    def calls(self, *names: str) -> Iterator[ast.Call]:
        """Calls of something with one of these names, bare or as an attribute."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and name_of(node.func) in names:
                yield node


def name_of(node: ast.AST | None) -> str:
    """The last word of a name: "objects" of Person.objects; "" for anything else."""
    if isinstance(node, ast.Call):
        return name_of(node.func)
    return getattr(node, "id", getattr(node, "attr", "")) if node is not None else ""


def is_docstring(node: ast.AST, parent: ast.AST) -> bool:
    body = getattr(parent, "body", None)
    return isinstance(body, list) and bool(body) and isinstance(body[0], ast.Expr) and body[0].value is node


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
    """Every string that is not a docstring."""
    described = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in described:
            yield node


@cache
def product() -> tuple[Source, ...]:
    """Every Python file of the product, without its tests and migrations."""
    return tuple(_read("*.py", without={"tests", "migrations"}))


@cache
def migrations() -> tuple[Source, ...]:
    return tuple(source for source in _read("*.py", without={"tests"}) if "migrations" in source.parts)


@cache
def templates() -> tuple[Source, ...]:
    """Every template, mails included; only `path`, `text` and `package` make sense for them."""
    found = [*_read("*.html", without={"tests"}), *_read("*.txt", without={"tests"})]
    return tuple(source for source in found if "templates" in source.path.split("/"))


@cache
def packages() -> tuple[str, ...]:
    return tuple(sorted(path.parent.name for path in PRODUCT.glob("*/__init__.py")))


def _read(pattern: str, without: set[str]) -> Iterator[Source]:
    for path in sorted(PRODUCT.glob(f"*/**/{pattern}")):
        if not (NOT_OURS | without) & set(path.relative_to(PRODUCT).parts):
            yield Source(path.relative_to(ROOT).as_posix(), path.read_text())


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, Function]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + child.name, child
            yield from _functions(child, f"{prefix}{child.name}.")
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{prefix}{child.name}.")
        else:
            yield from _functions(child, prefix)
