"""The organisation chart, one branch at a time: seats below a seat, who holds them, how many people are below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from alongside.core.actor import Actor
from alongside.people.calendar import today
from alongside.people.closure import DEEPEST
from alongside.people.models import Holding, Line, Person, Seat
from alongside.people.queries import people_visible_to

MOST_IN_BRANCH = 200  # seats shown below one seat; the table shows all of them
ROWS = 50  # of the table on one page

_PATH = """
WITH RECURSIVE up AS (
    SELECT %(seat)s::bigint AS seat_id, 0 AS steps
    UNION ALL
    SELECT l.manager_seat_id, up.steps + 1
      FROM up JOIN people_line l ON l.seat_id = up.seat_id AND l.kind = 'line' AND l.during @> %(day)s::date
     WHERE up.steps < %(deepest)s
)
SELECT seat_id FROM up ORDER BY steps DESC
"""

# A vacancy has nobody below it, but below it are people: walk through vacant seats to the first held ones.
_BELOW_VACANCIES = """
WITH RECURSIVE held AS (
    SELECT seat_id, person_id FROM people_holding WHERE during @> %(day)s::date
), down AS (
    SELECT id AS top, id AS seat_id, 0 AS steps FROM unnest(%(seats)s::bigint[]) AS id
    UNION ALL
    SELECT d.top, l.seat_id, d.steps + 1
      FROM down d
      JOIN people_line l ON l.manager_seat_id = d.seat_id AND l.kind = 'line' AND l.during @> %(day)s::date
     WHERE d.steps < %(deepest)s
       AND (d.steps = 0 OR NOT EXISTS (SELECT FROM held h WHERE h.seat_id = d.seat_id))
), heads AS (
    SELECT d.top, h.person_id FROM down d JOIN held h ON h.seat_id = d.seat_id
)
SELECT top, count(DISTINCT person_id) FROM (
    SELECT top, person_id FROM heads
    UNION ALL
    SELECT top, r.below_id FROM heads JOIN people_reach r ON r.above_id = heads.person_id
) below GROUP BY top
"""


@dataclass
class Place:
    """One seat of the chart. `person` is None for a vacancy; `branch` is None while it is closed."""

    seat: Seat
    person: Person | None
    below: int = 0
    seats_below: int = 0
    is_elsewhere_too: bool = False  # the same person holds another seat
    branch: list[Place] | None = None
    more: int = field(default=0)  # seats of the branch that are left to the table

    @property
    def words(self) -> str:
        """The person, or the seat that waits for one."""
        return self.person.name if self.person else str(self.seat)

    @property
    def is_open(self) -> bool:
        return self.branch is not None


def seats_visible_to(actor: Actor) -> QuerySet[Seat]:
    """The chart is part of the directory: everybody who is signed in sees every open seat."""
    if actor.is_anonymous:
        return Seat.objects.none()
    return Seat.objects.filter(Q(closed_on=None) | Q(closed_on__gt=today())).select_related("unit")


def whole_chart(actor: Actor, *, open_to: Seat | None = None) -> list[Place]:
    """The tops, and where a seat is asked for, the path to it with everything beside the path. Seven queries."""
    path = path_to(open_to) if open_to is not None else []
    top_ids = _tops(actor)
    rows = [*top_ids, *_below(actor, path)] if path else top_ids
    if not path and len(top_ids) == 1:  # one company, one top: show whom it leads at once
        path = [top_ids[0].pk]
        rows = [*top_ids, *_below(actor, path)]
    return _arranged(actor, rows, path)


def branch_of(actor: Actor, seat: Seat) -> Place:
    """One seat with the seats below it."""
    (place,) = _arranged(actor, [seat, *_below(actor, [seat.pk])], [seat.pk], tops={seat.pk})
    return place


def path_to(seat: Seat) -> list[int]:
    """Seat ids from the top down to this seat."""
    with connection.cursor() as cursor:
        cursor.execute(_PATH, {"seat": seat.pk, "day": today(), "deepest": DEEPEST})
        return list(dict.fromkeys(row[0] for row in cursor.fetchall()))


def seat_of(person: Person) -> Seat | None:
    """Where to find somebody in the chart: their primary seat today."""
    held = Holding.objects.filter(person=person, during__contains=today()).select_related("seat")
    holding = held.order_by("-is_primary", "seat").first()
    return holding.seat if holding else None


def _tops(actor: Actor) -> list[Seat]:
    return list(seats_visible_to(actor).filter(is_top=True).order_by("pk")[: MOST_IN_BRANCH + 1])


def _below(actor: Actor, seat_ids: Sequence[int]) -> list[Seat]:
    """The seats right below these; each carries `above_id`."""
    lines = Line.objects.filter(
        manager_seat__in=seat_ids, kind=Line.Kind.LINE, during__contains=today()
    ).values_list("seat", "manager_seat")
    above = dict(lines)
    seats = list(seats_visible_to(actor).filter(pk__in=above))
    for seat in seats:
        seat.above_id = above[seat.pk]  # type: ignore[attr-defined]
    return seats


def _arranged(
    actor: Actor, seats: Iterable[Seat], opened: Sequence[int], tops: set[int] | None = None
) -> list[Place]:
    """Places with their people and counts, those in `opened` with their branch."""
    places = _places(actor, {seat.pk: seat for seat in seats})
    branches: dict[int, list[Place]] = {pk: [] for pk in opened}
    for place in places.values():
        above = getattr(place.seat, "above_id", None)
        if above in branches and place.seat.pk not in (tops or ()):
            branches[above].append(place)
    for pk, branch in branches.items():
        if pk in places:
            branch.sort(key=_order)
            places[pk].branch, places[pk].more = branch[:MOST_IN_BRANCH], max(0, len(branch) - MOST_IN_BRANCH)
    roots = [place for place in places.values() if getattr(place.seat, "above_id", None) is None]
    return sorted(roots, key=lambda place: (-place.below, *_order(place)))


def _order(place: Place) -> tuple[bool, str, int]:
    """People by name, then what is vacant."""
    name = place.person.search_text if place.person else place.seat.title
    return place.person is None, name, place.seat.pk


def _places(actor: Actor, seats: dict[int, Seat]) -> dict[int, Place]:
    holdings = Holding.objects.filter(seat__in=seats, during__contains=today())
    holders = dict(holdings.values_list("seat", "person"))
    people = people_visible_to(actor).in_bulk(list(holders.values()))
    held = {seat: people[person] for seat, person in holders.items() if person in people}
    direct = dict(
        Line.objects.filter(manager_seat__in=seats, kind=Line.Kind.LINE, during__contains=today())
        .values_list("manager_seat")
        .annotate(count=Count("seat"))
        .order_by()
    )
    vacant = [pk for pk in seats if pk not in holders and direct.get(pk)]
    counts_of_vacant = _below_vacancies(vacant) if vacant else {}
    return {
        pk: Place(
            seat=seat,
            person=held.get(pk),
            below=held[pk].placement.below if pk in held else counts_of_vacant.get(pk, 0),
            seats_below=direct.get(pk, 0),
            is_elsewhere_too=pk in held and held[pk].placement.seat_id != pk,
        )
        for pk, seat in seats.items()
    }


def _below_vacancies(seat_ids: list[int]) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(_BELOW_VACANCIES, {"seats": seat_ids, "day": today(), "deepest": DEEPEST})
        return dict(cursor.fetchall())


@dataclass(frozen=True)
class Row:
    """One line of the table behind the chart."""

    place: Place
    above: Seat | None


def chart_table(
    actor: Actor, *, under: Seat | None, after: int, limit: int = ROWS
) -> tuple[list[Row], int | None]:
    """One page of seats in the order they were opened, and where the next page begins. `under`: those right below."""
    seats = seats_visible_to(actor).filter(pk__gt=after).order_by("pk")
    line = Line.objects.filter(kind=Line.Kind.LINE, during__contains=today())
    if under is not None:
        seats = seats.filter(Exists(line.filter(seat=OuterRef("pk"), manager_seat=under)))
    found = list(seats[: limit + 1])
    places = _places(actor, {seat.pk: seat for seat in found[:limit]})
    above = {
        one.seat_id: one.manager_seat for one in line.filter(seat__in=places).select_related("manager_seat")
    }
    rows = [Row(place, above.get(pk)) for pk, place in places.items()]
    return rows, found[limit - 1].pk if len(found) > limit else None
