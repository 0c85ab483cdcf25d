"""How far ahead a talk across levels may be planned."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from alongside.core.errors import Invalid
from alongside.people.calendar import today

A_YEAR = timedelta(days=366)


def check_within_a_year(on: date) -> None:
    """Raises Invalid for a day on which nobody plans yet."""
    if on > today() + A_YEAR:
        raise Invalid("starts_at", _("Choose a day within a year."))
