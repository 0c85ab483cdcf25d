"""Who can see this, beside every place to write: `{% seen_line seen %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string

register = template.Library()


@register.simple_tag
def seen_line(seen: dict[str, Any]) -> str:
    """The line of core/_seen.html. A page says the same thing beside several boxes: it is drawn once."""
    if "line" not in seen:
        seen["line"] = render_to_string("core/_seen.html", {"seen": seen})
    line: str = seen["line"]
    return line
