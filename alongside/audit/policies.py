"""Who may let old entries go."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.core.verdict import ALLOW, Verdict, deny


def can_forget_month(actor: Actor) -> Verdict:
    """Only the worker's duty of the night: nobody chooses what the log forgets."""
    return ALLOW if actor.is_system else deny(_("The audit log forgets by itself, in time."))
