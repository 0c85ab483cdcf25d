"""Letting people in: an invitation by mail, or a sealed letter for those without an address."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.core.errors import Refused
from alongside.identity import codes
from alongside.identity.models import Account, OneTimeCode
from alongside.identity.services import open_account
from alongside.people import queries
from alongside.people.models import Person
from alongside.people.policies import OF_HR, can_invite, can_invite_person, can_make_letter, can_reset_pin


@dataclass(frozen=True)
class Letter:
    """What is printed, once. `code` is empty while a second person of HR still has to confirm a new PIN."""

    person: Person
    code: str
    request: OneTimeCode


@transaction.atomic
def invite_person(*, actor: Actor, person: Person) -> Account:
    """Open the account and let Alongside write to the person. Inviting twice changes nothing."""
    can_invite_person(actor, person).enforce()
    if person.email is None:
        raise Refused(_("This person has no e-mail address: print a letter for them."))
    return _admit(actor, person)


@transaction.atomic
def admit_person(*, actor: Actor, person: Person) -> Account:
    """Somebody of the chart whom the company's own sign-in sends, before an invitation did."""
    can_invite(actor).enforce()
    return _admit(actor, person)


@transaction.atomic
def make_letter(*, actor: Actor, person: Person) -> Letter:
    """A code for the first sign-in, or for a new PIN; where HR has two people, a new PIN takes both."""
    can_make_letter(actor, person).enforce()
    account = _admit(actor, person)
    of_hr = actor.is_system or bool(actor.roles & OF_HR)
    alone = not account.has_usable_password() or (of_hr and queries.people_of_hr().count() < 2)
    request, words = codes.make_code(
        codes.Purpose.LETTER, account, made_by_id=actor.person_id, waits_for_second=not alone
    )
    action = "people.letter_made" if alone else "people.pin_reset_asked"
    record(actor, action, subject=request, concerns=[person.pk])
    return Letter(person, words if alone else "", request)


@transaction.atomic
def confirm_reset(*, actor: Actor, request: OneTimeCode, person: Person) -> Letter:
    """A second person of HR agrees that somebody gets a new PIN; only now there is a code."""
    can_reset_pin(actor, person).enforce()
    if request.made_by_id == actor.person_id:
        raise Refused(_("Somebody else of HR has to confirm what you asked for."))
    if not _still_waits(request):
        raise Refused(_("This was confirmed or replaced meanwhile."))
    fresh, words = codes.make_code(codes.Purpose.LETTER, request.account, made_by_id=actor.person_id)
    record(actor, "people.pin_reset_confirmed", subject=fresh, concerns=[person.pk])
    return Letter(person, words, fresh)


def _still_waits(request: OneTimeCode) -> bool:
    return OneTimeCode.objects.filter(
        pk=request.pk, waits_for_second=True, used_at=None, ended_at=None, expires_at__gt=timezone.now()
    ).exists()


def _admit(actor: Actor, person: Person) -> Account:
    """The account of the person, opened if need be, with the same address as in the directory."""
    if person.left_on is not None or (person.account is not None and not person.account.is_open):
        raise Refused(_("This account was closed. Open it first."))
    if person.account is None:
        person.account = open_account(actor=actor, email=person.email)
        person.save(update_fields=["account"])
    if person.invited_at is None:
        person.invited_at = timezone.now()
        person.save(update_fields=["invited_at"])
        record(actor, "people.person_invited", subject=person, concerns=[person.pk])
    return person.account
