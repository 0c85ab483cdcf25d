"""Invitations (RFC 6047): times and names, no word of what two people talk about."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from alongside.calendars import ical, queries
from alongside.calendars.addresses import ReplyTo
from alongside.calendars.models import Answer, Booking, Edition
from alongside.core import calendar_offers
from alongside.core.calendar_offers import PlannedTalk
from alongside.notifications.services import tell
from alongside.people.models import Person

PARTSTAT = {
    Answer.Status.ACCEPTED: "ACCEPTED",
    Answer.Status.TENTATIVE: "TENTATIVE",
    Answer.Status.DECLINED: "DECLINED",
}


def invitation(booking: Booking, talk: PlannedTalk, edition: Edition) -> None:
    """To both: an event to answer, or its newer times."""
    _send(booking, talk, edition, "REQUEST")


def cancellation(booking: Booking, talk: PlannedTalk, edition: Edition) -> None:
    """To both: this no longer takes place, or is no longer kept by invitations."""
    _send(booking, talk, edition, "CANCEL")


def _send(booking: Booking, talk: PlannedTalk, edition: Edition, method: str) -> None:
    answers = queries.answers_of(booking)
    for person, other in ((booking.one, booking.other), (booking.other, booking.one)):
        if person.email is None:
            continue
        with translation.override(person.language), timezone.override(person.zone):
            body = _calendar(booking, talk, edition, method, person, other, answers)
        tell(
            person=person,
            template=f"calendars/email/{'invitation' if method == 'REQUEST' else 'cancellation'}",
            key=f"calendar-{edition.pk}-{edition.sequence}-{method.lower()}",
            context={
                "with_name": other.first_name,
                "path": talk.path,
                "calendar": {
                    "method": method,
                    "body": body,
                    "reply_to": ReplyTo(booking.pk, person.pk).address,
                },
            },
        )


def _calendar(
    booking: Booking,
    talk: PlannedTalk,
    edition: Edition,
    method: str,
    person: Person,
    other: Person,
    answers: dict[tuple[int, str], Answer],
) -> str:
    organizer = ReplyTo(booking.pk, person.pk).address or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    guests = [
        ical.Guest(one.name, one.email, _partstat(answers, one, edition), asked=one == person)
        for one in (person, other)
        if one.email
    ]
    looks = ical.Looks(
        title=_("1:1 with %(name)s") % {"name": other.first_name},
        url=f"{settings.BASE_URL}{talk.path}",
        organizer=organizer,
        organizer_name="Alongside",
        guests=tuple(guests),
        marks={edition.uid: ical.Mark(edition.sequence, edition.changed_at)},
    )
    if method == "CANCEL":
        events = [ical.cancelled(edition.uid, edition.changed_at, edition.ends_at or timezone.now(), looks)]
    else:
        events = ical.events_of_uid(talk, queries.host(), edition.uid, looks)
    words: bytes = ical.calendar_of(events, method=method).to_ical()
    return words.decode()


def _partstat(answers: dict[tuple[int, str], Answer], person: Person, edition: Edition) -> str:
    """A changed event is to be answered anew (RFC 5546, 3.2.2.1): an answer counts for the SEQUENCE it was given to."""
    answer = answers.get((person.pk, edition.uid))
    if answer is None or answer.sequence < edition.sequence:
        return "NEEDS-ACTION"
    return PARTSTAT.get(Answer.Status(answer.status), "NEEDS-ACTION")


def answered(answer: Answer) -> None:
    """To the other one: the time does not suit, or another is proposed."""
    booking = answer.booking
    talk = calendar_offers.talk(booking.kind, booking.key)
    if talk is None:
        return
    other = booking.other if answer.person_id == booking.one_id else booking.one
    tell(
        person=other,
        template="calendars/email/answer",
        key=f"calendar-answer-{answer.pk}-{int(answer.stamped_at.timestamp())}",
        context={
            "from_name": answer.person.first_name,
            "proposed_at": answer.proposed_at.isoformat() if answer.proposed_at else "",
            "slot_at": answer.slot_at.isoformat() if answer.slot_at else "",
            "path": talk.path,
        },
    )
