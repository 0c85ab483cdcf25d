"""1:1s of the tests, made through the services."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from alongside.commitments.models import Commitment
from alongside.one_on_ones import services
from alongside.one_on_ones.models import AgendaItem, Meeting, Series
from alongside.people.calendar import today


def a_series(cast: SimpleNamespace, *, weeks: int = 0) -> Series:
    """Max and Eve, who have met like this for so many weeks."""
    series = services.start_series(actor=cast.acts(cast.max), employee=cast.eve)
    series.started_on = today() - timedelta(weeks=weeks)
    series.save(update_fields=["started_on"])
    return series


def a_topic(
    cast: SimpleNamespace, series: Series, text: str, *, by=None, private: bool = False
) -> AgendaItem:
    """A topic of Eve's, or of somebody else."""
    return services.add_item(
        actor=cast.acts(by or cast.eve),
        series=series,
        text=text,
        visibility="private" if private else "shared",
    )


def a_meeting(series: Series, **distance: int) -> Meeting:
    """Planned, so far from now: a_meeting(series, hours=2)."""
    return Meeting.objects.create(
        series=series, starts_at=timezone.now() + timedelta(**distance), minutes=series.minutes
    )


def a_talk(cast: SimpleNamespace, series: Series, *, days_ago: int) -> Meeting:
    """A meeting that took place."""
    meeting = a_meeting(series, days=-days_ago)
    services.close_meeting(actor=cast.acts(cast.max), meeting=meeting)
    return meeting


def an_action(cast: SimpleNamespace, series: Series, text: str, *, days: int = 7, owner=None) -> Commitment:
    """Agreed in this series; `days` may be negative: then it was due."""
    action = services.agree_on_action(
        actor=cast.acts(cast.max),
        series=series,
        owner_id=(owner or cast.eve).pk,
        text=text,
        due_on=today() + timedelta(days=max(days, 0)),
    )
    Commitment.objects.filter(pk=action.pk).update(due_on=today() + timedelta(days=days))
    return action
