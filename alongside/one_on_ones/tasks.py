"""The worker's door to 1:1s: load, call, done."""

from __future__ import annotations

from django.tasks import task

from alongside.core.actor import system
from alongside.one_on_ones import emails, queries, services
from alongside.one_on_ones.models import Meeting
from alongside.one_on_ones.queries import handovers


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
def open_handovers() -> None:
    """Begin a handover for everybody who has a new manager."""
    services.open_handovers(actor=system("new manager"))


@task
def announce_handover(handover_id: int) -> None:
    """Tell the employee and the manager before."""
    handover = handovers.handover_to_announce(handover_id)
    if handover is not None:
        emails.handover_opened(handover)


@task
def announce_handover_note(handover_id: int) -> None:
    """Tell the employee that there is a note to read."""
    handover = handovers.handover_to_announce(handover_id)
    if handover is not None:
        emails.handover_note_written(handover)


@task
def announce_handover_completed(handover_id: int) -> None:
    """Tell the new manager."""
    handover = handovers.handover_to_announce(handover_id)
    if handover is not None:
        emails.handover_completed(handover)


@task
def forget_private_words() -> None:
    """Delete what only people could read who left 90 days ago or longer, all of it in steps."""
    while services.forget_private_words(actor=system("retention")):
        pass


@task
def release_months() -> None:
    """Release the months that are closed and settled."""
    services.release_months(actor=system("closed month"))
