"""One line of the mail of the day. Load with `{% load news %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import select_template

register = template.Library()


@register.simple_tag
def news_line(line: dict[str, Any]) -> str:
    """What a message says in one line: its .line.txt, else its subject."""
    found = select_template([f"{line['template']}.line.txt", f"{line['template']}.subject.txt"])
    return " ".join(found.render({**line["context"], "count": line["count"]}).split())
