"""Reading people and the chart. Everything here is C0: the directory."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from alongside.core.actor import Actor, Door
from alongside.people.calendar import today
from alongside.people.models import (
    Company,
    Coverage,
    Departure,
    Outsider,
    Person,
    Placement,
    Reach,
    RoleGrant,
    Site,
    Unit,
    UnitAdministration,
)
from alongside.people.models.company import IN_FORCE

COVERED_UNITS = "people.covered_units"


def me(actor: Actor) -> Person:
    """The acting person, loaded once per request."""
    return actor.once("people.me", lambda: Person.objects.get(pk=actor.me))


def zone_of(person: Person) -> str:
    """The person's own zone, else that of their site, else the company's."""
    site_zone = person.site.time_zone if person.site else ""
    return person.time_zone or site_zone or IN_FORCE.zone()


def people_visible_to(actor: Actor) -> QuerySet[Person]:
    """The directory, for everybody who is signed in; people a manager typed are seen by that manager only."""
    if actor.is_anonymous:
        return Person.objects.none()
    people = Person.objects.filter(erased_at=None).select_related("placement__seat", "placement__unit")
    if actor.is_system and (not actor.scopes or actor.door is Door.SCIM):  # the software, and who provisions
        return people
    return people.filter(Q(typed_by=None) | Q(typed_by_id=actor.person_id))


def leads(actor: Actor, manager_id: int, employee_id: int) -> bool:
    """Is this the employee's manager today, by the primary seat, or did they type them in themselves?"""
    is_manager = Q(placement__manager_id=manager_id) | Q(typed_by_id=manager_id)
    return actor.once(
        f"people.leads.{manager_id}.{employee_id}",
        lambda: Person.objects.filter(is_manager, pk=employee_id).exists(),
    )


def faces(*paths: str) -> list[str]:
    """For `.only()`: what one line about somebody shows of them, of 17 columns. A path names a relation to a person."""
    return [f"{path}__{column}" for path in paths for column in ("name", "given_name")]


def names_of(person_ids: set[int]) -> dict[int, str]:
    """Names of the directory by id; people who were erased have none."""
    rows = Person.objects.filter(pk__in=person_ids, erased_at=None) if person_ids else Person.objects.none()
    return dict(rows.values_list("pk", "name"))


def depth_below(actor: Actor) -> dict[int, int]:
    """Everybody below the actor today: {person id: depth}. Loaded once per request."""
    return actor.once(
        "people.depth_below",
        lambda: dict(Reach.objects.filter(above_id=actor.person_id).values_list("below_id", "depth")),
    )


def team_of(actor: Actor) -> QuerySet[Person]:
    """The people whose manager the actor is, by their primary seat; and those the actor typed in themselves."""
    if actor.person_id is None:
        return Person.objects.none()
    led = Placement.objects.filter(manager_id=actor.person_id).values("person_id")
    typed = Person.objects.filter(typed_by_id=actor.person_id).values("pk")
    # One index each: an OR over two tables reads everybody in the company.
    return people_visible_to(actor).filter(pk__in=led.union(typed)).order_by("name")


def people_covered_by(actor: Actor) -> QuerySet[Person]:
    """Everybody in the units the actor covers as HR partner today, except themselves and those above them (AZ-3)."""
    units = _covered_units(actor)
    if not units:
        return Person.objects.none()
    return (
        Person.objects.filter(placement__unit__lineage__overlap=sorted(units))
        .exclude(pk=actor.me)
        .exclude(pk__in=Reach.objects.filter(below_id=actor.person_id).values("above_id"))
    )


def covers_anything(actor: Actor) -> bool:
    """Whether the actor is HR partner of any unit today."""
    return actor.person_id is not None and bool(_covered_units(actor))


def hr_partner_ids_of(person_id: int) -> set[int]:
    """Everybody who covers this person as HR partner today."""
    lineage = Person.objects.filter(pk=person_id).values_list("placement__unit__lineage", flat=True).first()
    covering = Coverage.objects.filter(unit_id__in=lineage or [], during__contains=today())
    partners = set(covering.exclude(partner_id=person_id).values_list("partner_id", flat=True))
    return partners - set(
        Reach.objects.filter(above_id=person_id, below_id__in=partners).values_list("below_id", flat=True)
    )


def hr_partner_of(person_id: int) -> Person | None:
    """The HR partner to turn to: the one whose unit is closest."""
    lineage = (
        Person.objects.filter(pk=person_id).values_list("placement__unit__lineage", flat=True).first() or []
    )
    covering = Coverage.objects.filter(
        unit_id__in=lineage, during__contains=today(), partner_id__in=hr_partner_ids_of(person_id)
    ).select_related("partner")
    return (
        max((c for c in covering), key=lambda c: (lineage.index(c.unit_id), -c.pk)).partner
        if covering
        else None
    )


def roles_of(person_id: int) -> frozenset[str]:
    """The company-wide duties a person holds today, and whether they administer a unit. One query."""
    now = {"person_id": person_id, "during__contains": today()}
    mandates = UnitAdministration.objects.filter(**now).values_list(Value(UnitAdministration.ROLE))
    held = RoleGrant.objects.filter(**now).values_list(Cast("role", TextField()))
    return frozenset(role for (role,) in held.union(mandates))


def duties_on(day: date) -> ArraySubquery:
    """The same, along with a query of people."""
    grants = RoleGrant.objects.filter(person_id=OuterRef("pk"), during__contains=day)
    return ArraySubquery(grants.values("role"))


def covers_on(day: date) -> ArraySubquery:
    """The units somebody is HR partner of, along with a query of people."""
    covering = Coverage.objects.filter(partner_id=OuterRef("pk"), during__contains=day)
    return ArraySubquery(covering.values("unit_id"))


def keep_covered_units(actor: Actor, units: Iterable[int]) -> None:
    """For this request: the units that were loaded along with the person are not asked for once more."""
    actor.once(COVERED_UNITS, lambda: set(units))


def administers_on(day: date) -> Exists:
    """Whether they administer a unit, along with a query of people."""
    return Exists(UnitAdministration.objects.filter(person_id=OuterRef("pk"), during__contains=day))


def administrators() -> int:
    """How many people administer today."""
    held = RoleGrant.objects.filter(role=RoleGrant.Role.ADMINISTRATOR, during__contains=today())
    return held.values("person").distinct().count()


def is_last_administrator(person: Person) -> bool:
    """Whether nobody else administers, can come in, and stays: who was not let in or is about to leave counts not."""
    held = RoleGrant.objects.filter(role=RoleGrant.Role.ADMINISTRATOR, during__contains=today())
    if not held.filter(person=person).exists():
        return False
    leaving = Departure.objects.filter(withdrawn_at=None, done_at=None).values("person")
    others = held.exclude(person=person).filter(person__invited_at__isnull=False)
    return not others.exclude(person__in=leaving).exists()


def people_of_hr() -> QuerySet[Person]:
    """HR operations and the head of HR today."""
    duties = RoleGrant.objects.filter(
        role__in=(RoleGrant.Role.HR_OPERATIONS, RoleGrant.Role.HEAD_OF_HR), during__contains=today()
    )
    return Person.objects.filter(pk__in=duties.values("person"), erased_at=None)


def manager_id_of(person: Person) -> int | None:
    """The manager by the primary seat."""
    return Placement.objects.filter(person=person).values_list("manager_id", flat=True).first()


def company() -> Company:
    """The company's row; unsaved defaults before it is set up."""
    found = Company.objects.filter(pk=1).first() or Company()
    if (
        not found.is_set_up
    ):  # until somebody saves the page, what the environment says is in force and is proposed
        found.language, found.time_zone = settings.LANGUAGE_CODE, settings.TIME_ZONE
    return found


def sites() -> QuerySet[Site]:
    """Where the company works."""
    return Site.objects.order_by("name")


def duties_held() -> QuerySet[RoleGrant]:
    """Who holds which duty for the whole company today. Everybody may know."""
    held = RoleGrant.objects.filter(during__contains=today(), person__erased_at=None)
    return held.select_related("person__account").order_by("role", "person__name")


def coverages_held() -> QuerySet[Coverage]:
    """Who is HR partner of what today. Everybody may know."""
    held = Coverage.objects.filter(during__contains=today())
    return held.select_related("unit", "partner__account").order_by("unit__name", "partner__name")


def outsiders() -> QuerySet[Outsider]:
    """Who steps in from outside. Everybody may know."""
    return Outsider.objects.order_by("duty")


def units() -> QuerySet[Unit]:
    """Every unit, by name."""
    return Unit.objects.order_by("name")


def anybody_invited_beside(actor: Actor) -> bool:
    """Whether invitations have begun."""
    return Person.objects.filter(invited_at__isnull=False).exclude(pk=actor.person_id or 0).exists()


def covers_units(actor: Actor) -> bool:
    """Is the actor HR partner of anything today?"""
    return actor.person_id is not None and bool(_covered_units(actor))


def _covered_units(actor: Actor) -> set[int]:
    return actor.once(
        COVERED_UNITS,
        lambda: set(
            Coverage.objects.filter(partner_id=actor.person_id, during__contains=today()).values_list(
                "unit_id", flat=True
            )
        ),
    )
