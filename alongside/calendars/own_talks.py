"""Talks that Alongside itself plans, as busy stretches: nobody is proposed a time at which they talk already."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import recurring_ical_events

from alongside.calendars import ical
from alongside.calendars.free_busy.busy import Busy
from alongside.core.calendar_offers import PlannedTalk

NOBODY_READS_IT = ical.Looks(title="")


def busy_by(talks: Iterable[PlannedTalk], since: datetime, until: datetime) -> list[Busy]:
    """The stretches these talks take between two instants; what was called off takes none."""
    events = [event for talk in talks for event in ical.events_of(talk, "localhost", NOBODY_READS_IT)]
    found = recurring_ical_events.of(ical.calendar_of(events)).between(since, until) if events else []
    return [
        Busy(event["DTSTART"].dt.astimezone(UTC), event["DTEND"].dt.astimezone(UTC))
        for event in found
        if str(event.get("STATUS")) != "CANCELLED"
    ]
