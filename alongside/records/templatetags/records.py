"""Columns and values of an export in people's words. Load with `{% load records %}`."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.utils.translation import gettext as _

from alongside.core.templatetags.dates import lasting
from alongside.records.words import column_in_words

register = template.Library()
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d|Z))?")


@register.simple_tag
def column_words(column: str) -> str:
    """ "due_on" -> "due on"."""
    return str(column_in_words(column))


@register.simple_tag
def plain_words(value: Any) -> str:
    """One value as a line of text: yes and no, ranges, lists and pairs spelled out."""
    if value is True:
        return _("yes")
    if value is False:
        return _("no")
    if isinstance(value, dict) and set(value) == {"from", "to"}:
        return _("from %(start)s until before %(end)s") % {
            "start": plain_words(value["from"] or "…"),
            "end": plain_words(value["to"] or "…"),
        }
    if isinstance(value, dict):
        return "; ".join(f"{name}: {plain_words(one)}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(plain_words(one) for one in value)
    text = str(value)
    try:
        return lasting(text) if _MOMENT.fullmatch(text) else text
    except (ValueError, OverflowError):  # looks like a day and is none: a number that somebody typed
        return text
