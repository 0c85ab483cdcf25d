"""Answers from calendars (iTIP REPLY and COUNTER, RFC 5546) in mails that came in. Nothing in them is trusted:
the address says who may answer about what, and the sender and the attendee must be that person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage

from icalendar import Calendar, Component

from alongside.calendars import addresses, queries, services
from alongside.calendars.models import Answer
from alongside.core.actor import Door
from alongside.notifications.incoming import Incoming, Outcome
from alongside.people.actors import actor_for

MOST_EVENTS = 20
STATUS = {
    "ACCEPTED": Answer.Status.ACCEPTED,
    "TENTATIVE": Answer.Status.TENTATIVE,
    "DECLINED": Answer.Status.DECLINED,
}


@dataclass(frozen=True)
class Reply:
    """One answer: who gives it, to which event (and slot), and which time they propose."""

    email: str
    uid: str
    status: str
    sequence: int
    stamped_at: datetime
    slot_at: datetime | None = None
    proposed_at: datetime | None = None


class RepliesToInvitations:
    """Implements incoming's MailDoor."""

    prefix = addresses.PREFIX
    takes_reports = False

    def take(self, incoming: Incoming) -> Outcome:
        address = addresses.read(incoming.token)
        found = queries.booking_to_answer(address.booking_id, address.person_id) if address else None
        if found is None:
            return Outcome.NOT_OURS
        booking, person = found
        own = (person.email or "").lower()
        if incoming.sender != own:
            return Outcome.WRONG_SENDER
        invited = queries.invited_uids(booking)
        taken = [one for one in replies_in(incoming.mail) if one.email == own and one.uid in invited]
        for one in taken:
            services.take_answer(
                actor=actor_for(person, door=Door.MAIL),
                booking=booking,
                uid=one.uid,
                status=one.status,
                sequence=one.sequence,
                stamped_at=min(one.stamped_at, datetime.now(UTC)),
                slot_at=one.slot_at,
                proposed_at=one.proposed_at,
            )
        return Outcome.TAKEN if taken else Outcome.NOTHING_IN_IT


def replies_in(mail: EmailMessage) -> list[Reply]:
    """What the calendar parts of a mail answer. Raises ValueError for parts that are no calendar."""
    return [reply for calendar in _calendars(mail) for reply in _replies(calendar)][:MOST_EVENTS]


def _calendars(mail: EmailMessage) -> Iterator[Calendar]:
    """The first calendar part: mail programs send the same one as alternative and as attachment."""
    for part in mail.walk():
        if part.get_content_type() in ("text/calendar", "application/ics"):
            words = part.get_payload(decode=True)
            if isinstance(words, bytes):
                calendar = Calendar.from_ical(words.decode("utf-8"))
                if isinstance(calendar, Calendar):
                    yield calendar
                return


def _replies(calendar: Calendar) -> Iterator[Reply]:
    method = str(calendar.get("METHOD", "")).upper()
    if method not in ("REPLY", "COUNTER"):
        return
    for event in calendar.walk("VEVENT")[:MOST_EVENTS]:
        attendees = event.get("ATTENDEE", [])
        for attendee in attendees if isinstance(attendees, list) else [attendees]:
            status = STATUS.get(str(attendee.params.get("PARTSTAT", "")).upper())
            if method == "COUNTER":
                status = Answer.Status.COUNTER
            stamp = _moment(event, "DTSTAMP")
            if status is None or stamp is None:
                continue
            yield Reply(
                email=str(attendee).lower().removeprefix("mailto:"),
                uid=str(event.get("UID", "")),
                status=status,
                sequence=min(max(int(event.get("SEQUENCE", 0)), 0), 2**31 - 1),
                stamped_at=stamp,
                slot_at=_moment(event, "RECURRENCE-ID"),
                proposed_at=_moment(event, "DTSTART") if method == "COUNTER" else None,
            )


def _moment(event: Component, name: str) -> datetime | None:
    """An instant; a time without a zone, or a whole day, is none."""
    value = getattr(event.get(name), "dt", None)
    return value.astimezone(UTC) if isinstance(value, datetime) and value.tzinfo is not None else None
