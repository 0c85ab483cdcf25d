"""Giving and ending the administration of a unit, and changing an entry of the directory."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.core.errors import Invalid
from alongside.identity.services import change_rights
from alongside.people import closure
from alongside.people.calendar import today
from alongside.people.mandates.policies import (
    can_edit_entry,
    can_end_administration,
    can_give_administration,
)
from alongside.people.models import Person, Site, Unit, UnitAdministration
from alongside.people.names import readable_name, split_name


@transaction.atomic
def give_administration(
    *, actor: Actor, person: Person, unit: Unit, last_day: date | None = None
) -> UnitAdministration:
    """Let somebody administer a unit and everything below it, from today until a last day, or until it is ended."""
    can_give_administration(actor, person).enforce()
    if person.left_on is not None or person.erased_at is not None:
        raise Invalid("person", _("Choose somebody who works here."))
    if last_day is not None and last_day < today():
        raise Invalid("last_day", _("Choose a last day that is not over."))
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)  # two presses take turns
    during = DateRange(today(), last_day + timedelta(days=1) if last_day else None)
    if UnitAdministration.objects.filter(person=person, unit=unit, during__overlap=during).exists():
        raise Invalid("unit", _("They administer this unit already."))
    given = UnitAdministration.objects.create(
        person=person, unit=unit, during=during, given_by_id=actor.person_id
    )
    if person.account is not None:
        change_rights(person.account)
    record(actor, "people.administration_given", subject=given, concerns=[person.pk])
    return given


@transaction.atomic
def end_administration(*, actor: Actor, administration: UnitAdministration) -> None:
    """It ends today: today is the first day without it."""
    can_end_administration(actor, administration).enforce()
    begun = min(administration.during.lower, today())
    administration.during = DateRange(begun, today())
    administration.save(update_fields=["during"])
    if administration.person.account is not None:
        change_rights(administration.person.account)
    record(actor, "people.administration_ended", subject=administration, concerns=[administration.person_id])


@transaction.atomic
def update_entry(*, actor: Actor, person: Person, name: str, site: Site | None) -> Person:
    """Change what the directory says of somebody. The address is not among it: it opens the account."""
    can_edit_entry(actor, person).enforce()
    name = readable_name(name)
    if (name, site) == (person.name, person.site):
        return person
    person.name = name
    person.given_name, person.family_name = split_name(person.name)
    person.site = site
    person.save(update_fields=["name", "given_name", "family_name", "site"])
    closure.write_search_text(person.pk, today())
    record(actor, "people.entry_updated", subject=person, concerns=[person.pk])
    return person
