"""What a page does only after a fresh proof of who one is, no token does: it can't prove that (decision 0165)."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from tests.house.code import Function, Source, name_of, product

ASKS = {"fresh_sign_in", "fresh_sign_in_after"}
# The services of pages that ask, which programs reach all the same, and why.
OLDER_DOORS = {
    "alongside.invitations.services.create_wave": (
        "a draft: nobody is written to before it begins, and beginning it asks for no proof at the page either"
    ),
    "alongside.webhooks.services.create_endpoint": (
        "what a token of the company is made for, by an administrator with a fresh proof (decision 0071)"
    ),
    "alongside.webhooks.services.end_endpoint": "as above",
    "alongside.webhooks.services.rotate_secret": "as above",
}


def services_named_in(source: Source, nodes: Iterable[ast.AST]) -> Iterator[str]:
    """ "alongside.people.duties.services.give_duty" for each service that is called or handed on in these nodes."""
    modules: dict[str, str] = {}
    functions: dict[str, str] = {}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom):
            for one in node.names:
                if one.name == "services":
                    modules[one.asname or one.name] = f"{node.module}.{one.name}"
                elif "services" in str(node.module).split("."):
                    functions[one.asname or one.name] = f"{node.module}.{one.name}"
    for node in nodes:
        for part in ast.walk(node):
            if isinstance(part, ast.Attribute) and name_of(part.value) in modules:
                yield f"{modules[name_of(part.value)]}.{part.attr}"
            elif isinstance(part, ast.Name) and part.id in functions:
                yield functions[part.id]


def asking(source: Source) -> list[Function]:
    """Views that ask for a fresh proof, with the functions of their module that they use."""
    own = {name: node for name, node in source.functions if "." not in name}
    wanted = [node for node in own.values() if any(name_of(one) in ASKS for one in node.decorator_list)]
    found: list[Function] = []
    while wanted:
        node = wanted.pop()
        if node not in found:
            found.append(node)
            used = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
            wanted += [own[name] for name in used & own.keys()]
    return found


def after_a_proof(sources: Iterable[Source]) -> set[str]:
    views = [one for one in sources if one.layer == "views"]
    return {name for one in views for name in services_named_in(one, asking(one))}


def by_token(sources: Iterable[Source]) -> set[str]:
    doors = [one for one in sources if one.layer == "api"]
    return {name for one in doors for name in services_named_in(one, [one.tree])}


def test_no_token_does_what_asks_for_a_fresh_proof():
    asked, doors = after_a_proof(product()), by_token(product())
    assert len(asked) > 40
    assert len(doors) > 25
    found = asked & doors
    assert found - OLDER_DOORS.keys() == set(), "a token can't prove who one is: give this no door in the API"
    assert OLDER_DOORS.keys() - found == set(), "take out of OLDER_DOORS what is no exception any more"


def test_such_a_door_is_seen_also_where_the_service_is_handed_on():
    view = Source(
        "alongside/goals/views.py",
        "from alongside.goals import services\nfrom alongside.goals.services import drop\n"
        "@fresh_sign_in_after(look)\ndef goal_end(request): return _done(services.end_goal)\n"
        "def _done(it): return drop(it)\n"
        "def goal_keep(request): services.keep_goal()\n",
    )
    door = Source(
        "alongside/goals/api.py",
        "from alongside.goals import services as of_goals\ndef end(request): return change(of_goals.end_goal)\n",
    )
    assert after_a_proof([view]) == {"alongside.goals.services.end_goal", "alongside.goals.services.drop"}
    assert by_token([door]) == {"alongside.goals.services.end_goal"}
