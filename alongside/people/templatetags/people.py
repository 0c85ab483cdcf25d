"""Tags of people's pages: days as people say them, and looking things up by id."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alongside.core.dates import Said, say_day, say_moment

register = template.Library()


@register.filter
def of_id[T](values: Mapping[int, T], key: int) -> T | None:
    """The value of one id; None where there is none."""
    return values.get(key)


@register.filter
def indented(name: str, level: int) -> str:
    """A unit in a list to choose from, moved in by its level."""
    return "\u2003" * level + name


@register.simple_tag
def day(value: date) -> SafeString:
    """A day as people say it, exact on hover: "Tue 3 March, in 4 days"."""
    return _time(_said(value))


@register.simple_tag
def at(value: datetime) -> SafeString:
    """A moment as people say it, in the reader's zone: "tomorrow at 14:00"."""
    said = say_moment(value, now=timezone.now(), zone=_zone(), locale=get_language() or "en")
    return _time(said)


@register.simple_tag
def away_until(last: date) -> SafeString:
    """ "away until Fri 6 March", with the last day away as people say it."""
    said = _said(last)
    return format_html(
        _("away until {day}"), day=format_html('<time datetime="{}">{}</time>', said.iso, said.text)
    )


def _said(value: date) -> Said:
    return say_day(value, now=timezone.now(), zone=_zone(), locale=get_language() or "en")


def _zone() -> ZoneInfo:
    return ZoneInfo(timezone.get_current_timezone_name())


def _time(said: Said) -> SafeString:
    return format_html('<time datetime="{}" title="{}">{}</time>', said.iso, said.exact, said.text)
