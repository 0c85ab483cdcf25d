"""One mail for the news of a day: the same news twice is one line with a number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from alongside.notifications.models import Message

TEMPLATE = "notifications/email/digest"
MOST_LINES = 40


def news_of(messages: Iterable[Message]) -> list[dict[str, Any]]:
    """Lines for the template of the digest, the oldest first: [{"template", "context", "count"}]."""
    lines: dict[tuple[str, str], dict[str, Any]] = {}
    for message in messages:
        place = (message.template, str(message.context.get("path", message.pk)))
        line = lines.setdefault(place, {"template": message.template, "context": {}, "count": 0})
        line["context"] = message.context
        line["count"] += 1
    return list(lines.values())[:MOST_LINES]
