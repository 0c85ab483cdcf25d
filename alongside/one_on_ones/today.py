"""What 1:1s put on the Today page: talks of today and the next working day, talks to close, and the manager's team."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from alongside.core.actor import Actor
from alongside.core.dates import say_distance, say_moment
from alongside.core.today import Rank, TeamLine, TodayItem
from alongside.one_on_ones import queries
from alongside.one_on_ones.models import AgendaItem, Handover, Meeting
from alongside.one_on_ones.queries import handovers
from alongside.people import queries as people

FRIDAY = 4
NO_TALK_FOR = timedelta(days=21)


def talks_today(actor: Actor) -> list[TodayItem]:
    """Talks that are near, and talks that passed and were neither closed nor left out."""
    now = timezone.now()
    meetings = list(queries.talks_until(actor, _end_of_next_workday(now))[:20])
    topics = _open_topics(actor) if meetings else {}
    return [_item(actor, meeting, topics.get(meeting.series_id, 0), now) for meeting in meetings]


def _end_of_next_workday(now: datetime) -> datetime:
    """Tomorrow's midnight, in the zone of whoever looks; from Friday on Monday's: a talk after the weekend is near."""
    day = timezone.localdate(now) + timedelta(days=1)
    while day.weekday() > FRIDAY:
        day += timedelta(days=1)
    return datetime.combine(day, time.max, tzinfo=timezone.get_current_timezone())


def handovers_today(actor: Actor) -> list[TodayItem]:
    """What I may choose to let travel to my new manager."""
    waiting = handovers.handovers_visible_to(actor).filter(employee_id=actor.me, state=Handover.State.OPEN)
    named = waiting.select_related(None).select_related("new_manager")
    return [
        TodayItem(
            key=f"handover-{one.pk}",
            rank=Rank.THIS_WEEK,
            text=_("Choose what %(name)s should know") % {"name": one.new_manager.first_name},
            detail=_("Nothing travels unless you choose it"),
            url=reverse("one_on_ones:handover_detail", args=[one.pk]),
            verb=_("Choose"),
            face_name=one.new_manager.name,
            face_key=one.new_manager_id,
            order=one.opened_at.timestamp(),
        )
        for one in named.only("opened_at", "new_manager", *people.faces("new_manager"))[:3]
    ]


def team_talks(actor: Actor) -> list[TeamLine]:
    """Each of my team with the next talk, or since when there was none."""
    going_on = queries.series_visible_to(actor).filter(manager_id=actor.me, ended_on=None)
    series = dict(going_on.values_list("employee_id", "pk"))
    topics = _open_topics(actor) if series else {}
    talks = _talks_of(actor, list(series.values()))
    lines = []
    for person_id, name in people.team_of(actor).values_list("pk", "name"):
        one = series.get(person_id)
        coming, last = talks.get(one, (None, None)) if one else (None, None)
        lines.append(_line(actor, person_id, name, one, coming, last, topics.get(one, 0) if one else 0))
    return sorted(lines, key=lambda line: line.name)


def _item(actor: Actor, meeting: Meeting, topics: int, now: datetime) -> TodayItem:
    other = meeting.series.other(actor.person_id)
    address = reverse("one_on_ones:series_detail", args=[meeting.series_id])
    past = meeting.starts_at + timedelta(minutes=meeting.minutes) < now
    if past:
        text, verb, rank = _("Did you meet %(name)s?") % {"name": other.first_name}, _("Say so"), Rank.SOON
    else:
        text, verb = (
            _("Look over the agenda with %(name)s") % {"name": other.first_name},
            pgettext("a button", "Open"),
        )
        rank = Rank.NOW if meeting.starts_at - now < timedelta(hours=8) else Rank.SOON
    said = ngettext("%(count)d topic so far", "%(count)d topics so far", topics) % {"count": topics}
    detail = f"{_moment(actor, meeting.starts_at)} · {said if topics else _('no topics yet')}"
    return TodayItem(
        key=f"one-on-ones-{meeting.pk}",
        rank=rank,
        text=text,
        detail=detail,
        url=address,
        verb=verb,
        face_name=other.name,
        face_key=other.pk,
        order=meeting.starts_at.timestamp(),
    )


def _line(
    actor: Actor,
    person_id: int,
    name: str,
    series: int | None,
    coming: datetime | None,
    last: datetime | None,
    topics: int,
) -> TeamLine:
    if series is None:
        return TeamLine(person_id, name, _("no 1:1 yet"), reverse("one_on_ones:series_list"))
    address = reverse("one_on_ones:series_detail", args=[series])
    tag = ngettext("%(count)d topic", "%(count)d topics", topics) % {"count": topics} if topics else ""
    if coming is not None:
        return TeamLine(person_id, name, _moment(actor, coming), address, tag, "good")
    if last is not None and timezone.now() - last > NO_TALK_FOR:
        return TeamLine(
            person_id, name, _("you last met %(when)s") % {"when": _distance(actor, last)}, address
        )
    return TeamLine(person_id, name, _("no time chosen yet"), address, tag, "good")


def _open_topics(actor: Actor) -> dict[int, int]:
    """Series id -> how many topics both of the two see that are still open. Loaded once per request."""
    shared = queries.items_visible_to(actor).filter(
        series__ended_on=None, talked_at=None, visibility=AgendaItem.Visibility.SHARED
    )
    counted = shared.order_by().values_list("series_id").annotate(Count("pk"))
    return actor.once("one_on_ones.open_topics", lambda: dict(counted))


def _talks_of(actor: Actor, series_ids: list[int]) -> dict[int, tuple[datetime | None, datetime | None]]:
    """Series id -> (start of the next planned meeting, start of the last one held)."""
    meetings = queries.meetings_visible_to(actor).filter(
        Q(state=Meeting.State.PLANNED, starts_at__gte=timezone.now()) | Q(state=Meeting.State.HELD),
        series_id__in=series_ids,
    )
    found: dict[int, tuple[datetime | None, datetime | None]] = {}
    for series_id, state, starts_at in meetings.order_by("starts_at").values_list(
        "series_id", "state", "starts_at"
    ):
        coming, last = found.get(series_id, (None, None))
        if state == Meeting.State.PLANNED:
            found[series_id] = (coming or starts_at, last)
        else:
            found[series_id] = (coming, starts_at)
    return found


def _moment(actor: Actor, moment: datetime) -> str:
    return say_moment(
        moment, now=timezone.now(), zone=_zone(actor), locale=translation.get_language() or "en"
    ).text


def _distance(actor: Actor, moment: datetime) -> str:
    return say_distance(
        moment, now=timezone.now(), zone=_zone(actor), locale=translation.get_language() or "en"
    ).text


def _zone(actor: Actor) -> ZoneInfo:
    return people.me(actor).zone
