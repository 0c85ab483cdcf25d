"""Days and moments in people's words, with the exact value in `<time>`. Load with `{% load dates %}`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from alongside.core import dates

register = template.Library()
LENGTH_OF_A_DAY = len("2026-03-03")
NOT_KNOWN = SafeString("–")  # no page fails for want of a day


def _said(say: Callable[..., dates.Said], when: Any) -> dates.Said:
    """In the language and zone of the reader."""
    zone, locale = timezone.get_current_timezone(), get_language() or "en"
    return say(when, now=timezone.now(), zone=zone, locale=locale)


def _time(say: Callable[..., dates.Said], when: Any) -> SafeString:
    if when is None:
        return NOT_KNOWN
    said = _said(say, when)
    return format_html('<time datetime="{}" title="{}">{}</time>', said.iso, said.exact, said.text)


def _local_day(when: date | datetime | None) -> date | None:
    """The day of a moment is the reader's."""
    return timezone.localdate(when) if isinstance(when, datetime) else when


@register.simple_tag
def day(when: date | datetime | None) -> SafeString:
    """ "Tue 3 March, in 4 days"."""
    return _time(dates.say_day, _local_day(when))


@register.simple_tag
def date_only(when: date | datetime | None) -> SafeString:
    """ "Tue 3 March", "yesterday"."""
    return _time(dates.say_date, _local_day(when))


@register.simple_tag
def at(when: datetime | None) -> SafeString:
    """ "today at 14:00", "Tue 3 March at 14:00"."""
    return _time(dates.say_moment, when)


@register.simple_tag
def ago(when: date | datetime | None) -> SafeString:
    """ "3 weeks ago", "in 4 days"."""
    return _time(dates.say_distance, when)


@register.filter
def lasting(when: date | datetime | str) -> str:
    """ "Tue 3 March 2026 at 14:00", for what is read on another day. ISO text is taken, too: mails hold text only."""
    if isinstance(when, str):
        when = date.fromisoformat(when) if len(when) == LENGTH_OF_A_DAY else datetime.fromisoformat(when)
    zone, locale = timezone.get_current_timezone(), get_language() or "en"
    return dates.say_lastingly(when, zone=zone, locale=locale)


@register.filter
def month(when: date) -> str:
    """ "March 2026"."""
    return dates.say_month(when, locale=get_language() or "en")


@register.filter
def weekday(when: date) -> str:
    """ "Tuesday"."""
    return dates.say_weekday(when, locale=get_language() or "en")


@register.filter
def clock(when: time | datetime) -> str:
    """ "14:00": a time of day as it is, a moment in the reader's zone."""
    local = timezone.localtime(when).time() if isinstance(when, datetime) else when
    return dates.say_clock(local, locale=get_language() or "en")


@register.filter
def in_words(when: date | datetime) -> str:
    """A moment, or a day, without markup: for titles and labels."""
    return _said(dates.say_moment if isinstance(when, datetime) else dates.say_day, when).text
