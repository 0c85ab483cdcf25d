"""A company of any size, written in bulk past the services: for counting queries and measuring time."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from types import SimpleNamespace

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from alongside.people import closure, services
from alongside.people.calendar import today
from alongside.people.models import Holding, Line, Person, Seat, Unit
from alongside.people.tests.makers import TESTS

TEAM = 8  # people per manager: 10,000 people are five levels
GIVEN = """Eva Åsa José Miloš Łucja Søren Petra Amara Noor Jürgen Zoë Li Ana Omar Ruth Ivo Mei Tom""".split()  # noqa: SIM905
FAMILY = """
Vermeer Novák Holt Ørsted Osei Lindgren Brandt Muñoz Haddad Kaya Smit Jäger Chen Weiß Abel Baptiste Castellanos Dvořák
Eriksen Fontaine Grünwald Horváth Ivanova Jankowski Kovács Lefèvre Moreau Nguyễn Okafor Papadakis Quintero Rossi Sørli
Tanaka Ulrich Virtanen Wójcik Ximénez Yıldız Zieliński Adeyemi Bergström Carvalho Demir Engel Fiala Goldberg Hoang
""".split()  # noqa: SIM905
TITLES = ["Engineer", "Calibration engineer", "Assembler", "Account executive", "Buyer", "Designer"]


def grow_below(world: SimpleNamespace, people: int, *, team: int = TEAM) -> Person:
    """So many more below the one at the top; Hana is HR partner of them all. Returns the first of them."""
    first = large_company(people, seed=people, team=team)[0]
    since = today() - timedelta(days=300)
    holding = Holding.objects.select_related("seat").get(person=first)
    Line.objects.create(seat=holding.seat, manager_seat=world.top_seat, during=DateRange(since, None))
    services.cover_unit(actor=TESTS, partner=world.hana, unit=holding.seat.unit, since=since)
    closure.rebuild(today())
    return first


def large_company(people: int, *, seed: int = 7, team: int = TEAM) -> list[Person]:
    """People in a tree of teams; every team of teams is a unit. Placements, reach and search are built."""
    chance, since = Random(seed), DateRange(today() - timedelta(days=400), None)
    units = _units(max(1, people // (team * team)), team)
    made = Person.objects.bulk_create(
        Person(
            name=f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}-{chance.choice(FAMILY)}",
            email=f"p{n}.{seed}@big.example",
        )
        for n in range(people)
    )
    seats = Seat.objects.bulk_create(
        Seat(title=chance.choice(TITLES), unit=units[_above(_above(n, team), team) % len(units)])
        for n in range(people)
    )
    Holding.objects.bulk_create(
        Holding(person=person, seat=seat, during=since) for person, seat in zip(made, seats, strict=True)
    )
    Line.objects.bulk_create(
        Line(seat=seats[n], manager_seat=seats[_above(n, team)], during=since) for n in range(1, people)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    closure.rebuild(today())
    return made


def _above(n: int, team: int) -> int:
    """Whom the n-th person answers to; the first one to nobody."""
    return max(0, n - 1) // team


def _units(count: int, team: int) -> list[Unit]:
    units = Unit.objects.bulk_create(Unit(name=f"Unit {n}", parent=None) for n in range(count))
    for n, unit in enumerate(units[1:], 1):
        unit.parent = units[_above(n, team)]
    for n, unit in enumerate(units):
        unit.lineage = [*(units[_above(n, team)].lineage if n else []), unit.pk]
    Unit.objects.bulk_update(units, ["parent", "lineage"])
    return units
