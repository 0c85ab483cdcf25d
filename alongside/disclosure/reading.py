"""Checked reading of plain JSON values; every refusal says what was expected and what was found."""

from collections.abc import Mapping
from typing import Any

from alongside.disclosure.rules import Refusal


def record_of(
    given: object, what: str, needed: set[str], optional: set[str] | None = None
) -> Mapping[str, Any]:
    """An object with all needed keys and no unknown one."""
    body = map_of(given, what)
    unknown = set(body) - needed - (optional or set())
    if unknown:
        raise Refusal(f"{what} has an unknown key {min(unknown)!r}")
    missing = needed - set(body)
    if missing:
        raise Refusal(f"{what} lacks the key {min(missing)!r}")
    return body


def map_of(given: object, what: str) -> Mapping[str, Any]:
    """A JSON object."""
    if not isinstance(given, dict):
        raise Refusal(f"{what} must be an object, not {given!r}")
    return given


def array_of(given: object, what: str) -> list[Any]:
    """A JSON list."""
    if not isinstance(given, list | tuple):
        raise Refusal(f"{what} must be a list, not {given!r}")
    return list(given)


def texts_of(given: object, what: str) -> list[str]:
    """A list of texts that are not empty."""
    return [text_of(entry, what) for entry in array_of(given, what)]


def text_of(given: object, what: str) -> str:
    """A text that is not empty."""
    if not isinstance(given, str) or not given:
        raise Refusal(f"{what} must be a text, not {given!r}")
    return given


def whole_of(given: object, what: str) -> int:
    """A whole number; true and false are none."""
    if isinstance(given, bool) or not isinstance(given, int):
        raise Refusal(f"{what} must be a whole number, not {given!r}")
    return given
