"""Reading feeds, bookings and answers: everybody their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from alongside.calendars import audiences
from alongside.calendars.ical import Mark, uids_of
from alongside.calendars.models import Answer, Booking, Connection, Edition, Feed
from alongside.calendars.secret import digest_of
from alongside.core import calendar_offers
from alongside.core.actor import Actor
from alongside.core.calendar_offers import PlannedTalk
from alongside.identity.models import open_accounts
from alongside.people.models import Person


def feeds_visible_to(actor: Actor) -> QuerySet[Feed]:
    """The actor's live address; at most one."""
    return Feed.objects.filter(audiences.FEED.q(actor), ended_at=None)


def live_feed(secret: str) -> Feed | None:
    """The feed with this secret, while it has not ended and its person has an open account."""
    live = Feed.objects.filter(digest=digest_of(secret), ended_at=None, person__erased_at=None)
    return live.filter(open_accounts("person__account__")).select_related("person__account").first()


def bookings_visible_to(actor: Actor) -> QuerySet[Booking]:
    """How the actor's talks get into calendars."""
    return Booking.objects.filter(audiences.BOOKING.q(actor)).select_related("one", "other")


def answers_visible_to(actor: Actor) -> QuerySet[Answer]:
    """What the two answered to invitations."""
    return Answer.objects.filter(audiences.ANSWER.q(actor)).select_related("person", "booking")


def own_talk(actor: Actor, kind: str, key: int) -> PlannedTalk | None:
    """One of the actor's own 1:1s; of others they learn nothing, and other talks have no way to choose."""
    own = calendar_offers.talks_of(actor)
    return next((one for one in own if (one.kind, one.key) == (kind, key) and not one.title), None)


def hold_still(people: Sequence[int]) -> None:
    """Inside the caller's transaction: nobody else chooses for these people meanwhile."""
    rows = Person.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=people)
    list(rows.order_by("pk").values_list("pk"))


def marks_of(talks: Iterable[PlannedTalk]) -> Mapping[str, Mark]:
    """{uid: SEQUENCE and time of its last change}, in one query."""
    uids = [uid for talk in talks for uid in uids_of(talk, host())]
    rows = Edition.objects.filter(uid__in=uids)
    return {row.uid: Mark(row.sequence, row.changed_at) for row in rows}


def editions_of(kind: str, key: int) -> dict[str, Edition]:
    """For the worker: what calendars were told about one plan, by UID."""
    return {row.uid: row for row in Edition.objects.filter(kind=kind, key=key)}


def booking_of(kind: str, key: int) -> Booking | None:
    """For the worker: how one plan gets into calendars."""
    return Booking.objects.select_related("one__account", "other__account").filter(kind=kind, key=key).first()


def booked_by_mail() -> list[tuple[str, int]]:
    """Every plan whose two people get invitations."""
    return list(Booking.objects.filter(way=Booking.Way.MAIL).order_by("pk").values_list("kind", "key"))


def answers_of(booking: Booking) -> dict[tuple[int, str], Answer]:
    """For the worker: what each answered to a whole event, by person and UID."""
    rows = Answer.objects.filter(booking=booking, slot_at=None)
    return {(row.person_id, row.uid): row for row in rows}


def people_named(ids: Iterable[int]) -> dict[int, Person]:
    """The two of a talk, by id."""
    return {person.pk: person for person in Person.objects.filter(pk__in=set(ids))}


def host() -> str:
    """What stands behind the @ of event names: the host of this installation's own mail address."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def answer_to_announce(pk: int) -> Answer | None:
    """For the worker: one answer with both people."""
    return Answer.objects.select_related("booking__one", "booking__other", "person").filter(pk=pk).first()


def booking_to_answer(booking_id: int, person_id: int) -> tuple[Booking, Person] | None:
    """For mail that came in: the pair an address belongs to, and who answers; None for people who have left."""
    booking = Booking.objects.filter(pk=booking_id, way=Booking.Way.MAIL).first()
    if booking is None or person_id not in (booking.one_id, booking.other_id):
        return None
    person = Person.objects.filter(open_accounts("account__"), pk=person_id, erased_at=None).first()
    return (booking, person) if person else None


def invited_uids(booking: Booking) -> set[str]:
    """The events both hold an invitation to."""
    rows = Edition.objects.filter(kind=booking.kind, key=booking.key, is_invited=True)
    return set(rows.values_list("uid", flat=True))


def answers_to_show(actor: Actor, kind: str, key: int) -> list[Answer]:
    """Answers to what still is to come, newest first: at most a handful, of the actor's own talks."""
    since = timezone.now() - timedelta(hours=12)
    rows = answers_visible_to(actor).filter(
        booking__kind=kind, booking__key=key, booking__way=Booking.Way.MAIL
    )
    current = Edition.objects.filter(uid=OuterRef("uid"), is_invited=True, sequence__lte=OuterRef("sequence"))
    rows = rows.filter(Exists(current)).filter(Q(slot_at=None) | Q(slot_at__gt=since))
    return list(rows.order_by("-received_at")[:6])


def reads_answers() -> bool:
    """Does this installation read mail that comes in?"""
    return bool(settings.MAIL_REPLIES)


def connections_visible_to(actor: Actor) -> QuerySet[Connection]:
    """The calendar the actor connected; at most one."""
    return Connection.objects.filter(audiences.CONNECTION.q(actor)).select_related("data_key")


def connections_to_ask(actor: Actor, people: Sequence[int]) -> list[Connection]:
    """The calendars of those among these people whose times the actor may plan with."""
    rows = Connection.objects.filter(audiences.TIMES.q(actor), person__in=people, person__erased_at=None)
    return list(rows.select_related("data_key"))


def people_to_meet(people: Sequence[int]) -> list[Person]:
    """With their sites, for their working days and clocks."""
    return list(Person.objects.filter(pk__in=people, erased_at=None).select_related("site", "account"))
