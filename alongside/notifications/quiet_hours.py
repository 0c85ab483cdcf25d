"""When nobody is written to: between 19:00 and 07:00 and on weekends, where the reader is."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

OPENS, CLOSES = time(7), time(19)
DIGEST_AT = time(8)
SATURDAY = 5


def may_leave(moment: datetime, zone: ZoneInfo) -> datetime:
    """When a mail of this moment leaves: `next_open`, where the installation keeps quiet hours."""
    return next_open(moment, zone) if settings.QUIET_HOURS else moment


def next_open(moment: datetime, zone: ZoneInfo) -> datetime:
    """This moment, or the next 07:00 of a weekday if it is quiet then."""
    local = moment.astimezone(zone)
    if local.weekday() < SATURDAY and OPENS <= local.time() < CLOSES:
        return moment
    day = local.date() if local.time() < OPENS else local.date() + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, OPENS, zone)


def last_open(moment: datetime, zone: ZoneInfo) -> datetime:
    """This moment, or the last one before it at which mail goes out: for reminders that may come early, never late."""
    local = moment.astimezone(zone)
    if next_open(moment, zone) == moment:
        return moment
    day = local.date() if local.time() >= CLOSES else local.date() - timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day -= timedelta(days=1)
    return datetime.combine(day, CLOSES, zone) - timedelta(minutes=5)


def next_digest(moment: datetime, zone: ZoneInfo) -> datetime:
    """The next 08:00 of a weekday, later than this moment."""
    day = moment.astimezone(zone).date()
    while day.weekday() >= SATURDAY or datetime.combine(day, DIGEST_AT, zone) <= moment:
        day += timedelta(days=1)
    return datetime.combine(day, DIGEST_AT, zone)
