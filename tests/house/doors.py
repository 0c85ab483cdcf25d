"""Who touches rows: doors never, queries and services always, anybody else with a reason."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from tests.house.code import Source, name_of

DOORS = frozenset({"views", "api", "tasks", "templatetags", "chat", "assistant", "forms", "urls"})
READERS = frozenset({"models", "queries", "services", "relations"})
ROWS = frozenset({"objects", "_default_manager", "_base_manager"})
WRITES = frozenset(
    {
        "save", "delete", "update", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
        "save_m2m", "aupdate", "asave",
    }
)  # fmt: skip
# Whatever these names hold is no row: the house's own modules, API routers, form data.
NOT_ROWS = frozenset({"services", "queries", "router", "api", "people", "self"})
SQL = frozenset({"cursor", "raw", "extra", "RawSQL", "executemany"})
FOREIGN = (
    "django.db.models.signals", "django.dispatch", "django.core.signals", "django.contrib.contenttypes.fields",
    "django.contrib.admin", "pickle",
)  # fmt: skip
AMBIENT = ("contextvars", "threading.local", "asgiref.local")
LOGGERS = frozenset({"log", "logger", "logging"})


def touching_doors(sources: Iterable[Source]) -> dict[str, str]:
    """Doors that reach for rows themselves."""
    found = {}
    for source in sources:
        if source.layer not in DOORS or source.package == "core":
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and node.attr in ROWS | WRITES and not _no_row(node):
                found[source.named(node)] = (
                    f"touches .{node.attr}: load it in queries.py, change it in services.py, and call that from here"
                )
        for call in source.calls("get_object_or_404", "get_list_or_404", "aget_object_or_404"):
            if call.args and not isinstance(call.args[0], ast.Call) and name_of(call.args[0])[:1].isupper():
                found[source.named(call)] = (
                    "loads from the whole table: use <nouns>_visible_to(request.actor), so that a miss is 404 for everybody"
                )
    return found


def touching_elsewhere(sources: Iterable[Source]) -> dict[str, str]:
    """Rows touched in a module that is neither queries, services nor models."""
    found = {}
    for source in sources:
        if source.layer in READERS | DOORS or source.package == "core":
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and node.attr in ROWS:
                found[source.named(node)] = f"touches .{node.attr} outside queries.py and services.py"
    return found


def hand_written_sql(sources: Iterable[Source]) -> dict[str, str]:
    return {
        source.named(call): "writes SQL by hand: use the ORM, or give the reason"
        for source in sources
        for call in source.calls(*SQL)
    }


def ambient_users(sources: Iterable[Source]) -> dict[str, str]:
    """`request.user`, context variables and thread locals: ways to find out who acts without being told."""
    found = {}
    for source in sources:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and node.attr == "user" and name_of(node.value) == "request":
                found[source.named(node)] = "reads request.user: use request.actor"
        for name in imported(source):
            if name.startswith(AMBIENT):
                found[source.module] = f"imports {name}: pass what is needed as an argument"
    return found


def foreign_ways(sources: Iterable[Source]) -> dict[str, str]:
    return {
        source.module: f"imports {name}: events meet in config/wiring.py, rows in plain foreign keys"
        for source in sources
        for name in imported(source)
        if name.startswith(FOREIGN)
    } | {
        source.named(call): "prints: write to a log, or return what the command line should say"
        for source in sources
        for call in source.calls("print")
        if isinstance(call.func, ast.Name)
    }


def talkative_logs(sources: Iterable[Source], secret: frozenset[str]) -> dict[str, str]:
    """Log lines with an attribute named like a field of the classes C2 to C5."""
    found = {}
    for source in sources:
        for call in ast.walk(source.tree):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
                continue
            if name_of(call.func.value) not in LOGGERS:
                continue
            said = {
                node.attr
                for part in _values(call)
                for node in ast.walk(part)
                if isinstance(node, ast.Attribute)
            }
            for name in said & secret:
                found[source.named(call)] = f"logs .{name}, which belongs to people: log an id"
    return found


def imported(source: Source) -> Iterator[str]:
    """ "a.b" for import a.b, and "a.b.c" for from a.b import c."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _no_row(node: ast.Attribute) -> bool:
    return node.attr in WRITES and isinstance(node.value, ast.Name) and node.value.id in NOT_ROWS


def _values(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]
