"""Days and moments as people say them, with the exact value for `<time datetime>` and for the hover text.

"Tue 3 March, in 4 days", "today at 14:00", "3 weeks ago". How far away a day is counts calendar days in the
reader's zone, never stretches of 24 hours: 23:59 yesterday is yesterday, also when clocks change.
Names and plurals come from the CLDR (babel); a language without phrases of its own here reads English.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime, format_time, format_timedelta

DAY_AND_DISTANCE = timedelta(days=60)
"""Days further away are said without their distance: nobody counts in months to a meeting."""


@dataclass(frozen=True)
class Said:
    """What to show, its exact ISO 8601 form for a machine, and the whole of it in words for the hover."""

    text: str
    iso: str
    exact: str


@dataclass(frozen=True)
class _Phrases:
    """Whole phrases of one language; the patterns are CLDR date patterns."""

    near: dict[int, str]
    day: str
    day_of_other_year: str
    exact_day: str
    exact_moment: str
    clock: str
    at: str
    with_distance: str


_PHRASES = {
    "en": _Phrases(
        near={-1: "yesterday", 0: "today", 1: "tomorrow"},
        day="EEE d MMMM",
        day_of_other_year="EEE d MMMM y",
        exact_day="EEEE d MMMM y",
        exact_moment="EEEE d MMMM y, HH:mm zzzz",
        clock="HH:mm",
        at="{day} at {clock}",
        with_distance="{day}, {distance}",
    ),
    "de": _Phrases(
        near={-1: "gestern", 0: "heute", 1: "morgen"},
        day="EEE, d. MMMM",
        day_of_other_year="EEE, d. MMMM y",
        exact_day="EEEE, d. MMMM y",
        exact_moment="EEEE, d. MMMM y, HH:mm 'Uhr', zzzz",
        clock="HH:mm 'Uhr'",
        at="{day} um {clock}",
        with_distance="{day}, {distance}",
    ),
}


def say_day(day: date, *, now: datetime, zone: ZoneInfo, locale: str) -> Said:
    """A day with its distance: "today", "Tue 3 March, in 4 days", "Tue 3 March 2026" when far away."""
    phrases, today = _phrases(locale), _today(now, zone)
    text = _day_text(day, today, locale)
    distance = day - today
    if distance.days not in phrases.near and abs(distance) <= DAY_AND_DISTANCE:
        text = phrases.with_distance.format(day=text, distance=_distance(day, today, locale))
    return Said(text, day.isoformat(), _format(day, phrases.exact_day, locale, zone))


def say_date(day: date, *, now: datetime, zone: ZoneInfo, locale: str) -> Said:
    """A day without its distance: "yesterday", "Tue 3 March", "Tue 3 March 2026" in another year."""
    phrases = _phrases(locale)
    text = _day_text(day, _today(now, zone), locale)
    return Said(text, day.isoformat(), _format(day, phrases.exact_day, locale, zone))


def say_moment(moment: datetime, *, now: datetime, zone: ZoneInfo, locale: str) -> Said:
    """A moment with its time of day in the reader's zone: "today at 14:00", "Tue 3 March at 14:00"."""
    phrases, local = _phrases(locale), _local(moment, zone)
    day = _day_text(local.date(), _today(now, zone), locale)
    text = phrases.at.format(day=day, clock=_format(local, phrases.clock, locale, zone))
    return Said(text, local.isoformat(timespec="seconds"), _format(local, phrases.exact_moment, locale, zone))


def say_lastingly(when: date | datetime, *, zone: ZoneInfo, locale: str) -> str:
    """For what is read on another day, such as mails, letters and files: "Tue 3 March 2026 at 14:00", never "today"."""
    phrases = _phrases(locale)
    if not isinstance(when, datetime):
        return _format(when, phrases.day_of_other_year, locale)
    local = _local(when, zone)
    day = _format(local, phrases.day_of_other_year, locale, zone)
    return phrases.at.format(day=day, clock=_format(local, phrases.clock, locale, zone))


def say_month(day: date, *, locale: str) -> str:
    """The month a day lies in: "March 2026"."""
    return _format(day, "LLLL y", locale)


def say_weekday(day: date, *, locale: str) -> str:
    """ "Tuesday"."""
    return _format(day, "EEEE", locale)


def say_clock(when: time, *, locale: str) -> str:
    """The wall clock without its day: "14:00"."""
    return format_time(when, "HH:mm", locale=Locale(_language(locale)))


def say_distance(when: date | datetime, *, now: datetime, zone: ZoneInfo, locale: str) -> Said:
    """How far away a day or the day of a moment is: "yesterday", "3 weeks ago", "in 4 days"."""
    phrases = _phrases(locale)
    if isinstance(when, datetime):
        local = _local(when, zone)
        day, iso = local.date(), local.isoformat(timespec="seconds")
        exact = _format(local, phrases.exact_moment, locale, zone)
    else:
        day, iso, exact = when, when.isoformat(), _format(when, phrases.exact_day, locale, zone)
    return Said(_distance(day, _today(now, zone), locale), iso, exact)


def _language(locale: str) -> str:
    language = locale.replace("_", "-").split("-")[0].lower()
    return language if language in _PHRASES else "en"


def _phrases(locale: str) -> _Phrases:
    return _PHRASES[_language(locale)]


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs a zone: {moment.isoformat()}")
    return moment.astimezone(zone)


def _today(now: datetime, zone: ZoneInfo) -> date:
    return _local(now, zone).date()


def _day_text(day: date, today: date, locale: str) -> str:
    """The day alone: a word for the nearest three, else its date, with the year where that is another one."""
    phrases = _phrases(locale)
    near = phrases.near.get((day - today).days)
    if near is not None:
        return near
    return _format(day, phrases.day if day.year == today.year else phrases.day_of_other_year, locale)


def _format(when: date | datetime, pattern: str, locale: str, zone: ZoneInfo | None = None) -> str:
    language = Locale(_language(locale))
    if not isinstance(when, datetime):
        return format_datetime(datetime.combine(when, time()), pattern, locale=language)
    return format_datetime(when, pattern, tzinfo=zone, locale=language)


def _distance(day: date, today: date, locale: str) -> str:
    """Days up to two weeks, full weeks up to two months, full months up to two years, then full years."""
    phrases, days = _phrases(locale), (day - today).days
    if days in phrases.near:
        return phrases.near[days]
    if abs(days) < 14:
        return _counted(timedelta(days=days), "day", locale)
    sign = 1 if days > 0 else -1
    if abs(days) <= 60:
        return _counted(timedelta(weeks=sign * (abs(days) // 7)), "week", locale)
    months = max(2, _full_months(min(day, today), max(day, today)))
    if months < 24:
        return _counted(timedelta(days=sign * months * 30), "month", locale)
    return _counted(timedelta(days=sign * (months // 12) * 365), "year", locale)


def _full_months(earlier: date, later: date) -> int:
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - (later.day < earlier.day)


def _counted(distance: timedelta, unit: Literal["day", "week", "month", "year"], locale: str) -> str:
    """The distance in exactly this unit; the high threshold keeps babel from choosing a larger one."""
    language = Locale(_language(locale))
    return format_timedelta(distance, granularity=unit, threshold=1e9, add_direction=True, locale=language)
