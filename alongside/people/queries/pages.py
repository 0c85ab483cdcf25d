"""What the page of a person shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from alongside.core.actor import Actor
from alongside.people.calendar import WorkingDay, local_time, today, working_day
from alongside.people.history import dotted_on, seats_on
from alongside.people.models import Absence, Delegation, Holding, Line, Person
from alongside.people.queries import people_visible_to
from alongside.people.queries.days_away import absences_ahead, delegations_ahead, with_days_away
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
    team_away: dict[int, date]  # person id: last day away
    absences: list[Absence]
    delegations: list[Delegation]
    local: datetime
    day: WorkingDay

    @property
    def away_until(self) -> Absence | None:
        """Today's absence, where there is one."""
        return next((one for one in self.absences if one.during.lower <= today()), None)


def person_page(actor: Actor, person: Person, *, language: str) -> Page:
    """Seven queries, eight with a dotted line, whoever it is."""
    seats = seats_on(person.pk, today())
    local = local_time(person, timezone.now())
    partners = hr_partners_of(actor, [person])
    led = people_visible_to(actor).select_related("site").filter(placement__manager=person)
    team = list(with_days_away(led).order_by("search_text")[:MOST_OF_TEAM])
    return Page(
        person=person,
        seats=seats,
        manager=_manager(person),
        dotted=_dotted(seats),
        partner=next(iter(partners.get(person.pk, [])), None),
        team=team,
        team_away=_away_among(team),
        absences=absences_ahead(actor, person),
        delegations=delegations_ahead(actor, person),
        local=local,
        day=working_day(person.site, local.date(), language),
    )


def _away_among(people: list[Person]) -> dict[int, date]:
    """{person id: last day away}, from what with_days_away has loaded along."""
    first_days_back = {one.pk: vars(one)["away_before"] for one in people}
    return {pk: back - timedelta(days=1) for pk, back in first_days_back.items() if back is not None}


def _manager(person: Person) -> Person | None:
    """Loaded with the person. Whoever holds a seat is in the directory, unless they were erased."""
    manager = person.placement.manager if hasattr(person, "placement") else None
    return manager if manager is not None and manager.erased_at is None else None


def _dotted(seats: list[Holding]) -> list[DottedLine]:
    lines = dotted_on([holding.seat_id for holding in seats], today())
    seat_ids = [line.manager_seat_id for line in lines]
    held = Holding.objects.filter(seat__in=seat_ids, during__contains=today()).select_related("person")
    holders = {one.seat_id: one.person for one in held if one.person.erased_at is None} if lines else {}
    return [DottedLine(line, holders.get(line.manager_seat_id)) for line in lines]
