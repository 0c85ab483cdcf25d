"""When the actor and somebody else could begin to meet, as far as the actor may know: their own talks, working days
and days away of both. What else the other one does is theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from alongside.core.actor import Actor
from alongside.one_on_ones import first_times, queries, rhythm
from alongside.one_on_ones.first_times import OPENS, First, Stretch
from alongside.one_on_ones.models import Series
from alongside.people.calendar import holidays_at, working_weekdays
from alongside.people.models import Person
from alongside.people.queries.days_away import absences_visible_to


def proposed_first(actor: Actor, series: Series, minutes: int) -> First | None:
    """For a pair that has chosen no time yet: from tomorrow on."""
    zone = ZoneInfo(series.time_zone)
    since = First(timezone.localdate(timezone=zone) + timedelta(days=1), OPENS)
    works = working_days(actor, [series.manager, series.employee])
    both = _both(works, series.manager, series.employee)
    return first_times.first_free(since, both, busy_of(actor, but=series), minutes, zone)


def in_a_row(
    actor: Actor, manager: Person, employees: Iterable[Person], since: First, minutes: int, zone: ZoneInfo
) -> list[First | None]:
    """One first talk for each, one after another from `since` on; None where four weeks hold no free time."""
    people = list(employees)
    works, busy = working_days(actor, [manager, *people]), busy_of(actor)
    found: list[First | None] = []
    for person in people:
        first = first_times.first_free(since, _both(works, manager, person), busy, minutes, zone)
        found.append(first)
        if first is not None:
            busy += first_times.stretches(first, minutes, zone)
    return found


def working_days(actor: Actor, people: Iterable[Person]) -> Callable[[Person, date], bool]:
    """Whether somebody works on a day: a working day of theirs, no holiday where they are, and not away."""
    away: dict[int, list[tuple[date, date | None]]] = {}
    for absence in absences_visible_to(actor).filter(person__in=list(people)):
        away.setdefault(absence.person_id, []).append((absence.during.lower, absence.during.upper))

    def works(person: Person, day: date) -> bool:
        if day.isoweekday() not in working_weekdays(person) or day in holidays_at(person.site, day.year):
            return False
        return not any(
            since <= day and (until is None or day < until) for since, until in away.get(person.pk, ())
        )

    return works


def busy_of(actor: Actor, *, but: Series | None = None) -> list[Stretch]:
    """The talks the actor has in the next weeks, by the rhythms of their 1:1s."""
    rows = queries.series_visible_to(actor).filter(ended_on=None).exclude(pk=but.pk if but else 0)
    rules = [(rhythm.rule_of(one), one.minutes) for one in rows]
    return first_times.busy_with(
        [(rule, minutes) for rule, minutes in rules if rule is not None], timezone.now()
    )


def _both(works: Callable[[Person, date], bool], one: Person, other: Person) -> Callable[[date], bool]:
    return lambda day: works(one, day) and works(other, day)
