"""Who gives and ends the administration of a unit, and who corrects an entry of the directory."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.core.verdict import ALLOW, Verdict, deny
from alongside.people.models import Person, RoleGrant, UnitAdministration
from alongside.people.policies import OF_HR
from alongside.people.queries.mandates import administers


def can_give_administration(actor: Actor, person: Person) -> Verdict:
    """Let somebody administer a unit: an administrator, for others."""
    verdict = can_see_administrations(actor)
    if verdict and person.pk == actor.person_id:
        return deny(_("Somebody else has to give you the administration of a unit."))
    return verdict


def can_see_administrations(actor: Actor) -> Verdict:
    """The page of who administers which unit, and ending it: administrators."""
    if RoleGrant.Role.ADMINISTRATOR in actor.roles:
        return ALLOW
    return deny(_("Only an administrator says who administers a unit."))


def can_end_administration(actor: Actor, administration: UnitAdministration) -> Verdict:
    """End it: administrators, and whoever has it."""
    if administration.person_id == actor.person_id:
        return ALLOW
    return can_see_administrations(actor)


def can_edit_entry(actor: Actor, person: Person) -> Verdict:
    """Change name and site in the directory: HR, and who administers the unit. Not the address: it opens the account."""
    if actor.is_system or actor.roles & OF_HR or administers(actor, person):
        return ALLOW
    return deny(_("Only HR operations, or who administers their unit, can change this."))
