"""What else is going on in the demo: somebody on the way to a new manager, talks across levels, a group ahead."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import time_machine
from django.db.backends.postgresql.psycopg_any import DateRange

from alongside.config.demo.diary import Diary
from alongside.core.actor import Actor, Door, system
from alongside.one_on_ones import services as one_on_ones
from alongside.one_on_ones.models import Handover, Series
from alongside.people import services as people
from alongside.people.actors import actor_for
from alongside.people.calendar import next_working_day, today
from alongside.people.models import Holding, Person
from alongside.skip_levels import services as skip_levels
from alongside.skip_levels.models import SkipTalk
from alongside.skip_levels.queries import groups

DEMO = system("demo")
UTC = ZoneInfo("UTC")
HEARD = ("Milan Horvat", "Sofia Marin", "Rachid El Amrani")
THEMES = (
    "The calibration bench is booked out on most mornings.",
    "It is not clear who may order spare parts without asking.",
)
IN_GROUP = 6
TOPICS = {
    "Eva Vermeer": "I would like to know how the new lab was decided",
    "Viktor Lind": "What should I see on my next round through the lab?",
}
STILL_OPEN = "Who takes over the test rig in Leeds?"
TRAVELS = "I would like to go on with the training on measuring uncertainty"
SUMMARY = "I like to prepare things in writing. I work from home on Wednesdays."
NOTE = "You can rely on every estimate. Ask early, and leave the afternoons free for the bench."


def add_conversations() -> None:
    """After the company and its pairs were made."""
    diary = Diary()
    _talks_across_levels(_person("Viktor Lind"), diary)
    _group(_person("Elif Kaya"), diary)
    _on_the_way(_person("Viktor Lind"), _person("Petra Novak"))


def _talks_across_levels(leader: Person, diary: Diary) -> None:
    """Three people of Petra's team were heard and two themes wait to be handed on; a talk with Eva is ahead."""
    for weeks, name in enumerate(HEARD, start=1):
        person = _person(name)
        with time_machine.travel(_at(-7 * weeks - 7, 8), tick=False):
            starts_at = diary.find((leader.pk, person.pk), _at(4, 10))
            talk = skip_levels.invite_to_talk(
                actor=_acts(leader), person=person, purpose="hindrances", starts_at=starts_at
            )
        with time_machine.travel(talk.starts_at + timedelta(hours=1), tick=False):
            skip_levels.close_talk(actor=_acts(leader), talk=talk)
    retelling = SkipTalk.objects.select_related("retelling__data_key").get(pk=talk.pk).retelling
    if retelling is not None:
        heard = [_person(name).pk for name in HEARD]
        for text in THEMES:
            skip_levels.add_theme(actor=_acts(leader), retelling=retelling, text=text, heard_from=heard)
    eva = _person("Eva Vermeer")
    starts_at = diary.find((leader.pk, eva.pk), _at(5, 13))
    ahead = skip_levels.invite_to_talk(actor=_acts(leader), person=eva, purpose="future", starts_at=starts_at)
    for name, text in TOPICS.items():
        skip_levels.add_topic(actor=_acts(_person(name)), talk=ahead, text=text)


def _group(leader: Person, diary: Diary) -> None:
    """Next week, with who is next; the first two have said that they come."""
    wanted = _at(7, 12)
    coming = groups.next_in_turn(_acts(leader), on=wanted.date())[:IN_GROUP]
    starts_at = diary.find((leader.pk, *(one.pk for one in coming)), wanted, halves=2)
    group = skip_levels.invite_group(
        actor=_acts(leader), purpose="change", starts_at=starts_at, size=IN_GROUP
    )
    for place in group.places.select_related("group", "person").order_by("pk")[:2]:
        skip_levels.answer_place(actor=_acts(place.person), place=place, coming=True)


def _on_the_way(before: Person, after: Person) -> None:
    """Somebody who met with one manager works in the team of another since today, and decides what travels."""
    team = Person.objects.filter(placement__manager=before, placement__seat__title="Systems engineer")
    person = team.order_by("pk").first()
    if person is None:
        return
    with time_machine.travel(_at(-60, 8), tick=False):
        series = one_on_ones.start_series(actor=_acts(before), employee=person)
    series = Series.objects.select_related("data_key").get(pk=series.pk)
    for text in (STILL_OPEN, TRAVELS):
        item = one_on_ones.add_item(actor=_acts(person), series=series, text=text)
    _move(person, after)
    one_on_ones.open_handovers(actor=DEMO)
    handover = Handover.objects.select_related("data_key").get(series=series)
    one_on_ones.choose_item(actor=_acts(person), handover=handover, source=f"topic-{item.pk}")
    one_on_ones.write_summary(actor=_acts(person), handover=handover, text=SUMMARY)
    one_on_ones.write_handover_note(actor=_acts(before), handover=handover, text=NOTE)


def _move(person: Person, manager: Person) -> None:
    place = Holding.objects.select_related("seat__unit").get(person=manager, is_primary=True)
    own = Holding.objects.select_related("seat").get(person=person, is_primary=True)
    Holding.objects.filter(pk=own.pk).update(during=DateRange(own.during.lower, today()))
    seat = people.create_seat(
        actor=DEMO, title=own.seat.title, unit=place.seat.unit, reports_to=place.seat, since=today()
    )
    people.take_seat(actor=DEMO, person=person, seat=seat, since=today())


def _at(days: int, hour: int) -> datetime:
    """The first working day from then on."""
    day = next_working_day(None, today() + timedelta(days=days - 1))
    return datetime.combine(day, time(hour), UTC)


def _person(name: str) -> Person:
    return Person.objects.get(name=name)


def _acts(person: Person) -> Actor:
    return actor_for(person, door=Door.COMMAND)
