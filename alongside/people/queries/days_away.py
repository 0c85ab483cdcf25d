"""Who is away, and who stands in. Days only: why is stored nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery, prefetch_related_objects

from alongside.core.actor import Actor
from alongside.people.calendar import holidays_at, today, working_weekdays
from alongside.people.models import Absence, Delegation, Person
from alongside.people.policies import OF_HR
from alongside.people.queries import people_visible_to
from alongside.people.queries.mandates import administers

SOON = timedelta(days=30)


def absences_visible_to(actor: Actor) -> QuerySet[Absence]:
    """Days away of anybody in the directory: everybody plans with them."""
    return Absence.objects.filter(person__in=people_visible_to(actor)).select_related("person")


def absences_ahead(actor: Actor, person: Person) -> list[Absence]:
    """Now and later, the nearest first: all of one's own, the next month of others."""
    ahead = absences_visible_to(actor).filter(person=person, during__endswith__gt=today())
    if person.pk != actor.person_id and not actor.roles & OF_HR and not administers(actor, person):
        ahead = ahead.filter(during__startswith__lte=today() + SOON)
    return list(ahead.order_by("during"))


def days_worked(actor: Actor, people: Iterable[Person], days: Sequence[date]) -> dict[int, frozenset[date]]:
    """{person id: those of these days, in order, on which they work}: no holiday where they are, and not away.

    Of others only the days away of the next month count, as far as everybody may know them (`absences_ahead`).
    """
    people, away = list(people), defaultdict[int, set[date]](set)
    prefetch_related_objects(people, "site")  # one question for all; none where the caller has loaded it
    known = Q(person_id=actor.person_id) | Q(during__startswith__lte=today() + SOON)
    window = (days[0], days[-1] + timedelta(days=1))
    for absence in absences_visible_to(actor).filter(known, person__in=people, during__overlap=window):
        away[absence.person_id] |= {day for day in days if day in absence.during}
    return {
        person.pk: frozenset(
            day
            for day in days
            if day.isoweekday() in working_weekdays(person) and day not in holidays_at(person.site, day.year)
        )
        - away[person.pk]
        for person in people
    }


def last_days_away(actor: Actor, person_ids: Iterable[int]) -> dict[int, date]:
    """{person id: last day away} of those who are away today. One query for any list."""
    away = absences_visible_to(actor).filter(person__in=list(person_ids), during__contains=today())
    return {absence.person_id: absence.last_day for absence in away}


def with_days_away(people: QuerySet[Person]) -> QuerySet[Person]:
    """The same people; `away_before` is the first day back of those who are away today, else None."""
    away = Absence.objects.filter(person=OuterRef("pk"), during__contains=today())
    return people.annotate(away_before=Subquery(away.values("during__endswith")[:1]))


def delegations_visible_to(actor: Actor) -> QuerySet[Delegation]:
    """Everybody may know whom to turn to meanwhile."""
    seen = people_visible_to(actor)
    return Delegation.objects.filter(from_person__in=seen, to_person__in=seen).select_related(
        "from_person", "to_person"
    )


def delegations_ahead(actor: Actor, person: Person) -> list[Delegation]:
    """In which this person hands over or stands in, now and later."""
    part = Q(from_person=person) | Q(to_person=person)
    ahead = delegations_visible_to(actor).filter(part, during__endswith__gt=today())
    return list(ahead.order_by("during"))


def stands_in_for(actor: Actor) -> QuerySet[Person]:
    """The people for whom the actor stands in today. One step: what was handed over is handed on to nobody."""
    if actor.person_id is None:
        return Person.objects.none()
    received = Delegation.objects.filter(to_person_id=actor.person_id, during__contains=today())
    return people_visible_to(actor).filter(pk__in=received.values("from_person"))
