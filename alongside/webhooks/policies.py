"""Who looks after where events are sent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.core.verdict import ALLOW, Verdict, deny


def can_keep_webhooks(actor: Actor) -> Verdict:
    """Addresses of other programs, their secrets, the log, sending again: administrators, and tokens made for it."""
    if actor.is_system or "administrator" in actor.roles:
        return ALLOW
    return deny(_("Only an administrator can look after webhooks."))
