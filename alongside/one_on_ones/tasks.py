"""The worker's door to 1:1s: load, call, done."""

from __future__ import annotations

from django.tasks import task

from alongside.core.actor import system
from alongside.one_on_ones import emails, queries, services
from alongside.one_on_ones.models import Meeting


@task
def announce_item(item_id: int) -> None:
    """Tell the other one that a topic was added."""
    item = queries.item_to_announce(item_id)
    if item is not None:
        emails.topic_added(item)


@task
def announce_move(meeting_id: int, by_id: int) -> None:
    """Tell the other one that a meeting moved."""
    meeting = queries.meeting_to_announce(meeting_id)
    if meeting is not None:
        emails.meeting_moved(meeting, by_id)


@task
def announce_closing(closing_id: int) -> None:
    """Tell both how much was agreed; the words only where both chose it."""
    closing = queries.closing_to_announce(closing_id)
    if closing is not None:
        emails.meeting_closed(closing)


@task
def remind(meeting_id: int, version: int) -> None:
    """Remind both of a meeting that nobody moved since this was planned."""
    meeting = queries.meeting_to_announce(meeting_id)
    if meeting is not None and meeting.version == version and meeting.state == Meeting.State.PLANNED:
        emails.meeting_ahead(meeting)


@task
def forget_old_versions() -> None:
    """Delete earlier versions of notes that nobody can need for merging any more, all of them in steps."""
    while services.forget_old_versions(actor=system("retention")):
        pass


@task
def forget_private_words() -> None:
    """Delete what only people could read who left 90 days ago or longer, all of it in steps."""
    while services.forget_private_words(actor=system("retention")):
        pass
