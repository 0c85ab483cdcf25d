"""Users come, change and go. Directory data alone: no duty, no invitation, no address to sign in with."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import available_timezones

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.core.errors import Invalid
from alongside.people import closure
from alongside.people.calendar import today
from alongside.people.leaving.services import come_back, end_employment
from alongside.people.models import Departure, Person, ProvisionedPerson
from alongside.people.policies import can_provision_people
from alongside.people.provisioning import queries
from alongside.people.provisioning.services.placing import give_place, resolve, set_manager
from alongside.people.provisioning.user import Held, User

LIMITS = {
    "user_name": 200, "external_id": 200, "given_name": 100, "family_name": 100, "title": 200, "number": 80,
    "language": 60, "time_zone": 60, "department": 160, "division": 160, "manager": 200, "display_name": 200,
    "formatted": 200,
}  # fmt: skip
MOST_EMAILS, LONGEST_EMAIL = 5, 254
MOVES = frozenset({"title", "department", "division", "manager", "active"})


@transaction.atomic
def create_user(*, actor: Actor, user: User) -> Held:
    """Add somebody to directory and chart, without an account. Raises Invalid for what is too long or taken."""
    can_provision_people(actor).enforce()
    _well_formed(user)
    user = replace(user, leaves_active_open=False)
    person = queries.returning(user)
    _free(user, beside=person.pk if person else None)
    with closure.one_rebuild(today()):
        if person is None:
            person = Person.objects.create(name=user.name)
            record(actor, "people.person_created", subject=person, concerns=[person.pk])
        elif user.active:
            come_back(actor=actor, person=person)
        ProvisionedPerson.objects.filter(person=person).delete()
        row = ProvisionedPerson.objects.create(person=person, user_name=user.user_name, user_key="")
        _write(person, row, user)
        if user.active:
            give_place(actor, person=person, user=user)
            set_manager(row, user.manager)
        else:
            row.manager_ref = user.manager
            row.save(update_fields=["manager_ref"])
            if person.left_on is None:
                end_employment(actor=actor, person=person, last_day=None, source=Departure.Source.SCIM)
        resolve(person, user)
    record(actor, "people.person_provisioned", subject=person, concerns=[person.pk])
    return read(actor, person.pk)


@transaction.atomic
def update_user(*, actor: Actor, person_id: int, user: User) -> Held:
    """The whole new state of one user; only what differs is written. `active` false lets them go at once."""
    can_provision_people(actor).enforce()
    _well_formed(user)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    before = read(actor, person_id).user
    if user.leaves_active_open:
        user = replace(user, active=before.active)
    changed = user.differs(before)
    if not changed:
        return read(actor, person_id)
    _free(user, beside=person.pk)
    row, _is_new = ProvisionedPerson.objects.get_or_create(
        person=person, defaults={"user_name": user.user_name, "user_key": user.user_name.casefold()}
    )
    if changed & MOVES:
        with closure.one_rebuild(today()):
            _write(person, row, user)
            _move(actor, person, row, before, user)
    else:
        _write(person, row, user)
        closure.write_search_text(person.pk, today())
    if changed & {"user_name", "external_id", "number"}:
        with closure.one_rebuild(today()):
            resolve(person, user)
    record(actor, "people.person_provisioned", subject=person, concerns=[person.pk])
    return read(actor, person_id)


@transaction.atomic
def remove_user(*, actor: Actor, person_id: int) -> None:
    """The provider knows them no longer: they leave at once. Their row stays, sealed, for who comes back."""
    can_provision_people(actor).enforce()
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    if person.left_on is None:
        end_employment(actor=actor, person=person, last_day=None, source=Departure.Source.SCIM)
    user = read(actor, person_id).user
    row, _is_new = ProvisionedPerson.objects.get_or_create(
        person=person, defaults={"user_name": user.user_name, "user_key": user.user_name.casefold()}
    )
    row.deleted_at, row.manager_ref, row.said = timezone.now(), "", {}
    row.save()
    record(actor, "people.person_unprovisioned", subject=person, concerns=[person.pk])


def read(actor: Actor, person_id: int) -> Held:
    return queries.held(queries.users_visible_to(actor).get(pk=person_id))


def _move(actor: Actor, person: Person, row: ProvisionedPerson, before: User, user: User) -> None:
    if before.active and not user.active:
        end_employment(actor=actor, person=person, last_day=None, source=Departure.Source.SCIM)
    elif user.active and not before.active:
        come_back(actor=actor, person=person)
    if not user.active:
        row.manager_ref = user.manager
        row.save(update_fields=["manager_ref"])
        return
    give_place(actor, person=person, user=user, before=before)
    if user.manager != before.manager or not before.active:
        set_manager(row, user.manager)
    resolve(person, user)


def _write(person: Person, row: ProvisionedPerson, user: User) -> None:
    """The directory's columns and what was said. Language and zone are one's own choice: only empty ones are filled."""
    person.refresh_from_db()
    person.name = user.name
    given, _space, family = user.name.rpartition(" ")
    person.given_name, person.family_name = (
        (user.given_name or given)[:100],
        (user.family_name or family)[:100],
    )
    person.email, person.external_id = user.email or None, user.number or None
    code = user.language.split("-")[0].lower()
    if not person.locale and code in dict(settings.LANGUAGES):
        person.locale = code
    if not person.time_zone and user.time_zone in available_timezones():
        person.time_zone = user.time_zone
    person.save()
    row.user_name, row.user_key = user.user_name, user.user_name.casefold()
    row.external_id, row.said, row.deleted_at = user.external_id, user.said(), None
    row.save()


def _well_formed(user: User) -> None:
    for name, longest in LIMITS.items():
        value = getattr(user, name)
        if len(value) > longest or "\0" in value:
            raise Invalid(name, _("This is too long."))
    if not user.user_name.strip():
        raise Invalid("user_name", _("A user needs a userName."))
    if len(user.emails) > MOST_EMAILS or any(
        len(str(one.get("value", ""))) > LONGEST_EMAIL for one in user.emails
    ):
        raise Invalid("emails", _("This is too long."))


def _free(user: User, *, beside: int | None) -> None:
    attribute = queries.taken(user, beside=beside)
    if attribute:
        raise Taken(attribute, _("Somebody else has this already."))


class Taken(Invalid):
    """A value that only one may have."""
