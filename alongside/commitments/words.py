"""Words about commitments: dates said calmly, about the date and never about the person; reasons that must be there."""

from __future__ import annotations

from datetime import date, timedelta

from babel.dates import format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alongside.core.errors import Invalid, Words

NEAR = timedelta(days=6)
PATTERNS = {"en": "d MMM", "de": "d. MMM"}


def due_words(due_on: date, today: date) -> str:
    """ "due today", "due Fri", "due 3 Mar", "was due Tue"."""
    if due_on == today:
        return _("due today")
    day = _short(due_on, today)
    return _("was due %(day)s") % {"day": day} if due_on < today else _("due %(day)s") % {"day": day}


def _short(day: date, today: date) -> str:
    language = (get_language() or "en").split("-")[0]
    locale = language if language in PATTERNS else "en"
    return format_date(day, "EEE" if abs(day - today) <= NEAR else PATTERNS[locale], locale=locale)


def require_words(words: str, field: str, ask: Words) -> None:
    """Raises Invalid with the question for this field when nothing was typed."""
    if not words.strip():
        raise Invalid(field, ask)
