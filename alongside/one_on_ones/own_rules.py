"""What a rhythm may begin with, and the dates of a rule that people bring along, to look at before it is set."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from alongside.core.errors import Invalid
from alongside.one_on_ones import rhythm, words
from alongside.one_on_ones.models import Series
from alongside.one_on_ones.recurrence import RuleRefused
from alongside.people.calendar import check_within_a_year, today

DATES_SHOWN = 5


def check_first_day(first_on: date) -> None:
    """Raises Invalid for a day that is over and for one on which nobody plans yet."""
    if first_on < today():
        raise Invalid("first_on", _("Choose a day from today on."))
    check_within_a_year(first_on, "first_on")


def checked_rule(recurrence: str, starts: datetime, zone: ZoneInfo) -> rhythm.Rule:
    """Raises Invalid, in words, for a rule that can't be used."""
    try:
        return rhythm.custom_rule(recurrence, starts, zone)
    except RuleRefused as refused:
        raise Invalid("recurrence", words.why_refused(refused)) from refused


def dates_of(series: Series, *, recurrence: str, first_on: date, starts_at: time) -> list[datetime]:
    """The first dates of a rule, in the zone of the series; nothing is set. Raises Invalid."""
    check_first_day(first_on)
    zone, starts = ZoneInfo(series.time_zone), datetime.combine(first_on, starts_at)
    rule = checked_rule(recurrence, starts, zone)
    return rhythm.next_dates(rule, starts.replace(tzinfo=zone), DATES_SHOWN)
