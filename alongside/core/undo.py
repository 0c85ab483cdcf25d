"""The way back after an act: one sentence and an address, kept in the session until the next page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from alongside.core.errors import Words

KEY = "undo"


@dataclass(frozen=True)
class Undo:
    """What was done, in words without any content, and where a POST takes it back ("" where nothing can)."""

    text: str
    url: str


def offer(request: HttpRequest, text: Words, url: str = "") -> None:
    """Say on the next page what was done, with a button to take it back."""
    request.session[KEY] = {"text": str(text), "url": url}


def taken(request: HttpRequest) -> Undo | None:
    """What the last act offered, once."""
    found: dict[str, Any] | None = request.session.pop(KEY, None)
    return Undo(found["text"], found["url"]) if found else None
