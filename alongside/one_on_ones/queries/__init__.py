"""Reading 1:1s: every row comes through an audience."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from alongside.commitments import queries as commitments
from alongside.core import once, removals
from alongside.core.actor import Actor, Door
from alongside.one_on_ones import audiences
from alongside.one_on_ones.links import Link, is_over
from alongside.one_on_ones.models import (
    AgendaItem,
    Closing,
    Meeting,
    NoteBlock,
    Pause,
    Rescheduling,
    Series,
)
from alongside.people.actors import actor_for
from alongside.people.calendar import today
from alongside.people.models import Person
from alongside.people.queries import faces, people_visible_to

# A meeting that nobody closed stays the current one so long; then the next one takes its place.
STILL_TO_CLOSE = timedelta(days=3)
# What was ticked off between meetings stays in sight so long.
STILL_IN_SIGHT = timedelta(hours=20)
MOST_EARLIER = 30
AROUND = timedelta(hours=12)
SHOWN_IN_CALENDARS = timedelta(days=370)


def series_visible_to(actor: Actor) -> QuerySet[Series]:
    """The actor's own 1:1s, past ones included."""
    return Series.objects.filter(audiences.SERIES.q(actor)).select_related("manager", "employee", "data_key")


def meetings_visible_to(actor: Actor) -> QuerySet[Meeting]:
    """The meetings of the actor's own 1:1s."""
    return Meeting.objects.filter(audiences.MEETING.q(actor)).select_related(
        "series__manager", "series__employee", "series__data_key", "closing", "contest"
    )


def talks_until(actor: Actor, end: datetime) -> QuerySet[Meeting]:
    """Talks planned until then, and those that passed and may still be closed: with what a line shows of them."""
    near = meetings_visible_to(actor).filter(
        state=Meeting.State.PLANNED,
        series__ended_on=None,
        starts_at__range=(timezone.now() - STILL_TO_CLOSE, end),
    )
    pair = ("series__manager", "series__employee")
    lines = near.select_related(None).select_related(*pair).order_by("starts_at")
    return lines.only("series", "starts_at", "minutes", *pair, *faces(*pair))


def next_meeting(actor: Actor, series: Series) -> Meeting | None:
    """The meeting to prepare: planned, and neither closed nor long past."""
    planned = _still_planned(actor).filter(series=series).order_by("starts_at")
    return next(iter(_of_one(series, planned[:1])), None)


def next_meetings(actor: Actor, series: Iterable[Series]) -> dict[int, Meeting]:
    """The same for several 1:1s at once: {series id: meeting}."""
    return _one_of_each(series, _still_planned(actor).order_by("series_id", "starts_at"))


def last_meetings(actor: Actor, series: Iterable[Series]) -> dict[int, Meeting]:
    """When each pair met last: {series id: meeting}."""
    held = meetings_visible_to(actor).filter(state=Meeting.State.HELD)
    return _one_of_each(series, held.order_by("series_id", "-starts_at"))


def _one_of_each(series: Iterable[Series], meetings: QuerySet[Meeting]) -> dict[int, Meeting]:
    """The first meeting of each 1:1, of meetings that are ordered by 1:1 first."""
    loaded = {one.pk: one for one in series}
    found = meetings.filter(series_id__in=list(loaded)).select_related(None).distinct("series_id")
    for meeting in found:
        meeting.series = loaded[meeting.series_id]
    return {meeting.series_id: meeting for meeting in found}


def held_meetings(actor: Actor, series: Series) -> list[Meeting]:
    """The latest talks, newest first; loaded once per request."""
    held = meetings_visible_to(actor).filter(series=series, state=Meeting.State.HELD)
    return actor.once(
        f"one_on_ones.held.{series.pk}", lambda: _of_one(series, held.order_by("-starts_at")[:MOST_EARLIER])
    )


def _of_one(series: Series, meetings: QuerySet[Meeting]) -> list[Meeting]:
    """Meetings of a 1:1 that is loaded: its people and key are not loaded once more with each."""
    found = list(meetings.select_related(None))
    for meeting in found:
        meeting.series = series
    return found


def time_of_talk(actor: Actor, meeting: Meeting) -> tuple[datetime, datetime | None]:
    """When something agreed counts as agreed in this meeting: from half a day before it until half a day before
    the next one that took place (None: until now)."""
    after = (
        meetings_visible_to(actor)
        .filter(series_id=meeting.series_id, state=Meeting.State.HELD, starts_at__gt=meeting.starts_at)
        .order_by("starts_at")
        .first()
    )
    return meeting.starts_at - AROUND, after.starts_at - AROUND if after else None


def items_visible_to(actor: Actor) -> QuerySet[AgendaItem]:
    """Agenda items the actor may read, with what is needed to open their text."""
    items = AgendaItem.objects.filter(audiences.ITEM.q(actor))
    return removals.not_removed(items).select_related("series__data_key", "author")


def items_removed_by(actor: Actor) -> QuerySet[AgendaItem]:
    """Topics the actor removed and may bring back."""
    items = AgendaItem.objects.filter(audiences.ITEM.q(actor))
    return removals.removed_by(actor, items).select_related("series__data_key", "author")


def agenda_of(actor: Actor, series: Series, meeting: Meeting | None = None) -> list[AgendaItem]:
    """What is still open, and what this meeting has ticked off: the employee's topics first."""
    between = Q(talked_in=None, talked_at__gt=timezone.now() - STILL_IN_SIGHT)
    ticked = between | Q(talked_in=meeting) if meeting is not None else between
    items = items_visible_to(actor).filter(Q(talked_at=None) | ticked)
    return _in_order(items, series)


def items_talked_in(actor: Actor, meeting: Meeting) -> list[AgendaItem]:
    """What came up in one meeting: the employee's topics first."""
    return _in_order(items_visible_to(actor).filter(talked_in=meeting), meeting.series)


def _in_order(items: QuerySet[AgendaItem], series: Series) -> list[AgendaItem]:
    """Topics of a 1:1 that is loaded (neither its key nor its people are loaded once more with each):
    the employee's first, each part as `place` says."""
    pair = {series.employee_id: series.employee, series.manager_id: series.manager}
    found = list(items.filter(series=series).select_related(None))
    for item in found:
        item.series, item.author = series, pair[item.author_id]
    return sorted(found, key=lambda item: (item.author_id != series.employee_id, *place(item)))


def series_by_key(actor: Actor, pk: int) -> Series | None:
    """One of the actor's own 1:1s; loaded once per request."""
    return actor.once(f"one_on_ones.series.{pk}", lambda: series_visible_to(actor).filter(pk=pk).first())


def team_size(actor: Actor, manager_id: int) -> int:
    """How many people a manager leads, by the directory."""
    return people_visible_to(actor).filter(placement__manager_id=manager_id).count()


def place(item: AgendaItem) -> tuple[int, object, int]:
    """By the order that people chose, then by age."""
    return (item.position, item.made_at, item.pk)


def team_without_series(actor: Actor, team: Iterable[Person], series: Iterable[Series]) -> list[Person]:
    """The people of a team with whom the actor has no 1:1 going on."""
    going_on = {
        one.employee_id for one in series if one.ended_on is None and one.manager_id == actor.person_id
    }
    return [person for person in team if person.pk not in going_on]


def is_paused(series: Series) -> bool:
    """The pair chose not to meet today."""
    return series.pauses.filter(during__contains=today()).exists()


def _still_planned(actor: Actor) -> QuerySet[Meeting]:
    planned = meetings_visible_to(actor).filter(state=Meeting.State.PLANNED)
    return planned.filter(starts_at__gte=timezone.now() - STILL_TO_CLOSE)


def person_of_link(link: Link) -> Person | None:
    """Whom a link speaks for, while they work here."""
    here = Person.objects.filter(pk=link.person_id, erased_at=None)
    return here.exclude(account__is_active=False).exclude(account__closes_at__lte=timezone.now()).first()


def meeting_of_link(actor: Actor, link: Link) -> Meeting | None:
    """The meeting of a link that is neither over nor used: planned, of the actor, at most three days past."""
    planned = meetings_visible_to(actor).filter(state=Meeting.State.PLANNED, series__ended_on=None)
    meeting = planned.filter(pk=link.meeting_id).first()
    if meeting is None or once.is_taken(key=link.key, person_id=link.person_id):
        return None
    ends_at = meeting.starts_at + timedelta(minutes=meeting.minutes)
    return None if is_over(ends_at=ends_at, now=timezone.now()) else meeting


def words_agreed(person: Person, closing_id: int) -> list[str]:
    """For the mail after a talk: what was agreed, word for word, only where both chose it, as of now."""
    closing = closing_to_announce(closing_id)
    if closing is None or not closing.meeting.series.sends_words:
        return []
    actor = actor_for(person, door=Door.TASK)
    series_id = closing.meeting.series_id
    agreed = commitments.open_commitments(actor).filter(
        origin_kind="one_on_ones.series", origin_key=str(series_id)
    )
    return [one.text for one in agreed]


def item_to_announce(item_id: int) -> AgendaItem | None:
    """For the worker, who tells people and shows nothing: one item with both people; None when it is gone."""
    people = ("series__manager", "series__employee", "author")
    items = removals.not_removed(AgendaItem.objects.filter(pk=item_id))
    return items.select_related(*people).first()


def meeting_to_announce(meeting_id: int) -> Meeting | None:
    """For the worker: one meeting with both people."""
    return Meeting.objects.select_related("series__manager", "series__employee").filter(pk=meeting_id).first()


def closing_to_announce(closing_id: int) -> Closing | None:
    """For the worker: one closing with both people and the key to what they agreed."""
    series = ("meeting__series__manager", "meeting__series__employee", "meeting__series__data_key")
    return Closing.objects.select_related(*series, "closed_by").filter(pk=closing_id).first()


def blocks_visible_to(actor: Actor) -> QuerySet[NoteBlock]:
    """Notes the actor may read, with what is needed to open their text."""
    blocks = NoteBlock.objects.filter(audiences.NOTE.q(actor))
    return removals.not_removed(blocks).select_related(
        "series__data_key", "series__manager", "series__employee"
    )


def blocks_removed_by(actor: Actor) -> QuerySet[NoteBlock]:
    """Notes the actor removed and may bring back."""
    blocks = NoteBlock.objects.filter(audiences.NOTE.q(actor))
    return removals.removed_by(actor, blocks).select_related(
        "series__data_key", "series__manager", "series__employee"
    )


def notes_of(actor: Actor, meeting: Meeting) -> list[NoteBlock]:
    """The notes of one meeting in their order, as this person sees them."""
    return notes_and_removed(actor, meeting)[0]


def notes_and_removed(actor: Actor, meeting: Meeting) -> tuple[list[NoteBlock], list[NoteBlock]]:
    """The notes of one meeting in their order, and those that this person may bring back. One query."""
    blocks = NoteBlock.objects.filter(audiences.NOTE.q(actor), meeting=meeting)
    found = list(removals.with_removals(actor, blocks))
    for block in found:
        block.series = meeting.series  # one opened key for all
    shown = [block for block in found if not vars(block)["is_removed"]]
    return shown, [block for block in found if vars(block)["may_come_back"]]


def series_for_calendars(pk: int) -> Series | None:
    """For the worker: one 1:1, whose plan goes to its two people alone."""
    return Series.objects.filter(pk=pk).first()


def meetings_for_calendars(series: Iterable[Series]) -> QuerySet[Meeting]:
    """Of these 1:1s: every meeting of the last year and to come, and older ones that differ from the rhythm."""
    moved = Exists(Rescheduling.objects.filter(meeting=OuterRef("pk")))
    recent = Q(starts_at__gte=timezone.now() - SHOWN_IN_CALENDARS)
    differs = Q(state__in=(Meeting.State.SKIPPED, Meeting.State.CANCELLED)) | moved
    in_force = differs & Q(slot_on__gte=F("series__first_on"))
    rows = Meeting.objects.filter(recent | in_force, series__in=list(series))
    return rows.select_related("series").order_by("starts_at", "pk")


def pauses_visible_to(actor: Actor) -> QuerySet[Pause]:
    """Of the actor's own 1:1s, past ones included."""
    return Pause.objects.filter(series__in=series_visible_to(actor)).order_by("pk")


def pauses_for_calendars(series: Iterable[Series]) -> QuerySet[Pause]:
    """The pauses of these 1:1s, past ones included."""
    return Pause.objects.filter(series__in=list(series)).order_by("pk")


def pairs_still_leading(series: Iterable[Series]) -> set[int]:
    """Ids of those 1:1s whose manager still is the employee's manager today."""
    is_manager = Q(employee__placement__manager_id=F("manager_id")) | Q(employee__typed_by_id=F("manager_id"))
    rows = Series.objects.filter(is_manager, pk__in=[one.pk for one in series])
    return set(rows.values_list("pk", flat=True))
