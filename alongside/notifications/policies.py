"""Who may choose how somebody is told."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.core.verdict import ALLOW, Verdict, deny
from alongside.people.models import RoleGrant


def can_choose_routine(actor: Actor) -> Verdict:
    """Everybody for themselves."""
    return ALLOW if actor.person_id is not None else deny(_("Sign in first."))


def can_send_again(actor: Actor) -> Verdict:
    """Give a mail that was set aside more tries: administrators, who don't see what it says."""
    if actor.is_system or RoleGrant.Role.ADMINISTRATOR in actor.roles:
        return ALLOW
    return deny(_("Only an administrator can have a mail sent again."))
