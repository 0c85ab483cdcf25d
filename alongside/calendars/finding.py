"""Finding times that suit several people: who may be asked, what they answer, and what Alongside knows by itself.

Busy times live here for as long as one page is made; nothing of them is stored, logged or shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from alongside.calendars import own_talks, proposing, queries, services
from alongside.calendars.free_busy import asking, providers
from alongside.calendars.free_busy.busy import Busy, FreeBusy
from alongside.calendars.free_busy.caldav import CalDavCalendar
from alongside.calendars.models import Connection
from alongside.calendars.policies import can_find_times
from alongside.calendars.proposing import Availability
from alongside.core import calendar_offers
from alongside.core.actor import Actor
from alongside.core.free_times import FreeTimes
from alongside.identity import limits
from alongside.people.actors import actor_for
from alongside.people.calendar import local_time
from alongside.people.models import Person
from alongside.people.queries.days_away import days_worked

AHEAD, BEYOND = timedelta(days=21), timedelta(days=14)
AT_LEAST = timedelta(hours=1)  # from now on: nobody is proposed a talk in ten minutes
MOST = 3


def times_for(
    actor: Actor,
    people: Sequence[int],
    *,
    around: datetime,
    minutes: int,
    earliest: datetime | None = None,
) -> FreeTimes:
    """A few times that suit all these people, near a moment; none where nobody connected a calendar."""
    can_find_times(actor, people).enforce()
    soon = timezone.now() + AT_LEAST
    since = max(soon, earliest or soon)
    until = max(since + AHEAD, around + BEYOND)
    connections = queries.connections_to_ask(actor, people)
    nothing = FreeTimes(
        unconnected=frozenset(people) - {one.person_id for one in connections},
        connect_url=reverse("calendars:account_detail"),
    )
    if not connections:
        return nothing
    answers = ask(actor, connections, since, until)
    asked = frozenset(one for one, answer in answers.items() if answer is not None)
    known = replace(nothing, asked=asked, silent=frozenset(answers) - asked)
    if not asked:
        return known
    persons = queries.people_to_meet(people)
    busy = {one: answers.get(one) or [] for one in people}
    suiting = proposing.free_starts(
        _availabilities(actor, persons, busy, since, until), since=since, until=until, minutes=minutes
    )
    mine = timezone.get_current_timezone()
    starts = proposing.spread(suiting, around=max(around, since), most=MOST, zone=mine)
    return replace(known, starts=tuple(starts))


def ask(
    actor: Actor, connections: Sequence[Connection], since: datetime, until: datetime
) -> dict[int, list[Busy] | None]:
    """{person: busy stretches, None where the calendar gave no answer}. Its owner learns how it went.

    Raises TooMany: nobody asks so often that the answers would draw somebody's calendar.
    """
    limits.take("calendar_times", actor.me)
    by_person = {one.person_id: one for one in connections}
    calendars = {one: opened(connection) for one, connection in by_person.items()}
    ready = {one: calendar for one, calendar in calendars.items() if calendar is not None}
    answers = asking.ask_all(ready, since, until)
    states, found = {}, dict[int, list[Busy] | None]()
    for person, connection in by_person.items():
        answer = answers.get(person, Connection.State.REFUSED.value)  # the operator took the provider away
        is_good = isinstance(answer, list)
        found[person] = answer if isinstance(answer, list) else None
        states[connection] = Connection.State.ANSWERS.value if is_good else str(answer)
    services.note_answers(actor=actor, states=states)
    return found


def opened(connection: Connection) -> FreeBusy | None:
    """How to ask this calendar; None where its provider is no longer set up."""
    if connection.provider == Connection.Provider.CALDAV:
        return CalDavCalendar(connection.address, connection.user_name, connection.secret)
    app = providers.app_named(connection.provider)
    return providers.calendar_at(app, connection.secret) if app is not None else None


def try_once(actor: Actor, connection: Connection) -> None:
    """Ask for one day, so that its owner sees at once whether it answers; later, where they asked very often."""
    now = timezone.now()
    with suppress(limits.TooMany):
        ask(actor, [connection], now, now + timedelta(days=1))


def _availabilities(
    actor: Actor, persons: Sequence[Person], busy: dict[int, list[Busy]], since: datetime, until: datetime
) -> list[Availability]:
    days = [since.date() + timedelta(days=n) for n in range(-1, (until - since).days + 2)]
    worked = days_worked(actor, persons, days)
    return [
        Availability(
            ZoneInfo(getattr(local_time(person).tzinfo, "key", "UTC")),
            worked[person.pk],
            [
                *busy[person.pk],
                *own_talks.busy_by(
                    calendar_offers.talks_of(actor_for(person, door=actor.door)), since, until
                ),
            ],
        )
        for person in persons
    ]
