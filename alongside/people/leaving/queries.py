"""Reading who leaves, who has left, and which places somebody has to take over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from alongside.core.actor import Actor
from alongside.people import queries as people
from alongside.people.calendar import today
from alongside.people.models import Coverage, Delegation, Departure, Holding, Line, Person, RoleGrant, Seat
from alongside.people.policies import OF_HR, SEE_ALL_LEAVE, can_end_employment, can_see_departures
from alongside.people.queries.mandates import people_administered_by

SHOWN_FOR = timedelta(days=92)
FURTHEST = timedelta(days=2 * 366)
MOST = 200


@dataclass(frozen=True)
class Preview:
    """What ends when somebody leaves. About their 1:1s nothing is counted: whether two people meet is theirs."""

    seats: list[Holding]
    team: list[Person]  # without an active manager afterwards
    duties: list[RoleGrant]
    coverages: list[Coverage]
    delegations: list[Delegation]
    has_account: bool


@dataclass(frozen=True)
class LeftPlace:
    """A place whose holder left, the people right below it, and who is next above meanwhile."""

    seat: Seat
    people: list[Person]
    meanwhile: Person | None


def departures_visible_to(actor: Actor) -> QuerySet[Departure]:
    """Who leaves, and who left in the last three months: for HR and administrators; of a unit who leaves, for its own."""
    if not can_see_departures(actor):
        return Departure.objects.none()
    recent = Q(done_at=None) | Q(ends_on__gte=today() - SHOWN_FOR)
    rows = Departure.objects.filter(recent, withdrawn_at=None, person__erased_at=None)
    if not actor.is_system and not actor.roles & SEE_ALL_LEAVE:
        rows = rows.filter(person__in=people_administered_by(actor).values("pk"))
    return rows.select_related("person__account", "made_by").order_by("-ends_on", "-pk")


def open_departure(actor: Actor, person: Person) -> Departure | None:
    """What is planned for somebody, for those who may plan it."""
    if not can_end_employment(actor, person):
        return None
    return Departure.objects.filter(person=person, withdrawn_at=None, done_at=None).first()


def departures_due() -> list[Departure]:
    """For the worker: whose instant has come."""
    due = Departure.objects.filter(withdrawn_at=None, done_at=None, ends_at__lte=timezone.now())
    return list(due.filter(ends_on__lte=today()).order_by("ends_at", "pk")[:MOST])


def ends_of_places() -> dict[int, date]:
    """Person -> the first day without any place, for people whom a file brought and who have a place now."""
    reaching = Holding.objects.filter(Q(during__endswith__gt=today()) | Q(during__endswith=None))
    bounded = reaching.filter(person__origin__isnull=False, person__left_on=None).exclude(
        during__endswith=None
    )
    for_good = reaching.filter(person=OuterRef("person"), during__endswith=None)
    rows = bounded.filter(~Exists(for_good)).values_list("person").annotate(Max("during__endswith"))
    return {person: end for person, end in rows if end <= today() + FURTHEST}


def people_to_plan(ends: dict[int, date]) -> list[Person]:
    """Of these, whose leaving is not planned yet."""
    planned = Departure.objects.filter(withdrawn_at=None, done_at=None).values("person")
    return list(Person.objects.filter(pk__in=ends).exclude(pk__in=planned).select_related("account"))


def people_back() -> list[Person]:
    """For imports: who has left and holds a place all the same."""
    return list(Person.objects.filter(left_on__isnull=False, holdings__during__contains=today()).distinct())


def preview(actor: Actor, person: Person) -> Preview:
    """Everything the page says before somebody presses the button; directory data alone."""
    now = {"during__contains": today()}
    delegations = Delegation.objects.filter(
        Q(from_person=person) | Q(to_person=person), during__endswith__gt=today()
    )
    led = people.people_visible_to(actor).filter(placement__manager=person)
    return Preview(
        seats=list(Holding.objects.filter(person=person, **now).select_related("seat__unit")),
        team=list(led.order_by("name")[:MOST]),
        duties=list(RoleGrant.objects.filter(person=person, **now)),
        coverages=list(Coverage.objects.filter(partner=person, **now).select_related("unit")),
        delegations=list(delegations.select_related("from_person", "to_person")),
        has_account=person.account is not None and person.account.is_open,
    )


def sees_left_places(actor: Actor) -> bool:
    """Whether the page of places that were left is there: for HR, and for HR partners."""
    return bool(actor.roles & OF_HR) or people.covers_anything(actor)


def without_manager(actor: Actor) -> QuerySet[Person]:
    """People without an active manager: all of them for HR, the covered ones for an HR partner, nobody for others."""
    if actor.roles & OF_HR:
        rows = people.people_visible_to(actor)
    else:
        rows = people.people_covered_by(actor).select_related("placement__seat", "placement__unit")
    return rows.filter(placement__lacks_manager=True, erased_at=None).order_by("name")


def left_places(actor: Actor) -> list[LeftPlace]:
    """The same people by the place above them. Three queries."""
    lacking = {one.pk: one for one in without_manager(actor).select_related("placement__manager")[:MOST]}
    lines = Line.objects.filter(
        seat__in=[one.placement.seat_id for one in lacking.values()],
        kind=Line.Kind.LINE,
        during__contains=today(),
    )
    by_seat = {line.seat_id: line.manager_seat for line in lines.select_related("manager_seat__unit")}
    places: dict[int, LeftPlace] = {}
    for person in lacking.values():
        seat = by_seat[person.placement.seat_id]
        place = places.setdefault(seat.pk, LeftPlace(seat, [], person.placement.manager))
        place.people.append(person)
    return list(places.values())
