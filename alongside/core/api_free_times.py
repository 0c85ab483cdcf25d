"""Times that suit several people, as JSON doors tell them: the same proposals as on the pages that plan a talk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel

from alongside.core.actor import Actor
from alongside.core.free_times import free_times


class FreeTimesOut(BaseModel):
    """A few starts near the moment asked about, none of them where no calendar answered.

    `asked`: whose calendars answered; `silent`: whose could not be asked just now; `unconnected`: who has connected
    none, so that only days away and working days of theirs are known; others are named only where one answered.
    """

    starts: list[datetime]
    minutes: int
    asked: list[int]
    silent: list[int]
    unconnected: list[int]


def times_for(
    actor: Actor,
    people: Sequence[int],
    *,
    around: datetime,
    minutes: int,
    earliest: datetime | None = None,
) -> FreeTimesOut:
    """Asks calendars, so it may take some seconds."""
    found = free_times(actor, people, around=around, minutes=minutes, earliest=earliest)
    named = found.unconnected if found.asked else found.unconnected & {actor.me}
    return FreeTimesOut(
        starts=list(found.starts),
        minutes=minutes,
        asked=sorted(found.asked),
        silent=sorted(found.silent),
        unconnected=sorted(named),
    )
