"""What calendars offer to other parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.calendars import audiences, ical, queries, services
from alongside.calendars.models import Answer, Booking, Connection, Feed
from alongside.core.actor import Actor
from alongside.core.calendar_offers import CalendarNote, PlannedTalk
from alongside.core.later import later
from alongside.core.templatetags.dates import in_words
from alongside.core.things import Kind

KINDS = [
    Kind("calendars.feed", Feed, gettext_lazy("calendar address"), queries.feeds_visible_to, audiences.FEED),
    Kind(
        "calendars.booking",
        Booking,
        gettext_lazy("how talks get into calendars"),
        queries.bookings_visible_to,
        audiences.BOOKING,
    ),
    Kind(
        "calendars.answer",
        Answer,
        gettext_lazy("answer to an invitation"),
        queries.answers_visible_to,
        audiences.ANSWER,
    ),
    Kind(
        "calendars.connection",
        Connection,
        gettext_lazy("connected calendar"),
        queries.connections_visible_to,
        audiences.CONNECTION,
    ),
]


def end_calendars(actor: Actor, person_ids: Sequence[int], day: date) -> None:
    """Somebody left: the addresses their calendars read end, and so does asking their calendars."""
    services.end_feeds_of_leavers(actor=actor, person_ids=person_ids)
    services.end_connections_of_leavers(actor=actor, person_ids=person_ids)


def plan_changed(*, kind: str, key: int) -> None:
    """Invitations follow the plan, in the transaction of its change."""
    later("alongside.calendars.tasks.refresh_plan", kind=kind, key=key)


def note_of_talk(actor: Actor, kind: str, key: int) -> CalendarNote:
    """How this talk gets into the calendars of the two, and what they answered."""
    # Where no mail comes in there are no answers, so nothing is asked for on every view of a 1:1.
    answers = queries.answers_to_show(actor, kind, key) if settings.MAIL_REPLIES else []
    return CalendarNote(
        url=reverse("calendars:way_detail", args=[kind, key]),
        lines=tuple(words_of(answer) for answer in answers),
    )


def words_of(answer: Answer) -> str:
    """One answer in a sentence, in the reader's language and zone."""
    name = answer.person.first_name
    if answer.status == Answer.Status.COUNTER and answer.proposed_at is not None:
        words = {"name": name, "when": in_words(answer.proposed_at)}
        return _("%(name)s proposes %(when)s instead.") % words
    said = {
        Answer.Status.ACCEPTED: (_("%(name)s comes."), _("%(name)s comes %(when)s.")),
        Answer.Status.TENTATIVE: (_("%(name)s comes perhaps."), _("%(name)s comes perhaps, %(when)s.")),
        Answer.Status.DECLINED: (_("%(name)s can't come."), _("%(name)s can't come %(when)s.")),
        Answer.Status.COUNTER: (_("%(name)s proposes another time."), _("%(name)s proposes another time.")),
    }
    whole, one = said[Answer.Status(answer.status)]
    if answer.slot_at is None:
        return whole % {"name": name}
    return one % {"name": name, "when": in_words(answer.slot_at)}


def written(talk: PlannedTalk, *, name: str, email: str, method: str) -> str:
    """One talk that does not repeat, for one person's mail. Others who take part are not named, and answers are given
    on the page: no address for them is in it."""
    single = talk.singles[0]
    uid = ical.uid_of(talk, queries.host(), single.key)
    mark = ical.Mark(int(method == "CANCEL"), timezone.now())
    looks = ical.Looks(
        title=talk.title,
        url=f"{settings.BASE_URL}{talk.path}",
        organizer=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        organizer_name="Alongside",
        guests=(ical.Guest(name, email),),
        marks={uid: mark},
    )
    if method == "CANCEL":
        events = [ical.cancelled(uid, mark.changed_at, single.starts, looks)]
    else:
        events = ical.events_of_uid(talk, queries.host(), uid, looks)
    words: bytes = ical.calendar_of(events, method=method).to_ical()
    return words.decode()
