"""What day it is for the company, and which days people work at their site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.core.errors import Invalid
from alongside.people.models import Person, Site
from alongside.people.models.company import IN_FORCE

MONDAY_TO_FRIDAY = frozenset({1, 2, 3, 4, 5})
A_YEAR = timedelta(days=366)
LONGEST_SEARCH = 400  # days


@dataclass(frozen=True)
class WorkingDay:
    """One local day at a site: is it worked, and if it is a public holiday, which one in which language."""

    day: date
    is_worked: bool
    holiday: str = ""


def today() -> date:
    """The current day in the company's zone, whatever zone the person who looks has chosen."""
    return timezone.localdate(timezone=company_zone())


def check_within_a_year(day: date, field: str) -> None:
    """Raises Invalid, at this field, for a day on which nobody plans yet."""
    if day > today() + A_YEAR:
        raise Invalid(field, _("Choose a day within a year."))


def company_zone() -> ZoneInfo:
    """The zone by which days begin and access changes."""
    return ZoneInfo(IN_FORCE.zone())


def company_day(moment: datetime) -> date:
    """The day of a moment in the company's zone: what `today` is compared with, whatever zone somebody has chosen."""
    return timezone.localdate(moment, company_zone())


def local_time(person: Person, now: datetime | None = None) -> datetime:
    """The time where this person is: their own zone, else that of their site, else the company's."""
    site_zone = person.site.time_zone if person.site else ""
    zone = person.zone if person.time_zone or not site_zone else ZoneInfo(site_zone)
    return (now or timezone.now()).astimezone(zone)


def working_day(site: Site | None, day: date, language: str = "en") -> WorkingDay:
    """What this day is at a site. Without a site: Monday to Friday, no holidays."""
    holiday = holidays_at(site, day.year, language).get(day, "")
    return WorkingDay(day, day.isoweekday() in _weekdays(site) and not holiday, holiday)


def today_at(site: Site, language: str = "en") -> WorkingDay:
    """What today is at a site, by its own clock."""
    return working_day(site, timezone.localdate(timezone=ZoneInfo(site.time_zone)), language)


def is_working_day(site: Site | None, day: date) -> bool:
    return working_day(site, day).is_worked


def next_working_day(site: Site | None, after: date) -> date:
    """The first working day later than `after`. Raises LookupError where nobody ever works."""
    for distance in range(1, LONGEST_SEARCH):
        if is_working_day(site, after + timedelta(days=distance)):
            return after + timedelta(days=distance)
    raise LookupError("a site without working days")


def holidays_at(site: Site | None, year: int, language: str = "en") -> dict[date, str]:
    """{day: name} of the public holidays of one year. Names are in the language where the library has them."""
    if site is None or not site.country:
        return {}
    return _holidays(site.country, site.subdivision, year, language)


def working_weekdays(person: Person) -> frozenset[int]:
    """The ISO weekdays somebody works: their own where they chose them, else those of their site."""
    return frozenset(person.working_days) if person.working_days else _weekdays(person.site)


def _weekdays(site: Site | None) -> frozenset[int]:
    return frozenset(site.working_days) if site is not None and site.working_days else MONDAY_TO_FRIDAY


@lru_cache(maxsize=512)
def _holidays(country: str, subdivision: str, year: int, language: str) -> dict[date, str]:
    """An unknown country has no holidays, an unknown region those of the country: a page never fails for that."""
    regions = holidays.list_supported_countries().get(country)
    if regions is None:
        return {}
    spoken = {code.split("_")[0]: code for code in _languages(country)}
    return dict(
        holidays.country_holidays(
            country,
            subdiv=subdivision if subdivision in regions else None,
            years=year,
            language=spoken.get(language.split("-")[0]),
        )
    )


@lru_cache(maxsize=64)
def _languages(country: str) -> tuple[str, ...]:
    return tuple(holidays.list_localized_countries().get(country, ()))
