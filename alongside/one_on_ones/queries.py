"""Reading 1:1s: every row comes through an audience."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from alongside.core import removals
from alongside.core.actor import Actor
from alongside.one_on_ones import audiences
from alongside.one_on_ones.models import AgendaItem, Closing, Meeting, NoteBlock, Series

# A meeting that nobody closed stays the current one so long; then the next one takes its place.
STILL_TO_CLOSE = timedelta(days=3)


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
    planned = meetings_visible_to(actor).filter(series=series, state=Meeting.State.PLANNED)
    return planned.filter(starts_at__gte=timezone.now() - STILL_TO_CLOSE).order_by("starts_at").first()


def items_visible_to(actor: Actor) -> QuerySet[AgendaItem]:
    """Agenda items the actor may read, with what is needed to open their text."""
    return AgendaItem.objects.filter(audiences.ITEM.q(actor)).select_related("series__data_key", "author")


def agenda_of(actor: Actor, series: Series) -> list[AgendaItem]:
    """What the actor sees on the agenda of this series: the employee's topics first."""
    items = items_visible_to(actor).filter(series=series)
    return sorted(items, key=lambda item: (item.author_id != series.employee_id, item.made_at, item.pk))


def item_to_announce(item_id: int) -> AgendaItem | None:
    """For the worker, who tells people and shows nothing: one item with both people; None when it is gone."""
    people = ("series__manager", "series__employee", "author")
    return AgendaItem.objects.select_related(*people).filter(pk=item_id).first()


def meeting_to_announce(meeting_id: int) -> Meeting | None:
    """For the worker: one meeting with both people."""
    return Meeting.objects.select_related("series__manager", "series__employee").filter(pk=meeting_id).first()


def closing_to_announce(closing_id: int) -> Closing | None:
    """For the worker: one closing with both people and the key to what they agreed."""
    series = ("meeting__series__manager", "meeting__series__employee", "meeting__series__data_key")
    return Closing.objects.select_related(*series, "closed_by").filter(pk=closing_id).first()


def blocks_visible_to(actor: Actor) -> QuerySet[NoteBlock]:
    """Notes the actor may read, with what is needed to open their text."""
    blocks = NoteBlock.objects.filter(audiences.NOTE.q(actor))
    return removals.not_removed(blocks).select_related(
        "series__data_key", "series__manager", "series__employee"
    )


def blocks_removed_by(actor: Actor) -> QuerySet[NoteBlock]:
    """Notes the actor removed and may bring back."""
    blocks = NoteBlock.objects.filter(audiences.NOTE.q(actor))
    return removals.removed_by(actor, blocks).select_related(
        "series__data_key", "series__manager", "series__employee"
    )


def notes_of(actor: Actor, meeting: Meeting) -> list[NoteBlock]:
    """The notes of one meeting in their order, as this person sees them."""
    found = list(blocks_visible_to(actor).filter(meeting=meeting))
    for block in found:
        block.series = meeting.series  # one opened key for all
    return found
