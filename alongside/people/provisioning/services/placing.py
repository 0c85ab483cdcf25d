"""The place of a provisioned person: one seat, in a unit named by the provider, below their manager's seat."""

from __future__ import annotations

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F

from alongside.core.actor import Actor
from alongside.people.calendar import today
from alongside.people.closure import DEEPEST
from alongside.people.models import Holding, Line, Person, ProvisionedPerson, Seat, Unit
from alongside.people.provisioning import queries
from alongside.people.provisioning.user import User
from alongside.people.services import create_seat, create_unit, take_seat

MOST_CIRCLES = 50  # that are looked at again after each move


def give_place(actor: Actor, *, person: Person, user: User, before: User | None = None) -> Seat:
    """The seat they hold, the one they left if nobody took it, or a new one; then title and unit where they differ."""
    seat = _seat_of(person) or _seat_left_by(person)
    if seat is None:
        unit = _unit_for(actor, user.unit)
        seat = create_seat(actor=actor, title=user.title, unit=unit, reports_to=None, since=today())
    elif before is None or before.title != user.title:
        seat.title = user.title
    if before is not None and before.unit != user.unit:
        seat.unit = _unit_for(actor, user.unit)
    seat.save()
    if _seat_of(person) is None:
        take_seat(actor=actor, person=person, seat=seat, since=today())
    return seat


def set_manager(row: ProvisionedPerson, reference: str) -> None:
    """Below the manager's seat; where there is no such person yet, or it would close a circle, the reference waits."""
    mine = _seat_of(row.person)
    manager = queries.person_named(reference) if reference else None
    above = _seat_of(manager) if manager is not None and manager.pk != row.person_id else None
    row.manager_ref = ""
    if reference and (mine is None or above is None or _is_below(above, mine)):
        row.manager_ref = reference
    elif mine is not None:
        _draw(mine, above)
    row.save(update_fields=["manager_ref", "changed_at"])


def resolve(person: Person, user: User) -> None:
    """Somebody is here, or moved: those who waited for them, and those who would have closed a circle, try again."""
    for row in queries.waiting_for(person, user):
        set_manager(row, row.manager_ref)
    waiting = list(
        ProvisionedPerson.objects.filter(deleted_at=None, person__left_on=None)
        .exclude(manager_ref="")
        .order_by("-changed_at")[:MOST_CIRCLES]
    )
    known = queries.known_among({row.manager_ref for row in waiting})
    for row in waiting:
        if row.manager_ref in known:
            set_manager(row, row.manager_ref)


def _draw(seat: Seat, above: Seat | None) -> None:
    now = Line.objects.filter(seat=seat, kind=Line.Kind.LINE, during__contains=today()).first()
    if now is not None and above is not None and now.manager_seat_id == above.pk:
        return
    if now is not None and now.during.lower is not None and now.during.lower >= today():
        now.delete()
    elif now is not None:
        now.during = DateRange(now.during.lower, today())
        now.save(update_fields=["during"])
    Line.objects.filter(seat=seat, kind=Line.Kind.LINE, during__startswith__gt=today()).delete()
    if above is not None:
        Line.objects.create(seat=seat, manager_seat=above, during=DateRange(today(), None))


def _is_below(seat: Seat, other: Seat) -> bool:
    """Whether `other` is somewhere above `seat`, or is it."""
    here: int | None = seat.pk
    for _ in range(DEEPEST):
        if here is None or here == other.pk:
            return here == other.pk
        line = Line.objects.filter(seat=here, kind=Line.Kind.LINE, during__contains=today()).first()
        here = line.manager_seat_id if line else None
    return True


def _seat_of(person: Person | None) -> Seat | None:
    held = Holding.objects.filter(person=person, is_primary=True, during__contains=today())
    found = held.select_related("seat").first()
    return found.seat if found else None


def _seat_left_by(person: Person) -> Seat | None:
    last = Holding.objects.filter(person=person, is_primary=True, during__isempty=False).select_related(
        "seat"
    )
    found = last.order_by(F("during__endswith").desc(nulls_last=True), "-pk").first()
    if found is None or found.seat.closed_on is not None:
        return None
    taken = Holding.objects.filter(seat=found.seat).filter(during__overlap=DateRange(today(), None))
    return None if taken.exists() else found.seat


def _unit_for(actor: Actor, path: tuple[str, ...]) -> Unit | None:
    """The unit at the end of the path, made where there is none. One name alone is looked for on every level."""
    if not path:
        return None
    if len(path) == 1:
        found = Unit.objects.filter(name__iexact=path[0]).order_by("pk").first()
        if found is not None:
            return found
    roots = list(Unit.objects.filter(parent=None).order_by("pk")[:2])
    unit = roots[0] if len(roots) == 1 else None
    if unit is not None and unit.name.casefold() == path[0].casefold():
        path = path[1:]
    for name in path:
        below = Unit.objects.filter(name__iexact=name, parent=unit).order_by("pk").first()
        unit = below or create_unit(actor=actor, name=name, parent=unit)
    return unit
