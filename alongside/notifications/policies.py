"""Who may choose how somebody is told."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.core.verdict import ALLOW, Verdict, deny
from alongside.people.models import RoleGrant

WHO_PUT_IT_RIGHT = frozenset(
    {RoleGrant.Role.HR_OPERATIONS, RoleGrant.Role.HEAD_OF_HR, RoleGrant.Role.ADMINISTRATOR}
)


def can_choose_routine(actor: Actor) -> Verdict:
    """Everybody for themselves."""
    return ALLOW if actor.person_id is not None else deny(_("Sign in first."))


def can_see_bounce(actor: Actor, person_id: int) -> Verdict:
    """That mail to somebody comes back: HR and administrators, who put addresses right, and the person."""
    if actor.is_system or actor.person_id == person_id or actor.roles & WHO_PUT_IT_RIGHT:
        return ALLOW
    return deny(_("Only HR and administrators see whether mail comes back."))


def can_send_again(actor: Actor) -> Verdict:
    """Give a mail that was set aside more tries: administrators, who don't see what it says."""
    if actor.is_system or RoleGrant.Role.ADMINISTRATOR in actor.roles:
        return ALLOW
    return deny(_("Only an administrator can have a mail sent again."))
