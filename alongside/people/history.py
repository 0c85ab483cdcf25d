"""The chart on any past day: who was above whom, who was HR partner of whom, who was below whom.

Seats, holdings, lines and coverage are dated and answer for their day. Which unit a seat belongs to, and which unit
lies in which, are not dated: they are those of today.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from alongside.people import closure
from alongside.people.models import Coverage, Holding, Line, Person


@dataclass(frozen=True)
class Standing:
    """Where a person stood on one day. `above` runs from the manager upwards; `below` counts people."""

    day: date
    seats: list[Holding]
    manager: Person | None
    above: list[Person]
    dotted: list[Line]
    partners: list[Person]
    team: list[Person]
    below: int


def standing_on(person: Person, day: date) -> Standing:
    """Everything the page "on a day" says. Seven queries for any size of company."""
    above, below = closure.above_on(person.pk, day), closure.below_on(person.pk, day)
    manager_id, partner_ids = closure.manager_on(person.pk, day), hr_partner_ids_on(person.pk, day)
    team = [person_id for person_id, depth in below.items() if depth == 1]
    known = _people({*above, *team, *partner_ids, *([manager_id] if manager_id else [])})
    seats = seats_on(person.pk, day)
    return Standing(
        day=day,
        seats=seats,
        manager=known.get(manager_id) if manager_id else None,
        above=[known[one] for one in above if one in known],
        dotted=dotted_on([holding.seat_id for holding in seats], day),
        partners=sorted((known[one] for one in partner_ids if one in known), key=lambda one: one.name),
        team=sorted((known[one] for one in team if one in known), key=lambda one: one.name),
        below=len(below),
    )


def was_above(above_id: int, below_id: int, day: date) -> bool:
    """Was the first anywhere above the second on this day?"""
    return above_id in closure.above_on(below_id, day)


def seats_on(person_id: int, day: date) -> list[Holding]:
    """The seats somebody held, the primary one first."""
    held = Holding.objects.filter(person=person_id, during__contains=day).select_related("seat__unit")
    return list(held.order_by("-is_primary", "seat"))


def dotted_on(seat_ids: Iterable[int], day: date) -> list[Line]:
    """Dotted lines from these seats to seats that were held on this day."""
    lines = Line.objects.filter(seat__in=list(seat_ids), kind=Line.Kind.DOTTED, during__contains=day)
    return list(lines.select_related("manager_seat").order_by("pk"))


def hr_partner_ids_on(person_id: int, day: date) -> set[int]:
    """Who covered this person as HR partner: never themselves, never somebody below them."""
    seat = Holding.objects.filter(person=person_id, during__contains=day).order_by("-is_primary", "seat")
    lineage = seat.values_list("seat__unit__lineage", flat=True).first() or []
    covering = Coverage.objects.filter(unit__in=lineage, during__contains=day).exclude(partner=person_id)
    partners = set(covering.values_list("partner", flat=True))
    return partners - set(closure.below_on(person_id, day)) if partners else partners


def _people(ids: Iterable[int]) -> dict[int, Person]:
    return Person.objects.filter(erased_at=None).in_bulk(list(ids))
