"""The lists of the API and the filters that take words, as the API describes itself."""

from __future__ import annotations

from typing import Any

from django.test import Client

from alongside.config.api import api

FILLED = {"/api/v1/absences/": "person"}  # lists that are always about somebody


def lists() -> list[str]:
    """Addresses that answer with a list and need no number of a record."""
    return [path for path, operation in _read().items() if "{" not in path and _answers_items(operation)]


def word_filters() -> list[tuple[str, str]]:
    """(address, parameter) of every filter that takes any words."""
    return [
        (path, one["name"])
        for path, operation in _read().items()
        for one in operation.get("parameters", [])
        if "{" not in path and one["in"] == "query" and _takes_words(one["schema"])
    ]


def everything_on(browser: Client, path: str, person_pk: int) -> str:
    """All pages of one list, as text; "" where the list is not for this person."""
    query: dict[str, Any] = {FILLED[path]: person_pk} if path in FILLED else {}
    found = ""
    while True:
        answer = browser.get(path, query)
        assert answer.status_code in {200, 403, 404}, f"{path}: {answer.status_code}"
        if answer.status_code != 200:
            return found
        found += answer.content.decode()
        following = answer.json().get("next")
        if following is None:
            return found
        query["after"] = following


def _read() -> dict[str, Any]:
    paths = api.get_openapi_schema()["paths"]
    return {path: operations["get"] for path, operations in paths.items() if "get" in operations}


def _answers_items(operation: dict[str, Any]) -> bool:
    name = operation["responses"][200]["content"]["application/json"]["schema"].get("$ref", "").split("/")[-1]
    return "items" in api.get_openapi_schema()["components"]["schemas"].get(name, {}).get("properties", {})


def _takes_words(schema: dict[str, Any]) -> bool:
    kinds = schema.get("anyOf", [schema])
    return any(one.get("type") == "string" and not {"enum", "format", "const"} & set(one) for one in kinds)
