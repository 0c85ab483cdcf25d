"""Who may export, ask, answer, hold, erase."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.core.verdict import ALLOW, Verdict, deny
from alongside.people.models import Person, RoleGrant
from alongside.records.models import ErasureRequest
from alongside.records.queries import standing

ANSWERERS = frozenset({RoleGrant.Role.HEAD_OF_HR, RoleGrant.Role.HR_OPERATIONS})


def can_export_data(actor: Actor, person: Person) -> Verdict:
    """One's own records only; nobody takes somebody else's along, HR neither."""
    if actor.person_id == person.pk:
        return ALLOW
    return deny(_("Everybody takes their own records along, and nobody else's."))


def can_ask_for_erasure(actor: Actor, person: Person) -> Verdict:
    """For oneself; HR enters what came by letter from somebody who has left."""
    if actor.person_id == person.pk or (actor.roles & ANSWERERS and person.erased_at is None):
        return ALLOW
    return deny(_("You can ask this for yourself."))


def can_withdraw_request(actor: Actor, request: ErasureRequest) -> Verdict:
    """The person themselves, while it is open."""
    if actor.person_id != request.person_id:
        return deny(_("Only the person who asked can take this back."))
    return ALLOW if request.is_open else deny(_("This has been answered already."))


def can_see_requests(actor: Actor) -> Verdict:
    """The list of requests: those who answer them."""
    return (
        ALLOW
        if actor.roles & ANSWERERS
        else deny(_("Only HR operations and the head of HR answer requests."))
    )


def can_answer_request(actor: Actor, request: ErasureRequest) -> Verdict:
    """HR operations and the head of HR, never for themselves."""
    may = can_see_requests(actor)
    if may and request.person_id == actor.person_id:
        return deny(_("Somebody else in HR has to answer this."))
    return may


def can_hold_records(actor: Actor, person: Person) -> Verdict:
    """The head of HR, never about their own records."""
    may = can_decide_holds(actor)
    if may and person.pk == actor.person_id:
        return deny(_("Somebody else has to decide about your own records."))
    return may


def can_decide_holds(actor: Actor) -> Verdict:
    """Place and end holds at all; about whom, can_hold_records says."""
    if RoleGrant.Role.HEAD_OF_HR in actor.roles:
        return ALLOW
    return deny(_("Only the head of HR can hold records for a legal claim."))


def can_see_holds(actor: Actor) -> Verdict:
    """The head of HR, and auditors, who change nothing."""
    if actor.roles & {RoleGrant.Role.HEAD_OF_HR, RoleGrant.Role.AUDITOR}:
        return ALLOW
    return deny(_("Only the head of HR and auditors see legal holds."))


def can_erase_person(actor: Actor, person: Person) -> Verdict:
    """HR, for somebody who no longer works here and whose records no claim needs."""
    if not actor.is_system and not actor.roles & ANSWERERS:
        return deny(_("Only HR operations and the head of HR can erase somebody."))
    if person.pk == actor.person_id:
        return deny(_("Nobody can erase themselves."))
    if standing.is_held(person):
        return deny(_("These records must stay for a legal claim."))
    if not actor.is_system and standing.works_here(person):
        return deny(_("Somebody who works here can't be erased. Their employment has to end first."))
    return ALLOW


def can_erase_again(actor: Actor) -> Verdict:
    """A restore alone, for those on the list of erasures: a person decided that before."""
    return ALLOW if actor.is_system else deny(_("Alongside does this by itself."))


def can_forget_rows(actor: Actor) -> Verdict:
    """The software itself, every night."""
    return ALLOW if actor.is_system else deny(_("Alongside does this by itself."))
