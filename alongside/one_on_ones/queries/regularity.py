"""How regularly two people meet, and what they are asked about it. Series come through series_visible_to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone

from alongside.commitments import queries as commitments
from alongside.commitments.models import Commitment
from alongside.core.actor import Actor
from alongside.one_on_ones import audiences, queries, slots, usefulness
from alongside.one_on_ones.keeping import Agreement
from alongside.one_on_ones.models import AgendaItem, Meeting, PastRhythm, Pause, Rating, Rescheduling, Series
from alongside.one_on_ones.questions import Theme
from alongside.one_on_ones.rhythm import Cadence
from alongside.one_on_ones.slots import Pattern, Presence, Slot, Talk, What
from alongside.people import queries as people
from alongside.people.calendar import holidays_at, is_working_day, today, working_weekdays
from alongside.people.models import Person
from alongside.people.queries.days_away import absences_visible_to

TIME_TO_ANSWER = timedelta(days=14)
ROUNDS_BACK = 12


def slots_by_series(
    actor: Actor, series: Sequence[Series], window: tuple[date, date]
) -> dict[int, list[Slot]]:
    """{series id: its periods with their outcome}, in five queries for any number of pairs."""
    talks, pauses, patterns = _talks(series, window), _pauses(series), _patterns(series)
    persons = {person.pk: person for one in series for person in (one.manager, one.employee)}
    presence = _presence(actor, persons.values(), window)
    return {
        one.pk: slots.slots_of(
            patterns[one.pk],
            talks[one.pk],
            (presence[one.manager_id], presence[one.employee_id]),
            pauses[one.pk],
            (window[0], min(window[1], one.ended_on or window[1])),
        )
        for one in series
    }


def held_days(actor: Actor, series: Series, since: date) -> list[date]:
    """The local days on which they met, without what one of them contests."""
    talks = _talks([series], (since, today()))[series.pk]
    return [talk.on for talk in talks if talk.what is What.HELD]


def themes_touched(actor: Actor, series: Series) -> list[tuple[Theme, date]]:
    """Which themes came up when, of what both can see, so that both are told the same."""
    items = AgendaItem.objects.filter(
        audiences.ITEM.q(actor),
        series=series,
        visibility=AgendaItem.Visibility.SHARED,
        talked_at__isnull=False,
    ).exclude(theme="")
    zone = ZoneInfo(series.time_zone)
    known = set(Theme)
    return [
        (Theme(theme), timezone.localdate(talked_at, zone))
        for theme, talked_at in items.values_list("theme", "talked_at")
        if theme in known and talked_at is not None
    ]


def agreements_of(actor: Actor, series: Series) -> list[Agreement]:
    """What the two agreed in their talks and did not drop."""
    rows = commitments.with_story(
        commitments.commitments_from(actor, kind="one_on_ones.series", key=series.pk)
    ).exclude(state=Commitment.State.DROPPED)
    zone, found = ZoneInfo(series.time_zone), []
    for one in rows.defer("text", "cue"):
        turned_at = vars(one)["turned_at"]  # of what is done, the moment at which it was
        kept = one.state == Commitment.State.KEPT
        found.append(
            Agreement(one.due_on, timezone.localdate(turned_at or one.made_at, zone) if kept else None)
        )
    return found


def rounds_of(actor: Actor, series: Series) -> list[list[usefulness.Answer]]:
    """The answers of the two by round, the newest last. For means only: nobody is shown a single one."""
    rows = Rating.objects.filter(meeting__series=series).order_by("-meeting__starts_at", "pk")
    found: dict[int, list[usefulness.Answer]] = defaultdict(list)
    if audiences.SERIES.holds(actor, series):
        for rating in rows[: 2 * ROUNDS_BACK]:
            found[rating.meeting_id].append(usefulness.Answer(rating.useful, rating.employee_talked))
    return list(reversed(found.values()))


def asked_about(actor: Actor, series: Series) -> Meeting | None:
    """The talk after which the actor is asked how useful their talks are, until they answered or it is long ago."""

    def load() -> Meeting | None:
        held = queries.held_meetings(actor, series)
        if not held or held[0].starts_at <= timezone.now() - TIME_TO_ANSWER:
            return None
        number = len(held) if len(held) < queries.MOST_EARLIER else _held(series.pk).count()
        if not usefulness.is_asked_after(number):
            return None
        return None if Rating.objects.filter(meeting=held[0], person_id=actor.me).exists() else held[0]

    return actor.once(f"one_on_ones.asked_about.{series.pk}", load)


def is_answered_by_both(meeting: Meeting) -> bool:
    """Then nobody changes an answer any more: from how the mean moves with one's own, the other's could be computed."""
    return Rating.objects.filter(meeting=meeting).count() == 2


def asks_after(actor: Actor, meeting: Meeting) -> bool:
    """Is this the fourth, eighth, ... talk of the two, and less than two weeks ago?"""
    if meeting.state != Meeting.State.HELD or meeting.starts_at <= timezone.now() - TIME_TO_ANSWER:
        return False
    number = _held(meeting.series_id).filter(starts_at__lte=meeting.starts_at).count()
    return usefulness.is_asked_after(number)


def can_be_contested(actor: Actor, meeting: Meeting) -> bool:
    """By the working days of whoever asks."""
    closed_on = timezone.localdate(meeting.closing.closed_at, ZoneInfo(meeting.series.time_zone))
    site = people.me(actor).site
    return slots.can_be_contested(closed_on, today(), lambda day: is_working_day(site, day))


def _held(series_id: int) -> QuerySet[Meeting]:
    return Meeting.objects.filter(series=series_id, state=Meeting.State.HELD)


def _talks(series: Sequence[Series], window: tuple[date, date]) -> dict[int, list[Talk]]:
    by_id = {one.pk: one for one in series}
    reach = (window[0] - timedelta(days=40), window[1] + timedelta(days=40))
    near = Q(starts_at__date__range=reach) | Q(slot_on__range=reach)
    rows = Meeting.objects.filter(near, series__in=by_id).select_related("calling_off", "contest")
    left = _left_by_employee(by_id, reach)
    found: dict[int, list[Talk]] = {pk: [] for pk in by_id}
    for meeting in rows:
        one = by_id[meeting.series_id]
        found[one.pk].append(
            Talk(
                on=timezone.localdate(meeting.starts_at, ZoneInfo(one.time_zone)),
                what=_what(meeting, one),
                slot_on=meeting.slot_on,
                left_by_employee=frozenset(left[meeting.pk]),
            )
        )
    return found


def _what(meeting: Meeting, series: Series) -> What:
    if meeting.state == Meeting.State.HELD:
        return What.CONTESTED if hasattr(meeting, "contest") else What.HELD
    if meeting.state == Meeting.State.PLANNED:
        return What.OPEN
    off = getattr(meeting, "calling_off", None)
    return What.OFF_BY_EMPLOYEE if off and off.made_by_id == series.employee_id else What.OFF


def _left_by_employee(by_id: dict[int, Series], reach: tuple[date, date]) -> dict[int, set[date]]:
    rows = Rescheduling.objects.filter(meeting__series__in=by_id, was_at__date__range=reach)
    found: dict[int, set[date]] = defaultdict(set)
    for meeting_id, series_id, by, was_at in rows.values_list(
        "meeting_id", "meeting__series_id", "made_by_id", "was_at"
    ):
        if by == by_id[series_id].employee_id:
            found[meeting_id].add(timezone.localdate(was_at, ZoneInfo(by_id[series_id].time_zone)))
    return found


def _pauses(series: Sequence[Series]) -> dict[int, list[slots.Span]]:
    found: dict[int, list[slots.Span]] = {one.pk: [] for one in series}
    for pause in Pause.objects.filter(series__in=found):
        found[pause.series_id].append((pause.during.lower or date.min, pause.during.upper))
    return found


def _patterns(series: Sequence[Series]) -> dict[int, list[Pattern]]:
    found: dict[int, list[Pattern]] = {one.pk: [] for one in series}
    for past in PastRhythm.objects.filter(series__in=found):
        found[past.series_id].append(_pattern(past.cadence, past.recurrence, past.first_on, past.until))
    for one in series:
        if one.first_on is not None and one.starts_at is not None:
            found[one.pk].append(_pattern(one.cadence, one.recurrence, one.first_on, one.ended_on))
    return found


def _pattern(cadence: str, recurrence: str, first_on: date, until: date | None) -> Pattern:
    own = cadence == Series.Cadence.CUSTOM
    return Pattern(None if own else Cadence(cadence), first_on, until, recurrence)


def _presence(actor: Actor, persons: Iterable[Person], window: tuple[date, date]) -> dict[int, Presence]:
    persons = list(persons)
    away: dict[int, list[slots.Span]] = defaultdict(list)
    rows = absences_visible_to(actor).filter(person__in=persons, during__overlap=window)
    for absence in rows:
        away[absence.person_id].append((absence.during.lower or date.min, absence.during.upper))
    years = range(window[0].year, window[1].year + 1)
    return {
        person.pk: Presence(
            working_weekdays(person),
            frozenset(day for year in years for day in holidays_at(person.site, year)),
            tuple(away[person.pk]),
        )
        for person in persons
    }
