"""Planned talks as iCalendar (RFC 5545): a rule with its exceptions, zones with their changes of clocks.

Pure functions: the same plan gives the same bytes, so a feed can be compared and not sent twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vRecur

from alongside.calendars.clocks import zone_of
from alongside.core.calendar_offers import PlannedTalk

PRODUCT = "-//Alongside//Alongside//EN"


@dataclass(frozen=True)
class Mark:
    """How often an event was changed and when last: SEQUENCE and DTSTAMP."""

    sequence: int
    changed_at: datetime


@dataclass(frozen=True)
class Guest:
    """Somebody invited. `status` is their PARTSTAT; `asked` says that this copy is theirs to answer."""

    name: str
    email: str
    status: str = "NEEDS-ACTION"
    asked: bool = False


@dataclass(frozen=True)
class Looks:
    """What the events of one reader say beside times."""

    title: str
    url: str = ""
    organizer: str = ""
    organizer_name: str = ""
    guests: tuple[Guest, ...] = ()
    is_transparent: bool = False
    marks: Mapping[str, Mark] = field(default_factory=dict)


def uid_of(talk: PlannedTalk, host: str, single: int | None = None) -> str:
    """The name of an event for ever: of the rhythm, or of one talk outside it."""
    tail = f"-{single}" if single is not None else ""
    return f"{talk.kind.replace('.', '-').replace('_', '-')}-{talk.key}{tail}@{host}"


def uids_of(talk: PlannedTalk, host: str) -> list[str]:
    """Every event of a plan: the rhythm (if there is one), then each single talk."""
    rhythm = [uid_of(talk, host)] if talk.rule else []
    return rhythm + [uid_of(talk, host, single.key) for single in talk.singles]


def events_of(talk: PlannedTalk, host: str, looks: Looks) -> list[Event]:
    """The rhythm with its exceptions, and single talks."""
    return [event for uid in uids_of(talk, host) for event in events_of_uid(talk, host, uid, looks)]


def events_of_uid(talk: PlannedTalk, host: str, uid: str, looks: Looks) -> list[Event]:
    """All VEVENTs that share a UID; empty where the plan no longer has it."""
    if talk.rule and uid == uid_of(talk, host):
        return _rhythm(talk, uid, looks)
    zone = ZoneInfo(talk.zone)
    for single in talk.singles:
        if uid == uid_of(talk, host, single.key):
            event = _event(talk, uid, single.starts.astimezone(zone), single.minutes, looks)
            if single.is_cancelled:
                event["STATUS"] = "CANCELLED"
            return [event]
    return []


def cancelled(uid: str, changed_at: datetime, about: datetime, looks: Looks) -> Event:
    """One VEVENT that takes a whole event back (METHOD:CANCEL needs its name, not its rule)."""
    mark = looks.marks.get(uid) or Mark(0, changed_at)
    event = Event()
    event.add("UID", uid)
    event.add("SEQUENCE", mark.sequence)
    event.add("DTSTAMP", utc(mark.changed_at).replace(microsecond=0))
    event.add("DTSTART", utc(about).replace(microsecond=0))
    event.add("SUMMARY", looks.title)
    event.add("STATUS", "CANCELLED")
    event.add("ORGANIZER", _address(looks.organizer, looks.organizer_name))
    for guest in looks.guests:
        event.add("ATTENDEE", _guest(guest))
    return event


def calendar_of(events: Iterable[Event], *, name: str = "", method: str = "") -> Calendar:
    """A whole calendar with the zones its events need."""
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    if method:
        calendar.add("METHOD", method)
    if name:
        calendar.add("X-WR-CALNAME", name)
        calendar.add("NAME", name)
        calendar.add("REFRESH-INTERVAL;VALUE=DURATION", "PT1H")
        calendar.add("X-PUBLISHED-TTL", "PT1H")
    found = list(events)
    for zone, first in sorted(_zones_of(found).items()):
        calendar.add_component(zone_of(zone, first))
    for event in found:
        calendar.add_component(event)
    return calendar


def utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _rhythm(talk: PlannedTalk, uid: str, looks: Looks) -> list[Event]:
    if talk.first is None:
        raise ValueError("a rule needs the time it starts with")
    master = _event(talk, uid, talk.first, talk.minutes, looks)
    rule = vRecur.from_ical(talk.rule)
    if talk.until is not None:
        rule["UNTIL"] = [utc(talk.until)]
    master.add("RRULE", rule)
    if talk.left_out:
        master.add("EXDATE", [moment.astimezone(ZoneInfo(talk.zone)) for moment in talk.left_out])
    events = [master]
    for one in talk.exceptional:
        event = _event(talk, uid, one.starts.astimezone(ZoneInfo(talk.zone)), one.minutes, looks)
        event.add("RECURRENCE-ID", one.was.astimezone(ZoneInfo(talk.zone)))
        if one.is_cancelled:
            event["STATUS"] = "CANCELLED"
        events.append(event)
    return events


def _event(talk: PlannedTalk, uid: str, starts: datetime, minutes: int, looks: Looks) -> Event:
    mark = looks.marks.get(uid) or Mark(0, datetime.combine(talk.began_on, datetime.min.time(), UTC))
    event = Event()
    event.add("UID", uid)
    event.add("SEQUENCE", mark.sequence)
    event.add("DTSTAMP", utc(mark.changed_at).replace(microsecond=0))
    event.add("LAST-MODIFIED", utc(mark.changed_at).replace(microsecond=0))
    event.add("DTSTART", starts)
    event.add("DTEND", _plus(starts, minutes))
    event.add("SUMMARY", looks.title)
    event.add("STATUS", "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT" if looks.is_transparent else "OPAQUE")
    event.add("CLASS", "PRIVATE")
    if looks.url:
        event.add("URL", looks.url)
    if looks.organizer:
        event.add("ORGANIZER", _address(looks.organizer, looks.organizer_name))
    for guest in looks.guests:
        event.add("ATTENDEE", _guest(guest))
    return event


def _plus(starts: datetime, minutes: int) -> datetime:
    """The end, counted in real minutes also where clocks change in between."""
    return (utc(starts) + timedelta(minutes=minutes)).astimezone(starts.tzinfo)


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    if name:
        address.params["CN"] = name
    return address


def _guest(guest: Guest) -> vCalAddress:
    address = _address(guest.email, guest.name)
    address.params.update(
        {
            "CUTYPE": "INDIVIDUAL",
            "ROLE": "REQ-PARTICIPANT",
            "PARTSTAT": guest.status,
            "RSVP": "TRUE" if guest.asked else "FALSE",
        }
    )
    return address


def _zones_of(events: Iterable[Event]) -> dict[str, date]:
    """{zone: first day that needs it}; UTC needs none."""
    found: dict[str, date] = {}
    for event in events:
        starts: datetime = event["DTSTART"].dt  # type: ignore[union-attr, assignment]  # ours are moments
        key = getattr(starts.tzinfo, "key", "UTC")
        if key != "UTC":
            found[key] = min(starts.date(), found.get(key, starts.date()))
    return found
