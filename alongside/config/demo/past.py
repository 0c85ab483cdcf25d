"""The past of the demo's 1:1s, lived through week by week with the clock set back.

Runs in a process of its own: the clock is set for the whole process.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import time_machine

from alongside.commitments.models import Commitment
from alongside.commitments.services import create_commitment
from alongside.config.demo.diary import Diary
from alongside.config.demo.talks import TALKS, Talk
from alongside.config.progress import tell
from alongside.core.actor import Actor, Door, system
from alongside.one_on_ones import queries, services
from alongside.one_on_ones.models import Meeting, Series
from alongside.one_on_ones.policies import can_rate_talk
from alongside.people.actors import actor_for
from alongside.people.calendar import today
from alongside.people.models import Person, Placement
from alongside.people.queries import zone_of

WEEKS_HIGHLIGHTED = 12
WEEKS_OTHERS = 8
STEP = {"weekly": 7, "fortnightly": 14}


def highlight_pairs() -> None:
    """The pairs with words: a few weeks of past, a prepared next meeting, open and late agreements."""
    diary = Diary()
    for number, talk in enumerate(TALKS, start=1):
        tell(number, len(TALKS), "pairs with twelve weeks of 1:1s")
        manager, employee = _person(talk.manager), _person(talk.employee)
        first_on = today() + timedelta(days=talk.weekday_ahead) - timedelta(days=7 * WEEKS_HIGHLIGHTED)
        first_on, hour = _find(diary, manager, employee, first_on, time(talk.hour, 0))
        series = _live(manager, employee, talk.cadence, first_on, hour, rates=True)
        _prepare(series, manager, employee, talk)


def add_past() -> dict[str, Any]:
    """1:1s of everybody else, without words, a pair at a time. Safe to stop and to run again."""
    pairs = Placement.objects.filter(manager__isnull=False, person__invited_at__isnull=False)
    done = set(Series.objects.values_list("manager_id", "employee_id"))
    made, diary = 0, Diary()
    for place in pairs.select_related("person", "manager").order_by("manager_id", "person_id"):
        manager = place.manager
        if manager is None or (manager.pk, place.person_id) in done or not _meets(place):
            continue
        first_on = today() - timedelta(days=7 * WEEKS_OTHERS - place.person_id % 5)
        hour = time(9 + place.person_id % 8, 30 * (place.person_id % 2))
        first_on, hour = _find(diary, manager, place.person, first_on, hour)
        _live(manager, place.person, "fortnightly" if place.person_id % 3 else "weekly", first_on, hour)
        made += 1
    return {"pairs": made, "months": services.release_months(actor=system("demo"))}


def _find(diary: Diary, manager: Person, employee: Person, first_on: date, hour: time) -> tuple[date, time]:
    """The wanted day and time, or the next that suit both."""
    zone = ZoneInfo(zone_of(manager))
    return diary.find_weekly((manager.pk, employee.pk), _workday(first_on), hour, zone)


def _meets(place: Placement) -> bool:
    """Some pairs don't meet at all: a demo in which everything goes well teaches nothing."""
    return place.person_id % 7 != 0 and place.manager_id != place.person_id


def _live(
    manager: Person, employee: Person, cadence: str, first_on: date, hour: time, *, rates: bool = False
) -> Series:
    """Start a series on its first day and go through every meeting up to now, some left out."""
    start = datetime.combine(first_on, time(6, 0), ZoneInfo("UTC"))
    with time_machine.travel(start, tick=False):
        acts = _acts(manager)
        series = services.start_series(actor=acts, employee=employee)
        series = services.set_rhythm(
            actor=acts, series=series, cadence=cadence, first_on=start.date(), starts_at=hour, minutes=25,
            version=series.version,
        )  # fmt: skip
    for number in range(60):
        meeting = (
            Meeting.objects.filter(series=series, state=Meeting.State.PLANNED).order_by("starts_at").first()
        )
        if meeting is None or meeting.starts_at + timedelta(hours=1) > datetime.now(tz=ZoneInfo("UTC")):
            break
        with time_machine.travel(meeting.starts_at + timedelta(minutes=40), tick=False):
            meeting = Meeting.objects.select_related("series").get(pk=meeting.pk)
            if (series.pk + number) % 5 == 4:
                services.skip_meeting(actor=_acts(manager), meeting=meeting)
                services.plan_meetings(actor=_acts(manager), series=series)
            else:
                services.close_meeting(actor=_acts(employee if number % 2 else manager), meeting=meeting)
                if rates:
                    _rate(meeting.pk, manager, employee)
    return series


def _rate(meeting_id: int, manager: Person, employee: Person) -> None:
    """Both answer how useful their talks are, where they are asked."""
    for person, useful in ((manager, 4), (employee, 3 + employee.pk % 3)):
        meeting = queries.meetings_visible_to(_acts(person)).get(pk=meeting_id)
        if can_rate_talk(_acts(person), meeting):
            services.rate_talk(
                actor=_acts(person), meeting=meeting, useful=useful, employee_talked=60 + 10 * (person.pk % 2)
            )


def _prepare(series: Series, manager: Person, employee: Person, talk: Talk) -> None:
    series = Series.objects.select_related("data_key").get(pk=series.pk)
    for days_ago, (person, words, visibility) in enumerate(
        [(employee, text, "shared") for text in talk.employee_topics]
        + [(manager, text, "shared") for text in talk.manager_topics]
        + [(manager, text, "private") for text in talk.private_to_manager],
        start=1,
    ):
        with time_machine.travel(
            datetime.now(tz=ZoneInfo("UTC")) - timedelta(days=days_ago * 3 - 1), tick=False
        ):
            services.add_item(actor=_acts(person), series=series, text=words, visibility=visibility)
    for owner, words, due_in in talk.agreed:
        mine, other = (employee, manager) if owner == "employee" else (manager, employee)
        with time_machine.travel(datetime.now(tz=ZoneInfo("UTC")) - timedelta(days=6), tick=False):
            create_commitment(
                actor=_acts(manager), kind=Commitment.Kind.ACTION, owner_id=mine.pk, owed_to_id=other.pk, text=words,
                due_on=today() + timedelta(days=6 + due_in), data_key=series.data_key,
                origin_kind="one_on_ones.series", origin_key=str(series.pk),
            )  # fmt: skip


def _person(name: str) -> Person:
    return Person.objects.get(name=name)


def _acts(person: Person) -> Actor:
    return actor_for(person, door=Door.COMMAND)


def _workday(day: date) -> date:
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day
