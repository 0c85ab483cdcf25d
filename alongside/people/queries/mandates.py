"""Whom somebody may look after because they administer a unit: never themselves, those above, or who holds a duty."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from alongside.core.actor import Actor
from alongside.people.calendar import today
from alongside.people.models import Coverage, Person, Reach, RoleGrant, UnitAdministration

UNIT_ADMINISTRATOR = UnitAdministration.ROLE


def administered_units(actor: Actor) -> list[int]:
    """The units themselves; what is below follows from the chart. Nothing is asked for people without one."""
    if actor.person_id is None or UNIT_ADMINISTRATOR not in actor.roles:
        return []
    held = UnitAdministration.objects.filter(person_id=actor.person_id, during__contains=today())
    return actor.once("people.administered_units", lambda: sorted(held.values_list("unit_id", flat=True)))


def people_administered_by(actor: Actor) -> QuerySet[Person]:
    """Everybody who works in those units today, as the chart says now; without whom it never reaches."""
    units = administered_units(actor)
    if not units:
        return Person.objects.none()
    return (
        Person.objects.filter(placement__unit__lineage__overlap=units, erased_at=None, left_on=None)
        .exclude(pk=actor.me)
        .exclude(pk__in=Reach.objects.filter(below_id=actor.person_id).values("above_id"))
        .exclude(pk__in=_with_a_duty())
        .exclude(pk__in=_partners())
    )


def administers(actor: Actor, person: Person) -> bool:
    """Does the actor administer the unit this person works in today?"""
    if UNIT_ADMINISTRATOR not in actor.roles:
        return False
    return actor.once(
        f"people.administers.{person.pk}",
        lambda: people_administered_by(actor).filter(pk=person.pk).exists(),
    )


def unit_administrator_ids_of(person_id: int) -> set[int]:
    """Everybody who administers a unit around this person today, as far as it reaches them."""
    person = Person.objects.filter(pk=person_id, erased_at=None, left_on=None)
    lineage = person.values_list("placement__unit__lineage", flat=True).first()
    if not lineage or (_with_a_duty() | _partners()).filter(pk=person_id).exists():
        return set()
    held = UnitAdministration.objects.filter(unit_id__in=lineage, during__contains=today())
    found = set(held.exclude(person_id=person_id).values_list("person_id", flat=True))
    below = Reach.objects.filter(above_id=person_id, below_id__in=found)
    return found - set(below.values_list("below_id", flat=True))


def administrations_held() -> QuerySet[UnitAdministration]:
    """Who administers which unit today or later. Everybody may know."""
    lasting = Q(during__endswith__gt=today()) | Q(during__endswith=None)
    held = UnitAdministration.objects.filter(lasting, during__isempty=False)
    return held.select_related("unit", "person__account").order_by("unit__name", "person__name", "pk")


def _with_a_duty() -> QuerySet[Person]:
    held = RoleGrant.objects.filter(during__contains=today())
    return Person.objects.filter(pk__in=held.values("person"))


def _partners() -> QuerySet[Person]:
    held = Coverage.objects.filter(during__contains=today())
    return Person.objects.filter(pk__in=held.values("partner"))
