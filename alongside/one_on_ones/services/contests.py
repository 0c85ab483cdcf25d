"""Saying that a meeting did not take place, and taking that back."""

from __future__ import annotations

from django.db import transaction

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.one_on_ones.models import Contest, Meeting
from alongside.one_on_ones.policies import can_contest_meeting, can_withdraw_contest


@transaction.atomic
def contest_meeting(*, actor: Actor, meeting: Meeting) -> Contest:
    """The other one said that we met, and we did not. It then counts as not held. Saying it twice is once."""
    earlier = Contest.objects.filter(meeting=meeting, made_by_id=actor.person_id).first()
    can_contest_meeting(actor, meeting).enforce()
    if earlier is not None:
        return earlier
    contest = Contest.objects.create(meeting=meeting, made_by_id=actor.me)
    record(actor, "one_on_ones.meeting_contested", subject=meeting, concerns=_both(meeting))
    return contest


@transaction.atomic
def withdraw_contest(*, actor: Actor, meeting: Meeting) -> Meeting:
    """We met after all."""
    can_withdraw_contest(actor, meeting).enforce()
    Contest.objects.filter(meeting=meeting).delete()
    record(actor, "one_on_ones.contest_withdrawn", subject=meeting, concerns=_both(meeting))
    return meeting


def _both(meeting: Meeting) -> list[int]:
    return [meeting.series.manager_id, meeting.series.employee_id]
