"""Tags of people's pages: days as people say them, and looking things up by id."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from babel.dates import format_datetime
from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alongside.core.dates import Said, say_day

register = template.Library()


@register.filter
def of_id[T](values: Mapping[int, T] | None, key: int) -> T | None:
    """The value of one id; None where there is none, or nothing was asked."""
    return values.get(key) if values else None


@register.filter
def indented(name: str, level: int) -> str:
    """A unit in a list to choose from, moved in by its level."""
    return "\u2003" * level + name


@register.simple_tag
def away_until(last: date) -> SafeString:
    """ "away until Fri 6 March", with the last day away as people say it."""
    said = _said(last)
    return format_html(
        _("away until {day}"), day=format_html('<time datetime="{}">{}</time>', said.iso, said.text)
    )


@register.simple_tag
def clock_of(value: datetime) -> str:
    """The wall clock of an instant in its own zone, with that zone: "Tue 16:42, Europe/Amsterdam"."""
    return f"{format_datetime(value, 'EEE HH:mm', locale=_language())}, {value.tzinfo}"


def _said(value: date) -> Said:
    return say_day(value, now=timezone.now(), zone=timezone.get_current_timezone(), locale=_language())


def _language() -> str:
    return (get_language() or "en").split("-")[0]
