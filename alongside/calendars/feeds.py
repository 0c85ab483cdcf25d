"""What a calendar that subscribes is given."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.utils import translation
from django.utils.http import http_date
from django.utils.translation import gettext as _

from alongside.calendars import ical, queries
from alongside.calendars.models import Feed
from alongside.core import calendar_offers
from alongside.core.actor import Actor
from alongside.core.calendar_offers import PlannedTalk
from alongside.people.models import Person


@dataclass(frozen=True)
class Contents:
    """The calendar as bytes, and what tells it from an earlier one."""

    words: bytes
    changed_at: datetime

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.words).hexdigest()[:32]}"'

    @property
    def last_modified(self) -> str:
        return http_date(self.changed_at.timestamp())


def contents_of(actor: Actor, feed: Feed) -> Contents:
    """All talks of the feed's person, in their language; the same number of queries for one pair and for thirty."""
    with translation.override(feed.person.language):
        talks = calendar_offers.talks_of(actor)
    marks = queries.marks_of(talks)
    others = queries.people_named(person for talk in talks for person in talk.people)
    events = []
    with translation.override(feed.person.language):
        for talk in talks:
            named = feed.title == Feed.Title.NAMES
            looks = ical.Looks(
                title=_title(talk, others, feed) if named else _("Busy"),
                url=f"{settings.BASE_URL}{talk.path}" if named else "",
                marks=marks,
            )
            events += ical.events_of(talk, queries.host(), looks)
        words = ical.calendar_of(events, name=_("My 1:1s")).to_ical()
    changed_at = max([feed.changed_at, *(mark.changed_at for mark in marks.values())])
    return Contents(words, changed_at.astimezone(UTC).replace(microsecond=0))


def _title(talk: PlannedTalk, others: Mapping[int, Person], feed: Feed) -> str:
    if talk.title:
        return talk.title
    other = next(others[one] for one in talk.people if one != feed.person_id)
    return _("1:1 with %(name)s") % {"name": other.first_name}
