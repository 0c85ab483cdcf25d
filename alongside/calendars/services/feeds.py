"""The secret address a calendar reads: made, shown once, renewed, ended."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.calendars.models import Feed
from alongside.calendars.policies import can_change_feed, can_open_feed
from alongside.calendars.secret import digest_of, fresh_secret
from alongside.core.actor import Actor
from alongside.core.errors import Refused
from alongside.people.calendar import today


@transaction.atomic
def open_feed(*, actor: Actor, title: str = Feed.Title.NAMES) -> tuple[Feed, str]:
    """A fresh address and its secret, shown once. An earlier one ends with it."""
    can_open_feed(actor).enforce()
    Feed.objects.filter(person_id=actor.me, ended_at=None).update(ended_at=timezone.now())
    secret = fresh_secret()
    feed = Feed.objects.create(person_id=actor.me, digest=digest_of(secret), title=title)
    record(actor, "calendars.feed_opened", subject=feed, concerns=[actor.me])
    return feed, secret


@transaction.atomic
def choose_title(*, actor: Actor, feed: Feed, title: str) -> Feed:
    """With whom one talks, or only that one is busy: whoever sees one's calendar sees it, too."""
    can_change_feed(actor, feed).enforce()
    feed.title, feed.changed_at = title, timezone.now()
    feed.save(update_fields=["title", "changed_at"])
    record(actor, "calendars.feed_title_chosen", subject=feed, concerns=[actor.me])
    return feed


@transaction.atomic
def end_feed(*, actor: Actor, feed: Feed) -> None:
    """Whoever has the address gets the answer that an unknown address gets."""
    can_change_feed(actor, feed).enforce()
    Feed.objects.filter(pk=feed.pk, ended_at=None).update(ended_at=timezone.now())
    record(actor, "calendars.feed_ended", subject=feed, concerns=[actor.me])


@transaction.atomic
def note_reading(*, actor: Actor, feed: Feed) -> None:
    """The day of the last reading, for its owner. Once a day."""
    can_change_feed(actor, feed).enforce()
    if feed.last_read_on != today():
        Feed.objects.filter(pk=feed.pk).update(last_read_on=today())


@transaction.atomic
def end_feeds_of_leavers(*, actor: Actor, person_ids: Sequence[int]) -> int:
    """Somebody left: their addresses end in the transaction of their leaving. Safe to repeat."""
    live = Feed.objects.filter(person_id__in=person_ids, ended_at=None)
    if live.filter(person__account__is_active=True).exists():
        raise Refused(_("This ends only for people who have left."))
    ended = live.update(ended_at=timezone.now())
    if ended:
        record(actor, "calendars.feeds_of_leavers_ended", concerns=list(person_ids), details={"count": ended})
    return ended
