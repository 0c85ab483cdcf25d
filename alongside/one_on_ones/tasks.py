"""The worker's door to 1:1s: load, call, done."""

from __future__ import annotations

from django.tasks import task

from alongside.one_on_ones import emails
from alongside.one_on_ones.models import AgendaItem, Closing, Meeting


@task
def announce_item(item_id: int) -> None:
    """Tell the other one that a topic was added."""
    item = (
        AgendaItem.objects.select_related("series__manager", "series__employee", "author")
        .filter(pk=item_id)
        .first()
    )
    if item is not None:
        emails.topic_added(item)


@task
def announce_move(meeting_id: int, by_id: int) -> None:
    """Tell the other one that a meeting moved."""
    meeting = _meeting(meeting_id)
    if meeting is not None:
        emails.meeting_moved(meeting, by_id)


@task
def announce_closing(closing_id: int) -> None:
    """Tell both how much was agreed; the words only where both chose it."""
    closing = (
        Closing.objects.select_related(
            "meeting__series__manager", "meeting__series__employee", "meeting__series__data_key", "closed_by"
        )
        .filter(pk=closing_id)
        .first()
    )
    if closing is not None:
        emails.meeting_closed(closing)


@task
def remind(meeting_id: int, version: int) -> None:
    """Remind both of a meeting that nobody moved since this was planned."""
    meeting = _meeting(meeting_id)
    if meeting is not None and meeting.version == version and meeting.state == Meeting.State.PLANNED:
        emails.meeting_ahead(meeting)


def _meeting(meeting_id: int) -> Meeting | None:
    return Meeting.objects.select_related("series__manager", "series__employee").filter(pk=meeting_id).first()
