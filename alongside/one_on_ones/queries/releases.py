"""Reading what was released about units, and counting a month for its release."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from alongside.core.actor import Actor
from alongside.disclosure.rates import Cell, Month, Pair, level_of
from alongside.disclosure.snapshot import UnitTree
from alongside.one_on_ones.models import MonthRelease, PairMonth, Series, UnitMonth
from alongside.one_on_ones.policies import can_see_regularity
from alongside.one_on_ones.queries import regularity
from alongside.one_on_ones.slots import tally
from alongside.people.models import Placement, Unit
from alongside.people.policies import OF_HR
from alongside.people.queries import coverages_held

MONTHS_TOGETHER = 12
REACH_BACK = timedelta(days=45)  # a period belongs to the month in which it ends
EVERYBODY = "0"  # the root where no unit stands above all others


@dataclass(frozen=True)
class Line:
    """One unit of the table; `cell` is None where it is hidden to protect people."""

    unit: Unit
    level: int
    cell: UnitMonth | None


def releases_visible_to(actor: Actor) -> QuerySet[MonthRelease]:
    """Every released month, the newest first, for HR."""
    return MonthRelease.objects.all() if can_see_regularity(actor) else MonthRelease.objects.none()


def table_of(actor: Actor, release: MonthRelease) -> list[Line]:
    """The units the actor supports, all of them for HR as a whole, in the order of the tree. Two queries."""
    if not can_see_regularity(actor):
        return []
    cells = {cell.unit_id: cell for cell in UnitMonth.objects.filter(release=release)}
    units = list(_units_of(actor))
    names = {unit.pk: unit.name for unit in units}
    ordered = sorted(units, key=lambda unit: [(names.get(pk, ""), pk) for pk in unit.lineage])
    known = set(names)
    return [Line(unit, sum(pk in known for pk in unit.lineage[:-1]), cells.get(unit.pk)) for unit in ordered]


def _units_of(actor: Actor) -> QuerySet[Unit]:
    if actor.roles & OF_HR:
        return Unit.objects.all()
    covered = coverages_held().filter(partner_id=actor.me).values_list("unit_id", flat=True)
    return Unit.objects.filter(lineage__overlap=list(covered))


def counted_pairs(actor: Actor, month: date) -> list[Pair]:
    """For the release: every pair from whom a talk was expected in this month, with its level."""
    until = following(month)
    series = list(_active(month, until))
    slots = regularity.slots_by_series(actor, series, (month - REACH_BACK, until))
    places = dict(Placement.objects.filter(unit__isnull=False).values_list("person_id", "unit_id"))
    managed: dict[int, set[int]] = defaultdict(set)
    for one in series:
        if one.employee_id in places:
            managed[one.manager_id].add(places[one.employee_id])
    found = []
    for one in series:
        counts = tally(slot for slot in slots[one.pk] if month <= slot.last_day < until)
        if counts.expected and one.employee_id in places:
            found.append(
                Pair(
                    id=str(one.pk),
                    unit=str(places[one.employee_id]),
                    manager=str(one.manager_id),
                    level=level_of(counts.held, counts.expected),
                    manages=tuple(str(unit) for unit in sorted(managed[one.employee_id])),
                )
            )
    return found


def unit_tree() -> UnitTree:
    """The units of today under one root."""
    rows = [(str(pk), str(up) if up else None) for pk, up in Unit.objects.values_list("pk", "parent_id")]
    if [up for _, up in rows].count(None) == 1:
        return UnitTree(rows)
    return UnitTree([(EVERYBODY, None), *((unit, up or EVERYBODY) for unit, up in rows)])


def months_before(month: date) -> list[Month]:
    """What was shown of the last months, for the audit of the next one."""
    earlier = list(MonthRelease.objects.filter(month__lt=month)[: MONTHS_TOGETHER - 1])
    cells: dict[int, list[Cell]] = defaultdict(list)
    members: dict[int, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for cell in UnitMonth.objects.filter(release__in=earlier).order_by("pk"):
        cells[cell.release_id].append(
            Cell(str(cell.unit_id or EVERYBODY), cell.band, cell.low, cell.high, cell.least, cell.most)
        )
    for pair in PairMonth.objects.filter(release__in=earlier):
        name = str(pair.series_id) if pair.series_id else f"gone-{pair.pk}"
        members[pair.release_id][name] = tuple(str(unit) for unit in pair.units)
    return [Month(tuple(cells[one.pk]), members[one.pk]) for one in earlier]


def following(month: date) -> date:
    """The first day of the month after."""
    return (month + timedelta(days=32)).replace(day=1)


def _active(month: date, until: date) -> QuerySet[Series]:
    had_rhythm = Q(first_on__lt=until, starts_at__isnull=False) | Q(past_rhythms__until__gt=month)
    going_on = Q(ended_on=None) | Q(ended_on__gt=month)
    rows = Series.objects.filter(had_rhythm, going_on, employee__typed_by=None).distinct()
    return rows.select_related("manager__site", "employee__site").order_by("pk")
