"""Whether an answer is what its headers say: its media type, and the name of the file it wants to be saved under."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

# Names of files are ours: small letters, digits and hyphens, so nothing in them can end the header or the name.
SAVED_AS = re.compile(
    r'(?:attachment|inline); filename="(?P<stem>[a-z0-9]+(?:-[a-z0-9]+)*)\.(?P<end>[a-z]+)"'
)
ENDS = {
    "csv": "text/csv", "json": "application/json", "pdf": "application/pdf", "ics": "text/calendar",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
# What leaves as a file and must bear a name.
FILES = frozenset(ENDS.values()) - {"application/json"}


def _is_json(body: str) -> bool:
    try:
        json.loads(body)
    except ValueError:
        return False
    return True


def _begins(*words: str) -> Callable[[str], bool]:
    return lambda body: body.lstrip("\ufeff \r\n\t").startswith(words)


def _is_plain(body: str) -> bool:
    return not _begins("<", "{", "[")(body)


LOOKS_LIKE: dict[str, Callable[[str], bool]] = {
    "text/html": lambda body: not _is_json(body) and "<" in body,
    "text/plain": _is_plain,
    "text/csv": lambda body: body.startswith("\ufeff") and _is_plain(body),
    "text/calendar": _begins("BEGIN:VCALENDAR"),
    "application/pdf": _begins("%PDF-"),
    "application/json": _is_json,
    "application/problem+json": _is_json,
    "application/scim+json": _is_json,
    "application/samlmetadata+xml": _begins("<?xml", "<md:EntityDescriptor"),
}


def wrong_type(headers: dict[str, str], body: str) -> str:
    """What is wrong with the Content-Type of an answer; empty where nothing is, or where it has no body."""
    if not body:
        return ""
    kind, _, more = headers.get("Content-Type", "").partition(";")
    if kind not in LOOKS_LIKE:
        return f"{kind!r} is new: say in tests/house/answers.py how such an answer begins"
    is_text = kind.startswith("text/") or kind.endswith(("+xml", "/xml"))
    if is_text and more.replace('"', "").strip().lower() != "charset=utf-8":
        return f"{kind} without charset=utf-8"
    return "" if LOOKS_LIKE[kind](body) else f"is called {kind} and looks otherwise: {body[:40]!r}"


def wrong_name(headers: dict[str, str]) -> str:
    """What is wrong with the name a file is saved under; empty where nothing is."""
    kind = headers.get("Content-Type", "").partition(";")[0]
    said = headers.get("Content-Disposition")
    if said is None:
        return f"{kind} without a name in Content-Disposition" if kind in FILES else ""
    found = SAVED_AS.fullmatch(said)
    if found is None:
        return f"{said!r} is no name of ours"
    return "" if ENDS.get(found["end"]) == kind else f"{said!r} is called {kind}"
