"""Invitations by mail: chosen per pair, sent when a plan changes, taken back when it ends."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from alongside.audit.services import record
from alongside.calendars import emails, ical, queries
from alongside.calendars.models import Booking, Edition
from alongside.calendars.policies import can_choose_way
from alongside.core import calendar_offers
from alongside.core.actor import Actor
from alongside.core.calendar_offers import PlannedTalk
from alongside.core.later import later

NEVER = ""  # the fingerprint of an event that is no longer planned
NO_MARK = ical.Mark(0, datetime(1970, 1, 1, tzinfo=UTC))


@transaction.atomic
def choose_way(*, actor: Actor, talk: PlannedTalk, way: str) -> Booking:
    """For both at once: invitations by mail, or none because the talks stand in their calendars already."""
    can_choose_way(actor, talk).enforce()
    queries.hold_still(talk.people)  # two windows: the later one counts
    one, other = talk.people
    booking, _is_new = Booking.objects.update_or_create(
        kind=talk.kind,
        key=talk.key,
        defaults={
            "one_id": one, "other_id": other, "way": way, "chosen_by_id": actor.me, "chosen_at": timezone.now(),
        },
    )  # fmt: skip
    record(actor, "calendars.way_chosen", subject=booking, concerns=[one, other])
    later("alongside.calendars.tasks.refresh_plan", kind=talk.kind, key=talk.key)
    return booking


@transaction.atomic
def refresh_plan(*, actor: Actor, kind: str, key: int) -> int:
    """Bring SEQUENCE and invitations up to a plan as it is now; returns the number of events that differ.

    Safe to repeat: what was told already is not told again. The booking's row keeps two workers apart.
    """
    Booking.objects.select_for_update().filter(kind=kind, key=key).first()
    talk, booking = calendar_offers.talk(kind, key), queries.booking_of(kind, key)
    if talk is None:
        return 0
    plan = for_invitations(talk)
    told = queries.editions_of(kind, key)
    by_mail = booking if booking is not None and booking.way == Booking.Way.MAIL else None
    uids = [uid for uid in ical.uids_of(talk, queries.host()) if not _is_called_off(talk, uid)]
    differing = [_tell(talk, plan, uid, told.get(uid), by_mail) for uid in uids]
    gone = [_take_back(plan, told[uid], booking) for uid in set(told) - set(uids)]
    if by_mail is None:
        gone += [_take_back(plan, row, booking, keep=True) for row in told.values() if row.uid in uids]
    changed = sum(differing) + sum(gone)
    if changed:
        record(actor, "calendars.plan_told", subject=booking, details={"events": changed})
    return changed


def for_invitations(talk: PlannedTalk) -> PlannedTalk:
    """The same plan without called-off slots: an invitation leaves them out (RFC 5546 knows no cancelled REQUEST)."""
    off = tuple(one.was for one in talk.exceptional if one.is_cancelled)
    return replace(
        talk,
        left_out=tuple(sorted({*talk.left_out, *off})),
        exceptional=tuple(one for one in talk.exceptional if not one.is_cancelled),
    )


def _tell(
    talk: PlannedTalk, plan: PlannedTalk, uid: str, row: Edition | None, booking: Booking | None
) -> bool:
    """One event as it is now: a higher SEQUENCE where it differs, an invitation where one is wanted."""
    fingerprint = _fingerprint(plan, uid)
    differs = row is None or row.fingerprint != fingerprint
    if row is None:
        row = Edition(kind=talk.kind, key=talk.key, uid=uid, fingerprint=fingerprint)
    elif differs:
        row.sequence, row.fingerprint, row.changed_at = row.sequence + 1, fingerprint, timezone.now()
    row.ends_at = _end_of(plan, uid)
    asks = booking is not None and not _is_over(row) and (differs or not row.is_invited)
    if asks and not differs:
        row.sequence += 1  # invited anew after it was taken back
    row.is_invited = row.is_invited or asks
    if differs or asks:
        row.save()
    if asks and booking is not None:
        emails.invitation(booking, plan, row)
    return differs or asks


def _take_back(plan: PlannedTalk, row: Edition, booking: Booking | None, *, keep: bool = False) -> bool:
    """CANCEL what both hold an invitation to; what is over is let go without a word."""
    if row.is_invited and booking is not None and not _is_over(row):
        row.sequence, row.is_invited, row.changed_at = row.sequence + 1, False, timezone.now()
        row.fingerprint = row.fingerprint if keep else NEVER
        row.save()
        emails.cancellation(booking, plan, row)
        return True
    if not keep and row.fingerprint != NEVER:
        row.fingerprint = NEVER
        row.save(update_fields=["fingerprint"])
    return False


def _fingerprint(talk: PlannedTalk, uid: str) -> str:
    looks = ical.Looks(title="", marks={uid: NO_MARK})
    words = b"".join(event.to_ical() for event in ical.events_of_uid(talk, queries.host(), uid, looks))
    return hashlib.sha256(words).hexdigest()


def _is_called_off(talk: PlannedTalk, uid: str) -> bool:
    return any(
        single.is_cancelled and uid == ical.uid_of(talk, queries.host(), single.key)
        for single in talk.singles
    )


def _end_of(talk: PlannedTalk, uid: str) -> datetime | None:
    for single in talk.singles:
        if uid == ical.uid_of(talk, queries.host(), single.key):
            return single.starts + timedelta(minutes=single.minutes)
    moved = [one.starts + timedelta(minutes=one.minutes) for one in talk.exceptional]
    return max([talk.until + timedelta(minutes=talk.minutes), *moved]) if talk.until else None


def _is_over(row: Edition) -> bool:
    return row.ends_at is not None and row.ends_at < timezone.now()
