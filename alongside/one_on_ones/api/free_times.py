"""Times that suit both of a 1:1, as the pages that plan one propose them."""

from __future__ import annotations

from datetime import datetime

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router

from alongside.core.api import ALWAYS, ApiRequest
from alongside.core.api_free_times import FreeTimesOut, times_for
from alongside.one_on_ones import queries, rhythm
from alongside.one_on_ones.models import Series
from alongside.one_on_ones.policies import can_change_meeting, can_change_series
from alongside.people.calendar import today

router = Router(tags=["1:1s"])


@router.get(
    "/{id}/free-times", response={200: FreeTimesOut, **ALWAYS}, summary="Times that suit us both, soon"
)
def series_free_times(request: ApiRequest, id: int) -> FreeTimesOut:
    """For a rhythm. Asks both calendars, so it may take some seconds."""
    series = get_object_or_404(queries.series_visible_to(request.actor), pk=id)
    can_change_series(request.actor, series).enforce()
    return _times(request, series, around=timezone.now(), minutes=_minutes(request, series))


@router.get(
    "/{id}/meetings/{meeting_id}/free-times",
    response={200: FreeTimesOut, **ALWAYS},
    summary="Times that suit us both, near a meeting",
)
def meeting_free_times(request: ApiRequest, id: int, meeting_id: int) -> FreeTimesOut:
    """For moving it. Asks both calendars, so it may take some seconds."""
    meeting = get_object_or_404(
        queries.meetings_visible_to(request.actor).filter(series_id=id), pk=meeting_id
    )
    can_change_meeting(request.actor, meeting).enforce()
    return _times(request, meeting.series, around=meeting.starts_at, minutes=meeting.minutes)


def _minutes(request: ApiRequest, series: Series) -> int:
    """Of the rhythm there is; otherwise of the one that its page proposes."""
    if series.starts_at is not None:
        return series.minutes
    reports = queries.team_size(request.actor, series.manager_id)
    return rhythm.propose(reports=reports, paired_on=series.started_on, today=today()).minutes


def _times(request: ApiRequest, series: Series, *, around: datetime, minutes: int) -> FreeTimesOut:
    both = [series.employee_id, series.manager_id]
    return times_for(request.actor, both, around=around, minutes=minutes)
