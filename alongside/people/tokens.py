"""Builds the actor of an API request from its token."""

from __future__ import annotations

from alongside.core.actor import Actor, Door
from alongside.identity.queries import live_token
from alongside.people import closure
from alongside.people.actors import actor_for, speak_to
from alongside.people.calendar import today
from alongside.people.models import Person
from alongside.people.policies import SCIM
from alongside.people.provisioning.queries import live_provisioning_token
from alongside.people.provisioning.services.tokens import note_use


def actor_for_token(secret: str) -> Actor | None:
    """The person behind a live token, whose language and zone hold from here on; None for anything else."""
    token = live_token(secret)
    person = Person.objects.filter(account=token.account, erased_at=None).first() if token else None
    if token is None or person is None:
        return None
    closure.ensure_fresh(today())
    speak_to(person)
    return actor_for(person, door=Door.API, scopes=frozenset(token.scopes))


def actor_for_provisioning(secret: str) -> Actor | None:
    """The identity provider behind a live provisioning token: the software itself, narrowed to that scope."""
    token = live_provisioning_token(secret) if secret else None
    if token is None:
        return None
    note_use(token)
    return Actor(person_id=None, door=Door.SCIM, reason=f"scim-token-{token.pk}", scopes=frozenset({SCIM}))
