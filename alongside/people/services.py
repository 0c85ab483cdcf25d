"""Changing people and the chart."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.core.errors import Invalid
from alongside.identity.services import change_rights
from alongside.people import closure
from alongside.people.calendar import today
from alongside.people.models import Coverage, Holding, Line, Person, RoleGrant, Seat, Unit
from alongside.people.names import clean_name, readable_name, split_name
from alongside.people.policies import can_change_chart, can_cover_unit, can_grant_role, can_type_person


def search_form(*parts: str | None) -> str:
    """Lower case, without accents: "Ingrid Ålto" -> "ingrid alto"."""
    words = " ".join(part for part in parts if part)
    return "".join(c for c in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(c))


@transaction.atomic
def create_person(
    *, actor: Actor, name: str, email: str | None = None, external_id: str | None = None
) -> Person:
    """Add somebody to the directory; they get no mail and no account until invited."""
    can_change_chart(actor).enforce()
    name = clean_name(name)
    given, family = split_name(name)
    person = Person.objects.create(
        name=name,
        given_name=given,
        family_name=family,
        email=email.lower() if email else None,
        external_id=external_id,
        search_text=search_form(name, email),
    )
    record(actor, "people.person_created", subject=person, concerns=[person.pk])
    return person


@transaction.atomic
def add_typed_person(*, actor: Actor, name: str, email: str = "") -> Person:
    """A manager begins alone: somebody they lead, by name, seen by them only until an import adopts the row.

    An import finds the row by e-mail, or by its exact name among what this manager typed. The same name typed
    twice is one person. Raises Invalid for an e-mail that somebody in the directory has.
    """
    can_type_person(actor).enforce()
    name = readable_name(name)
    mine = Person.objects.filter(typed_by_id=actor.me, erased_at=None)
    same = mine.filter(name=name, email=email.lower() or None).first()
    if same is not None:
        return same
    if email and Person.objects.filter(email=email.lower()).exists():
        raise Invalid(
            "email", _("Somebody with this e-mail is here already. Ask HR to place them in your team.")
        )
    given, family = split_name(name)
    person = Person.objects.create(
        name=name,
        given_name=given,
        family_name=family,
        email=email.lower() or None,
        typed_by_id=actor.me,
        search_text=search_form(name, email),
    )
    record(actor, "people.person_typed", subject=person, concerns=[person.pk])
    return person


@transaction.atomic
def create_unit(*, actor: Actor, name: str, parent: Unit | None = None) -> Unit:
    """Add a unit below another one, or at the top."""
    can_change_chart(actor).enforce()
    unit = Unit.objects.create(name=name, parent=parent)
    unit.lineage = [*(parent.lineage if parent else []), unit.pk]
    unit.save(update_fields=["lineage"])
    record(actor, "people.unit_created", subject=unit)
    return unit


@transaction.atomic
def create_seat(*, actor: Actor, title: str, unit: Unit | None, reports_to: Seat | None, since: date) -> Seat:
    """Open a seat; it is a vacancy until somebody holds it."""
    can_change_chart(actor).enforce()
    seat = Seat.objects.create(title=title, unit=unit)
    if reports_to is not None:
        Line.objects.create(seat=seat, manager_seat=reports_to, during=DateRange(since, None))
    record(actor, "people.seat_created", subject=seat)
    closure.rebuild(today())
    return seat


@transaction.atomic
def take_seat(
    *,
    actor: Actor,
    person: Person,
    seat: Seat,
    since: date,
    share: Decimal = Decimal(1),
    primary: bool = True,
) -> Holding:
    """A person starts in a seat; who held the seat before must have left it."""
    can_change_chart(actor).enforce()
    holding = Holding.objects.create(
        person=person, seat=seat, during=DateRange(since, None), share=share, is_primary=primary
    )
    record(actor, "people.seat_taken", subject=holding, concerns=[person.pk])
    closure.rebuild(today())
    return holding


@transaction.atomic
def cover_unit(*, actor: Actor, partner: Person, unit: Unit, since: date) -> Coverage:
    """Make somebody HR partner of a unit and everything below it."""
    can_cover_unit(actor, partner).enforce()
    coverage = Coverage.objects.create(partner=partner, unit=unit, during=DateRange(since, None))
    if partner.account is not None:
        change_rights(partner.account)
    record(actor, "people.unit_covered", subject=coverage, concerns=[partner.pk])
    return coverage


@transaction.atomic
def grant_role(
    *, actor: Actor, person: Person, role: RoleGrant.Role, since: date, wanted_by: Person | None = None
) -> RoleGrant:
    """Give somebody a company-wide duty. What they may do changes, so their sessions get new ids.

    `wanted_by` is who proposed it, where the software writes down what two people have decided.
    """
    can_grant_role(actor, person, role).enforce()
    grant = RoleGrant.objects.create(
        person=person,
        role=role,
        during=DateRange(since, None),
        granted_by_id=wanted_by.pk if wanted_by is not None else actor.person_id,
    )
    if person.account is not None:
        change_rights(person.account)
    record(actor, "people.role_granted", subject=grant, concerns=[person.pk])
    return grant
