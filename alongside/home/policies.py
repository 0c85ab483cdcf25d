"""Who may take a list along as a file."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.core.verdict import ALLOW, Verdict, deny
from alongside.identity.fresh import is_fresh


def can_take_export(actor: Actor) -> Verdict:
    """What one sees on the page, as a file: a person who proved within 15 minutes who they are."""
    if actor.person_id is None:
        return deny(_("Sign in first."))
    if not is_fresh(actor):
        return deny(_("Prove once more who you are, then take the list along."))
    return ALLOW
