"""Who may choose how somebody is told."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.core.verdict import ALLOW, Verdict, deny


def can_choose_routine(actor: Actor) -> Verdict:
    """Everybody for themselves."""
    return ALLOW if actor.person_id is not None else deny(_("Sign in first."))
