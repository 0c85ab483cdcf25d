"""The actor of somebody who has just proved who they are, before there is a session."""

from __future__ import annotations

from django.utils import timezone

from alongside.core.actor import Actor, Door, Strength
from alongside.identity.bearers import bearers
from alongside.identity.models import Account


def account_actor(account: Account) -> Actor:
    """The person behind an account, without duties: enough to set a password."""
    return Actor(
        person_id=bearers().person_id_of(account),
        door=Door.WEB,
        strength=Strength.LINK,
        signed_in_at=timezone.now(),
    )
