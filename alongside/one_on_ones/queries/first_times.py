"""When the actor and somebody else could begin to meet, as far as the actor may know: their own talks, working days
and days away of both. What else the other one does is theirs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from alongside.core.actor import Actor
from alongside.one_on_ones import first_times, queries, rhythm
from alongside.one_on_ones.first_times import OPENS, First, Stretch
from alongside.one_on_ones.models import Series
from alongside.people.models import Person
from alongside.people.queries.days_away import days_worked


def proposed_first(actor: Actor, series: Series, minutes: int) -> First | None:
    """For a pair that has chosen no time yet: from tomorrow on."""
    zone = ZoneInfo(series.time_zone)
    since = First(timezone.localdate(timezone=zone) + timedelta(days=1), OPENS)
    worked = days_worked(actor, [series.manager, series.employee], first_times.days_from(since.day))
    both = worked[series.manager_id] & worked[series.employee_id]
    return first_times.first_free(since, both.__contains__, busy_of(actor, but=series), minutes, zone)


def in_a_row(
    actor: Actor, manager: Person, employees: Iterable[Person], since: First, minutes: int, zone: ZoneInfo
) -> list[First | None]:
    """One first talk for each, one after another from `since` on; None where four weeks hold no free time."""
    people = list(employees)
    worked = days_worked(actor, [manager, *people], first_times.days_from(since.day))
    past = (datetime.combine(since.day, time.min, zone), timezone.now())
    busy = [past, *busy_of(actor)]
    found: list[First | None] = []
    for person in people:
        both = worked[manager.pk] & worked[person.pk]
        first = first_times.first_free(since, both.__contains__, busy, minutes, zone)
        found.append(first)
        if first is not None:
            busy += first_times.stretches(first, minutes, zone)
    return found


def busy_of(actor: Actor, *, but: Series | None = None) -> list[Stretch]:
    """The talks the actor has in the next weeks, by the rhythms of their 1:1s."""
    rows = queries.series_visible_to(actor).filter(ended_on=None).exclude(pk=but.pk if but else 0)
    rules = [(rhythm.rule_of(one), one.minutes) for one in rows]
    return first_times.busy_with(
        [(rule, minutes) for rule, minutes in rules if rule is not None], timezone.now()
    )
