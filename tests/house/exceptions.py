"""Exceptions to the rules: each package keeps its own, each with a reason, and none that is no longer needed.

alongside/<package>/tests/exceptions.py holds
EXCEPTIONS = {"<rule>": {"<package>.<module>:<function>": "why this must be so, in a sentence"}}
The name of a module alone excuses everything in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module

from tests.house.code import PRODUCT, packages

SHORTEST_REASON = 20
RULES = {
    "floors": "packages only look down (house rule 2)",
    "imports": "imports stand at the top of the file",
    "names": "a file is named after its noun",
    "length": "300 lines for a file, 40 for a function, 80 for a script (house rule 9)",
    "doors": "doors load through queries and change through services (house rule 3)",
    "rows": "rows are read in queries.py and changed in services.py (house rule 3)",
    "sql": "SQL by hand is rare and known",
    "ambient": "who acts is passed as an actor, never found in the air",
    "logs": "no log line holds words between two people",
    "foreign": "no signals, no generic foreign keys, no Django admin",
    "actor": "a service is keyword-only, its actor first (house rule 6)",
    "atomic": "a service is one transaction (house rule 6)",
    "permission": "a service asks a policy before it changes anything (house rule 6)",
    "audit": "a service writes its audit row (house rule 6)",
    "policies": "a policy is can_<verb>_<noun>(actor, ...) -> Verdict",
    "tasks": "a task takes ids only and is named correctly where it is used",
    "singular": "models are singular",
    "register": "every column says what it is for (privacy D-1)",
    "plain-text": "words between two people are stored encrypted",
    "signed-in": "every view asks who is there",
    "once": "every POST has one effect",
    "methods": "every view says which methods it answers",
    "bare-text": "text shown to people goes through gettext",
    "words": "words never on a screen (design)",
    "templates": "templates are files, never made of text",
    "fields": "forms and schemas name the fields that may be set",
    "files": "lists leave as files through one door: a proof, a limit, a record, no formulas",
    "secrets": "what must not be guessed has 128 random bits or more",
    "cryptography": "cryptography comes from known libraries, with SHA-2 and AES-GCM",
}


def judge(rule: str, offenders: Mapping[str, str]) -> None:
    """Fail for offenders nobody has excused, and for excuses nobody needs. `offenders`: name -> what is wrong."""
    excused = excused_from(rule)
    loud = {name: wrong for name, wrong in offenders.items() if not {name, _module_of(name)} & set(excused)}
    assert not loud, complaint(rule, loud)
    idle = sorted(set(excused) - {known for name in offenders for known in (name, _module_of(name))})
    assert not idle, f"Remove these exceptions to “{rule}”, nothing needs them any more: {', '.join(idle)}"


def complaint(rule: str, offenders: Mapping[str, str]) -> str:
    """What a newcomer reads: the rule, each place, what to do."""
    lines = [f"House rule broken: {RULES[rule]}."]
    lines += [f"  {name}: {wrong}" for name, wrong in sorted(offenders.items())]
    homes = sorted({f"alongside/{package_of(name)}/tests/exceptions.py" for name in offenders})
    lines.append(
        f'If one must stay as it is, say why in {" or ".join(homes)}: EXCEPTIONS = {{"{rule}": {{"<name>": "<reason>"}}}}'
    )
    return "\n".join(lines)


def excused_from(rule: str) -> dict[str, str]:
    """Everything excused from one rule, over all packages."""
    assert rule in RULES, f"there is no rule named {rule!r}"
    return {name: reason for package in packages() for name, reason in _of(package).get(rule, {}).items()}


def unsound() -> list[str]:
    """What is wrong with the exceptions themselves."""
    problems = []
    for package in packages():
        for rule, entries in _of(package).items():
            where = f"alongside/{package}/tests/exceptions.py"
            if rule not in RULES:
                problems.append(f"{where}: no rule is named {rule!r}; there are {', '.join(RULES)}")
            for name, reason in entries.items():
                if package_of(name) != package:
                    problems.append(f"{where}: {name} belongs to another package")
                if len(reason) < SHORTEST_REASON:
                    problems.append(
                        f"{where}: {name} needs a reason of at least {SHORTEST_REASON} characters"
                    )
    return problems


def package_of(name: str) -> str:
    """ "goals" of "goals.views:objective_list", "goals/templates/goals/x.html" and "goals:objective_list"."""
    return re.split(r"[.:/]", name.removeprefix("alongside/"), maxsplit=1)[0]


def _module_of(name: str) -> str:
    return name.split(":")[0]


def _of(package: str) -> dict[str, dict[str, str]]:
    if not (PRODUCT / package / "tests" / "exceptions.py").exists():
        return {}
    found: dict[str, dict[str, str]] = import_module(f"alongside.{package}.tests.exceptions").EXCEPTIONS
    return found
