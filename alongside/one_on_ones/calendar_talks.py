"""1:1s as calendars need them: the rhythm, what was moved or called off, and meetings in between."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from alongside.core.actor import Actor
from alongside.core.calendar_offers import Exceptional, PlannedTalk, Single, plan_changed
from alongside.one_on_ones import queries, rhythm
from alongside.one_on_ones.models import Meeting, Pause, Series
from alongside.one_on_ones.recurrence import without_until

KIND = "one_on_ones.series"
State = Meeting.State
OFF = (State.SKIPPED, State.CANCELLED)
A_DAY = timedelta(days=1)
# A rule is followed so far ahead to say which of its slots a pause leaves out.
PAUSES_SEEN = timedelta(days=400)


class CalendarTalks:
    """Implements core's CalendarSource."""

    def talks_of(self, actor: Actor) -> list[PlannedTalk]:
        series = list(queries.series_visible_to(actor))
        meetings = _by_series(queries.meetings_for_calendars(series))
        pauses = _by_series(queries.pauses_for_calendars(series))
        leading = queries.pairs_still_leading(series)
        return [
            planned(one, meetings.get(one.pk, []), pauses.get(one.pk, []), goes_on=_goes_on(one, leading))
            for one in series
        ]

    def talk(self, kind: str, key: int) -> PlannedTalk | None:
        series = queries.series_for_calendars(key) if kind == KIND else None
        if series is None:
            return None
        meetings = list(queries.meetings_for_calendars([series]))
        pauses = list(queries.pauses_for_calendars([series]))
        return planned(
            series, meetings, pauses, goes_on=_goes_on(series, queries.pairs_still_leading([series]))
        )


def tell_calendars(series: Series) -> None:
    """Part of every service that changes when two people meet."""
    plan_changed(KIND, series.pk)


def planned(series: Series, meetings: list[Meeting], pauses: list[Pause], *, goes_on: bool) -> PlannedTalk:
    """The plan of one pair. What is over shows what was held; what is left out by both is left out of the rule."""
    rule = rhythm.rule_of(series)
    slots = _slots(rule, meetings, pauses) if rule else {}
    on_rule = {meeting.pk: slots[meeting.slot_on] for meeting in meetings if meeting.slot_on in slots}
    held = [on_rule[one.pk] for one in meetings if one.pk in on_rule and one.state == State.HELD]
    text, until = without_until(rule.recurrence, rule.zone) if rule else ("", None)
    if not goes_on:
        until = max(held).astimezone(UTC) if held else None
    first = next(iter(rhythm.occurrences(rule, _year_from(rule))), None) if rule else None
    repeats = first is not None and (goes_on or until is not None)
    open_pause = _open_pause(pauses, ZoneInfo(series.time_zone)) if goes_on else None
    if open_pause is not None:
        until = min(open_pause, until or open_pause)
        repeats = repeats and first is not None and first.astimezone(UTC) <= until
    left_out = {slots[meeting.slot_on] for meeting in meetings if _is_left_out(meeting, on_rule)}
    left_out |= {slot for day, slot in slots.items() if _is_paused(day, pauses)} - {
        on_rule[meeting.pk] for meeting in meetings if meeting.pk in on_rule and meeting.state not in OFF
    }
    return PlannedTalk(
        kind=KIND,
        key=series.pk,
        people=(series.employee_id, series.manager_id),
        path=reverse("one_on_ones:series_detail", args=[series.pk]),
        zone=series.time_zone,
        minutes=series.minutes,
        began_on=series.started_on,
        rule=text if repeats else "",
        first=first if repeats else None,
        until=until if repeats else None,
        left_out=tuple(sorted(slot for slot in left_out if _within(slot, until))) if repeats else (),
        exceptional=tuple(_exceptional(meetings, on_rule, until)) if repeats else (),
        singles=tuple(_singles(meetings, on_rule if repeats else {}, until, goes_on=goes_on)),
        goes_on=goes_on,
    )


def _slots(rule: rhythm.Rule, meetings: list[Meeting], pauses: list[Pause]) -> dict[object, datetime]:
    """{local day: the slot of the rule on it}, as far as any row needs it."""
    days = [meeting.slot_on for meeting in meetings if meeting.slot_on is not None]
    days += [pause.during.upper for pause in pauses if pause.during.upper is not None]
    if not days:
        return {}
    start = rule.starts.replace(tzinfo=rule.zone)
    end = datetime.combine(max(days) + A_DAY, time(), rule.zone)
    end = min(end, timezone.now() + PAUSES_SEEN + timedelta(days=400))
    return {slot.date(): slot for slot in rhythm.occurrences(rule, (start, end))} if end > start else {}


def _exceptional(
    meetings: list[Meeting], on_rule: dict[int, datetime], until: datetime | None
) -> Iterable[Exceptional]:
    for meeting in meetings:
        slot = on_rule.get(meeting.pk)
        if slot is None or meeting.state == State.SKIPPED or not _within(slot, until):
            continue
        off = meeting.state == State.CANCELLED
        if off or meeting.starts_at != slot or meeting.minutes != meeting.series.minutes:
            yield Exceptional(slot, meeting.starts_at, meeting.minutes, is_cancelled=off)


def _singles(
    meetings: list[Meeting], on_rule: dict[int, datetime], until: datetime | None, *, goes_on: bool
) -> Iterable[Single]:
    """Meetings that the rule doesn't give: those in between, of an earlier rhythm, or moved out of a pause."""
    for meeting in meetings:
        slot = on_rule.get(meeting.pk)
        if slot is not None and _within(slot, until):
            continue
        if meeting.state == State.SKIPPED or (not goes_on and meeting.state != State.HELD):
            continue
        off = meeting.state == State.CANCELLED
        yield Single(meeting.pk, meeting.starts_at, meeting.minutes, meeting.version - 1, is_cancelled=off)


def _is_left_out(meeting: Meeting, on_rule: dict[int, datetime]) -> bool:
    return meeting.state == State.SKIPPED and meeting.pk in on_rule


def _is_paused(day: object, pauses: list[Pause]) -> bool:
    return any(day in pause.during for pause in pauses if pause.during.upper is not None)


def _open_pause(pauses: list[Pause], zone: ZoneInfo) -> datetime | None:
    """The last instant before a pause without end."""
    starts = [pause.during.lower for pause in pauses if pause.during.upper is None]
    if not starts:
        return None
    return datetime.combine(min(starts), time(), zone).astimezone(UTC) - timedelta(seconds=1)


def _within(slot: datetime, until: datetime | None) -> bool:
    return until is None or slot.astimezone(UTC) <= until


def _year_from(rule: rhythm.Rule) -> tuple[datetime, datetime]:
    start = rule.starts.replace(tzinfo=rule.zone)
    return start, start + PAUSES_SEEN


def _goes_on(series: Series, leading: set[int]) -> bool:
    return series.ended_on is None and series.pk in leading


def _by_series[T: (Meeting, Pause)](rows: Iterable[T]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for row in rows:
        found.setdefault(row.series_id, []).append(row)
    return found
