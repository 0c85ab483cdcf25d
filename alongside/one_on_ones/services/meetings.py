"""Planning, moving, leaving out and closing meetings. The rhythm proposes slots; people decide what becomes of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.commitments import queries as commitments
from alongside.commitments.services import carry_over, uncount_carrying
from alongside.core.actor import Actor
from alongside.core.errors import Invalid, Refused, Stale
from alongside.core.later import later
from alongside.notifications import quiet_hours
from alongside.one_on_ones import queries, rhythm
from alongside.one_on_ones.calendar_talks import tell_calendars
from alongside.one_on_ones.models import (
    AgendaItem,
    CallingOff,
    Closing,
    Contest,
    Meeting,
    Rescheduling,
    Series,
)
from alongside.one_on_ones.policies import can_change_meeting, can_change_series

State = Meeting.State
# The one table of what a meeting may become.
BECOMES: dict[str, frozenset[str]] = {
    State.PLANNED: frozenset({State.HELD, State.SKIPPED, State.CANCELLED}),
    State.HELD: frozenset({State.PLANNED}),
    State.SKIPPED: frozenset({State.PLANNED, State.HELD}),
    State.CANCELLED: frozenset({State.PLANNED, State.HELD}),
}
AHEAD = 2  # so many meetings stand planned at any time
HORIZON = timedelta(days=130)
HORIZON_OF_OWN_RULES = timedelta(days=400)
REMIND_BEFORE = timedelta(hours=24)
SAME_TALK = timedelta(hours=4)  # both say that they met, one after the other
CLOSED_AHEAD = timedelta(hours=12)  # a meeting that begins later has not taken place


@transaction.atomic
def plan_meetings(*, actor: Actor, series: Series) -> list[Meeting]:
    """Make sure that the next meetings of the rhythm exist; returns the new ones. Safe to repeat."""
    can_change_series(actor, series).enforce()
    planned = Meeting.objects.filter(
        series=series, state=State.PLANNED, starts_at__gte=timezone.now()
    ).count()
    taken = set(Meeting.objects.filter(series=series).values_list("slot_on", flat=True))
    pauses = [pause.during for pause in series.pauses.all()]
    made: list[Meeting] = []
    for starts_at in _slots(series):
        day = starts_at.date()
        if planned + len(made) >= AHEAD:
            break
        if day in taken or any(day in pause for pause in pauses):
            continue
        made.append(
            Meeting.objects.create(series=series, slot_on=day, starts_at=starts_at, minutes=series.minutes)
        )
    for meeting in made:
        _remind(meeting)
    record(actor, "one_on_ones.meetings_planned", subject=series, details={"count": len(made)})
    return made


def drop_untouched(series: Series) -> int:
    """Delete future slots that nobody moved, because the rhythm is about to change. Called by the series' services."""
    future = Meeting.objects.filter(
        series=series, state=State.PLANNED, starts_at__gt=timezone.now(), blocks=None
    )
    return future.filter(reschedulings=None, slot_on__isnull=False).delete()[0]


@transaction.atomic
def reschedule_meeting(*, actor: Actor, meeting: Meeting, starts_at: datetime, version: int) -> Meeting:
    """Move a meeting. Raises Stale when the other one moved it meanwhile, Invalid for a time in the past."""
    can_change_meeting(actor, meeting).enforce()
    if starts_at < timezone.now():
        raise Invalid("starts_at", _("Choose a time that is still to come."))
    was_at = meeting.starts_at
    _change(meeting, version, starts_at=starts_at)
    Rescheduling.objects.create(meeting=meeting, made_by_id=actor.me, was_at=was_at, now_at=starts_at)
    record(actor, "one_on_ones.meeting_moved", subject=meeting, concerns=_both(meeting))
    later("alongside.one_on_ones.tasks.announce_move", meeting_id=meeting.pk, by_id=actor.me)
    _remind(meeting)
    tell_calendars(meeting.series)
    return meeting


@transaction.atomic
def skip_meeting(*, actor: Actor, meeting: Meeting) -> Meeting:
    """Leave this one out; open topics wait for the next."""
    return _become(actor, meeting, State.SKIPPED)


@transaction.atomic
def cancel_meeting(*, actor: Actor, meeting: Meeting) -> Meeting:
    """Call a meeting off; open topics wait for the next."""
    return _become(actor, meeting, State.CANCELLED)


@transaction.atomic
def restore_meeting(*, actor: Actor, meeting: Meeting) -> Meeting:
    """Undo of leaving out and calling off."""
    if meeting.state == State.HELD:
        raise Refused(_("You met already."))
    return _become(actor, meeting, State.PLANNED)


@transaction.atomic
def close_meeting(*, actor: Actor, meeting: Meeting) -> Closing:
    """We met. One tap; notes are not needed. Saying it twice, or both saying it, is one closing."""
    can_change_meeting(actor, meeting).enforce()
    earlier = Closing.objects.filter(meeting=meeting).first()
    if earlier is not None:
        return earlier
    if meeting.starts_at > timezone.now() + CLOSED_AHEAD:
        raise Refused(_("This meeting is still to come. Move it, if you met earlier."))
    _become(actor, meeting, State.HELD)
    opened = commitments.open_commitments(actor).filter(
        origin_kind="one_on_ones.series", origin_key=str(meeting.series_id), made_at__lt=meeting.starts_at
    )
    counted = [commitment.pk for commitment in opened]
    carry_over(actor=actor, commitments=opened)
    AgendaItem.objects.filter(series=meeting.series, talked_in=None, talked_at__isnull=False).update(
        talked_in=meeting
    )
    closing = Closing.objects.create(meeting=meeting, closed_by_id=actor.me, counted=counted)
    record(actor, "one_on_ones.meeting_closed", subject=meeting, concerns=_both(meeting))
    if can_change_series(actor, meeting.series):
        plan_meetings(actor=actor, series=meeting.series)
    later("alongside.one_on_ones.tasks.announce_closing", closing_id=closing.pk)
    return closing


@transaction.atomic
def note_meeting(*, actor: Actor, series: Series) -> Closing:
    """We met, though it was not planned for now. Said twice within hours it is one.

    The page on which the two write is that of the next planned meeting, and other pages and devices may still be
    sending words for it. So that meeting itself becomes the one just held, and a new one takes its time.
    """
    can_change_series(actor, series).enforce()
    # Both may say it at the same moment; who writes a note meanwhile needs the row of the series, too, but not its key.
    Series.objects.select_for_update(of=("self",), no_key=True).get(pk=series.pk)
    now = timezone.now()
    said = Closing.objects.filter(meeting__series=series, closed_at__gt=now - SAME_TALK).last()
    if said is not None:
        return said
    began = now - timedelta(minutes=series.minutes)
    planned, following = queries.next_meeting(actor, series), None
    if planned is None:
        planned = Meeting.objects.create(series=series, starts_at=began, minutes=series.minutes)
    elif planned.starts_at > now + CLOSED_AHEAD:
        following = _bring_forward(planned, began)
    closing = close_meeting(actor=actor, meeting=planned)
    closing.following = following
    closing.save(update_fields=["following"])
    return closing


def _bring_forward(meeting: Meeting, began: datetime) -> Meeting:
    """The meeting took place already, with its notes; its slot and how it was moved go to a new one, returned."""
    slot_on, starts_at, minutes = meeting.slot_on, meeting.starts_at, meeting.minutes
    _change(meeting, meeting.version, slot_on=None, starts_at=began, minutes=meeting.series.minutes)
    following = Meeting.objects.create(
        series=meeting.series, slot_on=slot_on, starts_at=starts_at, minutes=minutes
    )
    Rescheduling.objects.filter(meeting=meeting).update(meeting=following)
    _remind(following)
    return following


def _put_back(meeting: Meeting, following: Meeting) -> None:
    """The meeting is to come after all, at its old time; what was written for that time meanwhile stays where it is."""
    if following.state != State.PLANNED or following.blocks.exists():
        return
    slot_on, starts_at, minutes = following.slot_on, following.starts_at, following.minutes
    Rescheduling.objects.filter(meeting=following).update(meeting=meeting)
    following.delete()
    _change(meeting, meeting.version, slot_on=slot_on, starts_at=starts_at, minutes=minutes)
    _remind(meeting)


@transaction.atomic
def reopen_meeting(*, actor: Actor, meeting: Meeting) -> Meeting:
    """Undo of "we met": nothing written is lost, and nothing counts as carried."""
    can_change_meeting(actor, meeting).enforce()
    closing = Closing.objects.filter(meeting=meeting).first()
    if closing is not None:
        uncount_carrying(actor=actor, commitment_ids=closing.counted)
        closing.delete()
        if closing.following is not None:
            _put_back(meeting, closing.following)
    return _become(actor, meeting, State.PLANNED)


def _become(actor: Actor, meeting: Meeting, state: str) -> Meeting:
    can_change_meeting(actor, meeting).enforce()
    if state != meeting.state and state not in BECOMES[meeting.state]:
        raise Refused(_("This meeting has changed meanwhile. Look at the page once more."))
    if state != meeting.state:
        _change(meeting, meeting.version, state=state)
        CallingOff.objects.filter(meeting=meeting).delete()
        Contest.objects.filter(meeting=meeting).delete()
        if state in (State.SKIPPED, State.CANCELLED):
            CallingOff.objects.create(meeting=meeting, made_by_id=actor.me)
        record(actor, f"one_on_ones.meeting_{state}", subject=meeting, concerns=_both(meeting))
        tell_calendars(meeting.series)
    return meeting


def _change(meeting: Meeting, version: int, **values: object) -> None:
    rows = Meeting.objects.filter(pk=meeting.pk, version=version)
    if not rows.update(version=F("version") + 1, **values):
        current = Meeting.objects.get(pk=meeting.pk)
        raise Stale(
            yours=str(values.get("starts_at", values.get("state"))),
            current=str(current.starts_at),
            version=current.version,
        )
    meeting.refresh_from_db(fields=["version", *values])


def _slots(series: Series) -> list[datetime]:
    rule = rhythm.rule_of(series)
    if rule is None or series.ended_on is not None:
        return []
    now = timezone.now()
    return rhythm.occurrences(rule, (now, now + (HORIZON_OF_OWN_RULES if series.recurrence else HORIZON)))


def _remind(meeting: Meeting) -> None:
    at = quiet_hours.last_open(meeting.starts_at - REMIND_BEFORE, ZoneInfo(meeting.series.time_zone))
    if at > timezone.now():
        later(
            "alongside.one_on_ones.tasks.remind", run_after=at, meeting_id=meeting.pk, version=meeting.version
        )


def _both(meeting: Meeting) -> list[int]:
    return [meeting.series.manager_id, meeting.series.employee_id]
