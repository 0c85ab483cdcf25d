"""Builds the actor of an API request from its token."""

from __future__ import annotations

from alongside.core.actor import Actor, Door
from alongside.identity.queries import live_service_token, live_token
from alongside.identity.token_use import note_use
from alongside.people import closure
from alongside.people.actors import actor_for, speak_to
from alongside.people.calendar import today
from alongside.people.models import Person
from alongside.people.policies import SCIM
from alongside.people.provisioning.queries import live_provisioning_token
from alongside.people.provisioning.services.tokens import note_scim_use


def actor_for_token(secret: str) -> Actor | None:
    """Who acts with a live token, whose language and zone hold from here on; None for anything else."""
    token = live_token(secret)
    if token is None:
        return _service(secret)
    person = Person.objects.filter(account=token.account, erased_at=None).first()
    if person is None:
        return None
    note_use(token)
    closure.ensure_fresh(today())
    speak_to(person)
    return actor_for(person, door=Door.API, scopes=frozenset(token.scopes))


def actor_for_provisioning(secret: str) -> Actor | None:
    """The identity provider behind a live provisioning token: the software itself, narrowed to that scope."""
    token = live_provisioning_token(secret) if secret else None
    if token is None:
        return None
    note_scim_use(token)
    return Actor(person_id=None, door=Door.SCIM, reason=f"scim-token-{token.pk}", scopes=frozenset({SCIM}))


def _service(secret: str) -> Actor | None:
    """The software itself, inside the areas of the token: the door opens no other (identity/scopes.py)."""
    token = live_service_token(secret)
    if token is None:
        return None
    note_use(token)
    closure.ensure_fresh(today())
    reason = f"service-token-{token.pk}"
    return Actor(person_id=None, door=Door.API, scopes=frozenset(token.scopes), reason=reason)
