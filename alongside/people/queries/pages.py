"""What the page of a person shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from alongside.core.actor import Actor
from alongside.people.calendar import WorkingDay, local_time, today, working_day
from alongside.people.history import dotted_on, seats_on
from alongside.people.models import Absence, Delegation, Holding, Line, Person
from alongside.people.queries import people_visible_to
from alongside.people.queries.days_away import absences_ahead, delegations_ahead
from alongside.people.queries.teams import hr_partners_of

MOST_OF_TEAM = 60


@dataclass(frozen=True)
class DottedLine:
    """Somebody asks for part of the work: for what, and who holds that seat today (None: nobody)."""

    line: Line
    person: Person | None


@dataclass(frozen=True)
class Page:
    """A person as everybody in the company may know them."""

    person: Person
    seats: list[Holding]
    manager: Person | None
    dotted: list[DottedLine]
    partner: Person | None
    team: list[Person]
    absences: list[Absence]
    delegations: list[Delegation]
    local: datetime
    day: WorkingDay

    @property
    def away_until(self) -> Absence | None:
        """Today's absence, where there is one."""
        return next((one for one in self.absences if one.during.lower <= today()), None)


def person_page(actor: Actor, person: Person, *, language: str) -> Page:
    """Eight queries, whoever it is."""
    seats = seats_on(person.pk, today())
    local = local_time(person, timezone.now())
    partners = hr_partners_of(actor, [person])
    team = people_visible_to(actor).filter(placement__manager=person).order_by("search_text")
    return Page(
        person=person,
        seats=seats,
        manager=_manager(actor, person),
        dotted=_dotted(actor, seats),
        partner=next(iter(partners.get(person.pk, [])), None),
        team=list(team[:MOST_OF_TEAM]),
        absences=absences_ahead(actor, person),
        delegations=delegations_ahead(actor, person),
        local=local,
        day=working_day(person.site, local.date(), language),
    )


def _manager(actor: Actor, person: Person) -> Person | None:
    if not hasattr(person, "placement"):
        return None
    return people_visible_to(actor).filter(pk=person.placement.manager_id or 0).first()


def _dotted(actor: Actor, seats: list[Holding]) -> list[DottedLine]:
    lines = dotted_on([holding.seat_id for holding in seats], today())
    held = Holding.objects.filter(
        seat__in=[line.manager_seat_id for line in lines], during__contains=today()
    ).values_list("seat", "person")
    holders = dict(held) if lines else {}
    people = people_visible_to(actor).in_bulk(list(holders.values())) if holders else {}
    return [DottedLine(line, people.get(holders.get(line.manager_seat_id, 0))) for line in lines]
