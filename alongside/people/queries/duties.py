"""When a duty takes two people, and who could be the second."""

from __future__ import annotations

from datetime import timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from alongside.people.calendar import today
from alongside.people.models import Coverage, Person, RoleGrant, Unit

# Who ends another administrator's duty is not the only one at once: for so long, what sees content still takes two.
LOOKED_BACK = timedelta(days=14)


def takes_two(duty: str) -> bool:
    """Whether somebody else has to confirm this duty: there are two administrators who were let in.

    For duties that see content those of the last 14 days count too.
    """
    back = timedelta(0) if duty == RoleGrant.Role.ADMINISTRATOR else LOOKED_BACK
    lately = DateRange(today() - back, today() + timedelta(days=1))
    held = RoleGrant.objects.filter(
        role=RoleGrant.Role.ADMINISTRATOR, during__overlap=lately, person__invited_at__isnull=False
    )
    return held.values("person").distinct().count() > 1


def acting_administrators() -> QuerySet[Person]:
    """Who administers today and was let in."""
    held = RoleGrant.objects.filter(role=RoleGrant.Role.ADMINISTRATOR, during__contains=today())
    return Person.objects.filter(
        pk__in=held.values("person"), invited_at__isnull=False, erased_at=None, left_on=None
    ).select_related("account")


def possible_seconds(proposer_id: int | None, person_id: int) -> QuerySet[Person]:
    """Administrators who could confirm: neither who proposed it nor whom it is for."""
    return acting_administrators().exclude(pk__in=[proposer_id or 0, person_id])


def who_must_know() -> list[int]:
    """Everybody who administers or leads HR: nobody shall get a duty behind their back."""
    roles = (RoleGrant.Role.ADMINISTRATOR, RoleGrant.Role.HEAD_OF_HR)
    held = RoleGrant.objects.filter(role__in=roles, during__contains=today(), person__erased_at=None)
    return sorted(set(held.values_list("person", flat=True)))


def is_recovery() -> bool:
    """Whether somebody administered here before: then this is no first run."""
    return RoleGrant.objects.filter(role=RoleGrant.Role.ADMINISTRATOR).exists()


def holds_duty(person: Person, duty: str) -> bool:
    """Whether they hold this duty for the company today."""
    return RoleGrant.objects.filter(person=person, role=duty, during__contains=today()).exists()


def covers_unit(person: Person, unit: Unit) -> bool:
    """Whether they are HR partner of this very unit today."""
    return Coverage.objects.filter(partner=person, unit=unit, during__contains=today()).exists()
