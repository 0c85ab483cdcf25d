"""Who may do what with people and the chart."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.core.verdict import ALLOW, Verdict, deny
from alongside.people.models import RoleGrant


def can_change_chart(actor: Actor) -> Verdict:
    """Load an organisation file, move people, open and close seats."""
    if actor.is_system or actor.roles & {RoleGrant.Role.HR_OPERATIONS, RoleGrant.Role.HEAD_OF_HR}:
        return ALLOW
    return deny(_("Only HR operations can change the organisation chart."))


def can_type_person(actor: Actor) -> Verdict:
    """Begin alone with the names of people one leads: everybody who is signed in; nobody else sees the names."""
    if actor.person_id is not None:
        return ALLOW
    return deny(_("Sign in first."))
