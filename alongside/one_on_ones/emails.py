"""Every mail about 1:1s. They carry counts and links, never words of the talk."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from alongside.commitments.models import Commitment
from alongside.notifications import quiet_hours
from alongside.notifications.services import tell
from alongside.one_on_ones import audiences
from alongside.one_on_ones.models import AgendaItem, Closing, Handover, Meeting


def topic_added(item: AgendaItem) -> None:
    """To the other one of the two: there is something new on your agenda. One mail a day, however many topics."""
    reader = item.series.other(item.author_id)
    if reader.pk not in audiences.ITEM.people(item):
        return
    tell(
        person=reader,
        template="one_on_ones/email/topic_added",
        key=f"one-on-ones-topic-{item.series_id}-{item.author_id}-{timezone.localdate()}",
        context={
            "from_name": item.author.first_name,
            "path": reverse("one_on_ones:series_detail", args=[item.series_id]),
        },
        routine=True,
    )


def meeting_moved(meeting: Meeting, by_id: int) -> None:
    """To the other one: a new time."""
    series = meeting.series
    mover = series.manager if by_id == series.manager_id else series.employee
    tell(
        person=series.other(by_id),
        template="one_on_ones/email/meeting_moved",
        key=f"one-on-ones-moved-{meeting.pk}-{meeting.version}",
        context={
            "from_name": mover.first_name,
            "starts_at": meeting.starts_at.isoformat(),
            "path": reverse("one_on_ones:series_detail", args=[series.pk]),
        },
    )


def meeting_closed(closing: Closing) -> None:
    """To both: how many things were agreed, and where they are."""
    series = closing.meeting.series
    agreed = Commitment.objects.filter(
        origin_kind="one_on_ones.series", origin_key=str(series.pk), state=Commitment.State.OPEN
    )
    for person in (series.employee, series.manager):
        tell(
            person=person,
            template="one_on_ones/email/meeting_closed",
            key=f"one-on-ones-closed-{closing.pk}-{person.pk}",
            context={
                "with_name": series.other(person.pk).first_name,
                "agreed": agreed.count(),
                "closing_id": closing.pk,
                "path": reverse("one_on_ones:meeting_detail", args=[series.pk, closing.meeting_id]),
            },
            routine=True,
        )


def meeting_ahead(meeting: Meeting) -> None:
    """To both, a day before: your 1:1 is near, add a topic if you like. Never after it has begun."""
    series = meeting.series
    for person in (series.employee, series.manager):
        if quiet_hours.may_leave(timezone.now(), person.zone) >= meeting.starts_at:
            continue
        tell(
            person=person,
            template="one_on_ones/email/meeting_ahead",
            key=f"one-on-ones-ahead-{meeting.pk}-{meeting.version}-{person.pk}",
            context={
                "with_name": series.other(person.pk).first_name,
                "starts_at": meeting.starts_at.isoformat(),
                "meeting_id": meeting.pk,
                "path": reverse("one_on_ones:series_detail", args=[series.pk]),
            },
        )


def handover_opened(handover: Handover) -> None:
    """To the employee, who decides, and to the manager before, who may write a note."""
    context = {
        "manager_name": handover.new_manager.first_name,
        "employee_name": handover.employee.first_name,
        "path": _path_of(handover),
    }
    for person, template in (
        (handover.employee, "handover_opened"),
        (handover.old_manager, "handover_note_wanted"),
    ):
        tell(
            person=person,
            template=f"one_on_ones/email/{template}",
            key=f"one-on-ones-handover-{handover.pk}",
            context=context,
        )


def handover_note_written(handover: Handover) -> None:
    """To the employee: there is a note to read. One mail a day, however often it is changed."""
    tell(
        person=handover.employee,
        template="one_on_ones/email/handover_note_written",
        key=f"one-on-ones-handover-note-{handover.pk}-{timezone.localdate()}",
        context={"from_name": handover.old_manager.first_name, "path": _path_of(handover)},
    )


def handover_completed(handover: Handover) -> None:
    """To the new manager."""
    tell(
        person=handover.new_manager,
        template="one_on_ones/email/handover_completed",
        key=f"one-on-ones-handed-over-{handover.pk}",
        context={"employee_name": handover.employee.first_name, "path": _path_of(handover)},
    )


def _path_of(handover: Handover) -> str:
    return reverse("one_on_ones:handover_detail", args=[handover.pk])
