"""What notifications have to say on the page of a person."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.notifications import queries
from alongside.notifications.policies import can_see_bounce


def mail_comes_back(actor: Actor, person_id: int) -> list[str | Promise]:
    """That the address is wrong, for those who can put it right."""
    if not can_see_bounce(actor, person_id) or not queries.comes_back(person_id):
        return []
    if actor.person_id == person_id:
        return [_("Mail to your address comes back. Tell HR which address is right.")]
    return [_("Mail to this address comes back. HR, administrators and the person see this.")]
