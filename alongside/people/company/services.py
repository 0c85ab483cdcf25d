"""Setting up the company: its name and sites, who holds which duty, who steps in from outside."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core.actor import Actor, system
from alongside.core.errors import Refused, Stale
from alongside.identity import codes
from alongside.identity.models import OneTimeCode
from alongside.identity.services import change_rights, open_account, set_password
from alongside.people import closure
from alongside.people.calendar import today
from alongside.people.models import Company, Coverage, Outsider, Person, RoleGrant, Site
from alongside.people.models.company import IN_FORCE
from alongside.people.policies import (
    can_end_role,
    can_name_partner,
    can_recover_administration,
    can_set_up_company,
)
from alongside.people.queries.duties import holds_duty, who_must_know
from alongside.people.services import create_person, grant_role


@transaction.atomic
def make_first_administrator(*, name: str, email: str, password: str) -> Person:
    """The one person who makes the others. Refused once there is an administrator."""
    actor = system("first run")
    Company.objects.get_or_create(pk=1)
    Company.objects.select_for_update().get(pk=1)
    if RoleGrant.objects.filter(role=RoleGrant.Role.ADMINISTRATOR).exists():
        raise Refused(_("This company has an administrator already. Sign in, or ask them."))
    person = Person.objects.filter(email=email.lower()).first() or create_person(
        actor=actor, name=name, email=email
    )
    person.account = person.account or open_account(actor=actor, email=email)
    person.invited_at = person.invited_at or timezone.now()
    person.save(update_fields=["account", "invited_at"])
    set_password(actor=actor, account=person.account, password=password)
    grant_role(actor=actor, person=person, role=RoleGrant.Role.ADMINISTRATOR, since=today())
    return person


@transaction.atomic
def make_recovery_code(*, actor: Actor) -> tuple[OneTimeCode, str]:
    """A code for whoever can read the server's screen, when nobody who administers can come in. Told at once."""
    can_recover_administration(actor).enforce()
    row, words = codes.make_code(codes.Purpose.FIRST_RUN, None)
    record(actor, "people.recovery_code_made", concerns=who_must_know())
    return row, words


@transaction.atomic
def recover_administration(*, name: str, email: str, password: str) -> tuple[Person, bool]:
    """Name an administrator when none can come in: (the person, whether their password is the one typed now).

    Who signs in here already keeps their own password and second step: the code gives a duty, never somebody's words.
    """
    actor = system("recovery")
    Company.objects.get_or_create(pk=1)
    Company.objects.select_for_update().get(pk=1)
    person = Person.objects.filter(email=email.lower(), erased_at=None).first()
    if person is not None and (
        person.left_on is not None or (person.account is not None and not person.account.is_open)
    ):
        raise Refused(_("They have left, or their sign-in is closed. Name somebody else."))
    person = person or create_person(actor=actor, name=name, email=email)
    is_new = person.account is None
    person.account = person.account or open_account(actor=actor, email=email)
    person.invited_at = person.invited_at or timezone.now()
    person.save(update_fields=["account", "invited_at"])
    if is_new:
        set_password(actor=actor, account=person.account, password=password)
    if not holds_duty(person, RoleGrant.Role.ADMINISTRATOR):
        grant_role(actor=actor, person=person, role=RoleGrant.Role.ADMINISTRATOR, since=today())
    concerns = {person.pk, *who_must_know()}
    record(actor, "people.administration_recovered", subject=person, concerns=concerns)
    return person, is_new


@transaction.atomic
def update_company(*, actor: Actor, version: int, **fields: Any) -> Company:
    """Change name, language, time zone, small HR or who needs a second factor. Raises Stale if somebody was faster."""
    can_set_up_company(actor).enforce()
    Company.objects.get_or_create(pk=1)
    if not Company.objects.filter(pk=1, version=version).update(version=F("version") + 1, **fields):
        current = Company.objects.get(pk=1)
        raise Stale(yours=str(fields.get("name", "")), current=current.name, version=current.version)
    company = Company.objects.get(pk=1)
    IN_FORCE.forget()
    transaction.on_commit(IN_FORCE.forget)  # whoever asked in between kept the old ones
    closure.ensure_fresh(today())
    record(actor, "people.company_updated", subject=company, details={"fields": sorted(fields)})
    return company


@transaction.atomic
def save_site(*, actor: Actor, site: Site | None, **fields: Any) -> Site:
    """Add a site, or change one: name, time zone, country and subdivision of its holidays, working days."""
    can_set_up_company(actor).enforce()
    site = site or Site()
    for name, value in fields.items():
        setattr(site, name, value)
    site.save()
    record(actor, "people.site_saved", subject=site)
    return site


@transaction.atomic
def name_outsider(*, actor: Actor, duty: str, name: str, contact: str) -> Outsider:
    """Name who steps in from outside for one duty; the one before is replaced."""
    can_set_up_company(actor).enforce()
    outsider, _new = Outsider.objects.update_or_create(duty=duty, defaults={"name": name, "contact": contact})
    record(actor, "people.outsider_named", subject=outsider)
    return outsider


@transaction.atomic
def end_role(*, actor: Actor, grant: RoleGrant) -> None:
    """A duty ends today."""
    can_end_role(actor, grant).enforce()
    _end_today(grant)
    if grant.person.account is not None:
        change_rights(grant.person.account)
    record(actor, "people.role_ended", subject=grant, concerns=[grant.person_id])


@transaction.atomic
def end_coverage(*, actor: Actor, coverage: Coverage) -> None:
    """Somebody is HR partner of a unit no longer, from today."""
    can_name_partner(actor, coverage.partner).enforce()
    _end_today(coverage)
    if coverage.partner.account is not None:
        change_rights(coverage.partner.account)
    record(actor, "people.coverage_ended", subject=coverage, concerns=[coverage.partner_id])


@transaction.atomic
def note_mail_test(*, actor: Actor) -> None:
    """A test mail was handed over without complaint."""
    can_set_up_company(actor).enforce()
    Company.objects.get_or_create(pk=1)
    Company.objects.filter(pk=1).update(mail_tested_at=timezone.now())
    record(actor, "people.mail_tested")


def _end_today(row: RoleGrant | Coverage) -> None:
    """Half-open: today is the first day without it. What began today leaves an empty range, which holds on no day."""
    row.during = DateRange(min(row.during.lower or today(), today()), today())
    row.save(update_fields=["during"])
