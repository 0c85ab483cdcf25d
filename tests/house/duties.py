"""What services, policies and tasks owe: read from their syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

from tests.house.code import Function, Source, name_of

IDS = frozenset({"int", "str", "int | None", "str | None", "list[int]"})
BEGINS_OTHERWISE = (
    "begins otherwise than (*, actor: Actor, ...); what changes nothing belongs in a module named after it"
)
ASKS = frozenset({"enforce", "Refused"})


def public_functions(source: Source) -> list[Function]:
    """The functions of a module that others call."""
    return [
        node
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_")
    ]


def without_actor(sources: Iterable[Source]) -> dict[str, str]:
    """Steps that files of a services folder share are none, unless services/__init__.py hands them out."""
    handed_out = _handed_out(sources)
    return _services(
        [
            source
            for source in sources
            if source.module not in handed_out or source.path.endswith("__init__.py")
        ],
        _begins_otherwise,
        BEGINS_OTHERWISE,
    ) | _services(
        [source for source in sources if source.module in handed_out],
        lambda source, node: _begins_otherwise(source, node) and node.name in handed_out[source.module],
        BEGINS_OTHERWISE,
    )


def without_transaction(sources: Iterable[Source]) -> dict[str, str]:
    return _services(
        sources,
        lambda source, node: (
            _acts(node) and not any("atomic" in ast.unparse(decorator) for decorator in node.decorator_list)
        ),
        "lacks @transaction.atomic",
    )


def without_permission(sources: Iterable[Source]) -> dict[str, str]:
    family = _families(sources)
    return _services(
        sources,
        lambda source, node: (
            _acts(node)
            and not any(
                name in ASKS or name.startswith("can_")
                for name in _called(node, family.get(source.package, {}))
            )
        ),
        "asks no policy: call can_<verb>_<noun>(actor, ...).enforce(), or raise Refused",
    )


def without_audit(sources: Iterable[Source]) -> dict[str, str]:
    family = _families(sources)
    return _services(
        sources,
        lambda source, node: _acts(node) and "record" not in _called(node, family.get(source.package, {})),
        'writes no audit row: record(actor, "<package>.<noun>_<past verb>", subject=...)',
    )


def odd_policies(sources: Iterable[Source]) -> dict[str, str]:
    """Public functions of policies.py that aren't can_<verb>_<noun>(actor: Actor, ...) -> Verdict."""
    found = {}
    for source in sources:
        if source.layer != "policies":
            continue
        for node in public_functions(source):
            first = node.args.args[0].arg if node.args.args else ""
            returns = ast.unparse(node.returns) if node.returns else ""
            if not node.name.startswith("can_") or first != "actor" or returns != "Verdict":
                found[f"{source.module}:{node.name}"] = (
                    "should be can_<verb>_<noun>(actor: Actor, thing) -> Verdict"
                )
    return found


def tasks_of(sources: Iterable[Source]) -> dict[str, Function]:
    """Dotted path -> function, for everything decorated with @task."""
    return {
        f"alongside.{source.module}.{node.name}": node
        for source in sources
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and any(name_of(decorator) == "task" for decorator in node.decorator_list)
    }


def odd_tasks(sources: Iterable[Source]) -> dict[str, str]:
    """Tasks with arguments that could hold words, and tasks outside tasks.py."""
    found = {}
    for path, node in tasks_of(sources).items():
        module, _, function = path.removeprefix("alongside.").rpartition(".")
        for argument in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]:
            kind = ast.unparse(argument.annotation) if argument.annotation else "nothing"
            if kind not in IDS:
                found[f"{module}:{function}"] = (
                    f"takes {argument.arg}: {kind}; a task takes ids (int or str) and loads the rest"
                )
        if node.args.vararg or node.args.kwarg:
            found[f"{module}:{function}"] = "takes *args or **kwargs; a task names its ids"
        if ".tasks" not in path:
            found[f"{module}:{function}"] = "is a task outside tasks.py"
    return found


def odd_uses_of_tasks(sources: Iterable[Source]) -> dict[str, str]:
    """later("dotted.path", ...) that names no task, or other arguments than the task takes."""
    sources = list(sources)
    tasks, found = tasks_of(sources), {}
    for source in sources:
        for call in source.calls("later"):
            if source.module == "core.later":
                continue
            wrong = _wrong_use(call, tasks)
            if wrong:
                found[source.named(call)] = wrong
    return found


def odd_schedules(schedules: dict[str, dict[str, object]], sources: Iterable[Source]) -> dict[str, str]:
    """Recurring work that names no task, or one that needs arguments."""
    tasks, found = tasks_of(sources), {}
    for name, entry in schedules.items():
        node = tasks.get(str(entry["task"]))
        if node is None:
            found[f"config.schedule:{name}"] = f"names {entry['task']}, which is no task"
        elif len(node.args.args) > len(node.args.defaults):
            found[f"config.schedule:{name}"] = f"{entry['task']} needs arguments; nobody gives them at night"
    return found


def _wrong_use(call: ast.Call, tasks: dict[str, Function]) -> str:
    path = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
    if not isinstance(path, str):
        return "names its task by something other than a literal string"
    if path not in tasks:
        return f"names {path}, which is no task"
    arguments = tasks[path].args
    takes = {argument.arg for argument in [*arguments.args, *arguments.kwonlyargs]}
    needs = {argument.arg for argument in arguments.args[: len(arguments.args) - len(arguments.defaults)]}
    gives = {keyword.arg for keyword in call.keywords if keyword.arg and keyword.arg != "run_after"}
    if not needs <= gives <= takes and not any(keyword.arg is None for keyword in call.keywords):
        return f"gives {sorted(gives)} to {path}, which takes {sorted(takes)}"
    return ""


def _services(
    sources: Iterable[Source], lacks: Callable[[Source, Function], bool], words: str
) -> dict[str, str]:
    return {
        f"{source.module}:{node.name}": words
        for source in sources
        if source.layer == "services"
        for node in public_functions(source)
        if lacks(source, node)
    }


def _begins_otherwise(source: Source, node: Function) -> bool:
    first = [argument.arg for argument in node.args.kwonlyargs][:1]
    return bool(node.args.args or node.args.posonlyargs) or first != ["actor"]


def _handed_out(sources: Iterable[Source]) -> dict[str, set[str]]:
    """Module of a services folder -> the names that its __init__.py imports from the folder."""
    found: dict[str, set[str]] = {}
    for source in sources:
        if source.path.endswith("/services/__init__.py"):
            imports = [node for node in source.tree.body if isinstance(node, ast.ImportFrom)]
            names = {alias.name for node in imports for alias in node.names}
            inside = [other.module for other in sources if other.module.startswith(f"{source.module}.")]
            found |= dict.fromkeys(inside, names) if names else {}
    return found


def _acts(node: Function) -> bool:
    """Whether it is a service at all; what is none is named by `without_actor` alone."""
    return "actor" in {argument.arg for argument in node.args.kwonlyargs}


def _families(sources: Iterable[Source]) -> dict[str, dict[str, list[Function]]]:
    """Package -> name -> functions in its services, so that what a service hands on to its kin counts too."""
    families: dict[str, dict[str, list[Function]]] = {}
    for source in sources:
        if source.layer == "services":
            for _, node in source.functions:
                families.setdefault(source.package, {}).setdefault(node.name, []).append(node)
    return families


def _called(node: Function, family: dict[str, list[Function]]) -> set[str]:
    """The names that a function calls, itself or through functions of its own package's services."""
    names, waiting = set[str](), [node]
    while waiting:
        for child in ast.walk(waiting.pop()):
            name = name_of(child.func) if isinstance(child, ast.Call) else ""
            if name and name not in names:
                names.add(name)
                waiting += family.get(name, [])
    return names
