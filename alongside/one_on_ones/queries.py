"""Reading 1:1s: every row comes through an audience."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from alongside.core import removals
from alongside.core.actor import Actor
from alongside.one_on_ones import audiences
from alongside.one_on_ones.models import AgendaItem, Meeting, Series
from alongside.people.calendar import today

# A meeting that nobody closed stays the current one so long; then the next one takes its place.
STILL_TO_CLOSE = timedelta(days=3)
# What was ticked off between meetings stays in sight so long.
STILL_IN_SIGHT = timedelta(hours=20)
MOST_EARLIER = 30
AROUND = timedelta(hours=12)


def series_visible_to(actor: Actor) -> QuerySet[Series]:
    """The actor's own 1:1s, past ones included."""
    return Series.objects.filter(audiences.SERIES.q(actor)).select_related("manager", "employee", "data_key")


def meetings_visible_to(actor: Actor) -> QuerySet[Meeting]:
    """The meetings of the actor's own 1:1s."""
    return Meeting.objects.filter(audiences.MEETING.q(actor)).select_related(
        "series__manager", "series__employee", "series__data_key", "closing"
    )


def next_meeting(actor: Actor, series: Series) -> Meeting | None:
    """The meeting to prepare: planned, and neither closed nor long past."""
    return _still_planned(actor).filter(series=series).order_by("starts_at").first()


def next_meetings(actor: Actor, series: Iterable[Series]) -> dict[int, Meeting]:
    """The same for several 1:1s at once: {series id: meeting}."""
    found = _still_planned(actor).filter(series__in=list(series)).order_by("series_id", "starts_at")
    return {meeting.series_id: meeting for meeting in found.distinct("series_id")}


def last_meetings(actor: Actor, series: Iterable[Series]) -> dict[int, Meeting]:
    """When each pair met last: {series id: meeting}."""
    held = meetings_visible_to(actor).filter(series__in=list(series), state=Meeting.State.HELD)
    latest = held.order_by("series_id", "-starts_at").distinct("series_id")
    return {meeting.series_id: meeting for meeting in latest}


def held_meetings(actor: Actor, series: Series) -> list[Meeting]:
    """The latest talks, newest first; loaded once per request."""
    held = meetings_visible_to(actor).filter(series=series, state=Meeting.State.HELD)
    return actor.once(f"one_on_ones.held.{series.pk}", lambda: list(held.order_by("-starts_at")[:MOST_EARLIER]))


def time_of_talk(actor: Actor, meeting: Meeting) -> tuple[datetime, datetime | None]:
    """When something agreed counts as agreed in this meeting: from half a day before it until half a day before
    the next one that took place (None: until now)."""
    after = (
        meetings_visible_to(actor)
        .filter(series_id=meeting.series_id, state=Meeting.State.HELD, starts_at__gt=meeting.starts_at)
        .order_by("starts_at")
        .first()
    )
    return meeting.starts_at - AROUND, after.starts_at - AROUND if after else None


def items_visible_to(actor: Actor) -> QuerySet[AgendaItem]:
    """Agenda items the actor may read, with what is needed to open their text."""
    items = AgendaItem.objects.filter(audiences.ITEM.q(actor))
    return removals.not_removed(items).select_related("series__data_key", "author")


def items_removed_by(actor: Actor) -> QuerySet[AgendaItem]:
    """Topics the actor removed and may bring back."""
    items = AgendaItem.objects.filter(audiences.ITEM.q(actor))
    return removals.removed_by(actor, items).select_related("series__data_key", "author")


def agenda_of(actor: Actor, series: Series, meeting: Meeting | None = None) -> list[AgendaItem]:
    """What is still open, and what this meeting has ticked off: the employee's topics first."""
    between = Q(talked_in=None, talked_at__gt=timezone.now() - STILL_IN_SIGHT)
    ticked = between | Q(talked_in=meeting) if meeting is not None else between
    items = items_visible_to(actor).filter(Q(talked_at=None) | ticked, series=series)
    return sorted(items, key=lambda item: (item.author_id != series.employee_id, *place(item)))


def items_talked_in(actor: Actor, meeting: Meeting) -> list[AgendaItem]:
    """What came up in one meeting: the employee's topics first."""
    items = items_visible_to(actor).filter(talked_in=meeting)
    return sorted(items, key=lambda item: (item.author_id != meeting.series.employee_id, *place(item)))


def place(item: AgendaItem) -> tuple[int, object, int]:
    """By the order that people chose, then by age."""
    return (item.position, item.made_at, item.pk)


def team_without_series(actor: Actor, team: Iterable[object], series: Iterable[Series]) -> list[object]:
    """The people of a team with whom the actor has no 1:1 going on."""
    going_on = {one.employee_id for one in series if one.ended_on is None and one.manager_id == actor.person_id}
    return [person for person in team if getattr(person, "pk", None) not in going_on]


def is_paused(series: Series) -> bool:
    """The pair chose not to meet today."""
    return series.pauses.filter(during__contains=today()).exists()


def _still_planned(actor: Actor) -> QuerySet[Meeting]:
    planned = meetings_visible_to(actor).filter(state=Meeting.State.PLANNED)
    return planned.filter(starts_at__gte=timezone.now() - STILL_TO_CLOSE)
