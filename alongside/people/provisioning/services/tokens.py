"""Tokens for an identity provider: made, shown once, ended."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.identity.services import TOKEN_BYTES, digest_of
from alongside.people.calendar import today
from alongside.people.models import ProvisioningToken
from alongside.people.policies import can_set_up_provisioning

DAYS = 365


@transaction.atomic
def create_provisioning_token(*, actor: Actor, name: str) -> tuple[ProvisioningToken, str]:
    """A token and its secret: 256 random bits, shown once, valid a year."""
    can_set_up_provisioning(actor).enforce()
    secret = f"alongside_scim_{secrets.token_urlsafe(TOKEN_BYTES)}"
    token = ProvisioningToken.objects.create(
        name=name,
        digest=digest_of(secret),
        made_by_id=actor.person_id,
        expires_at=timezone.now() + timedelta(days=DAYS),
    )
    record(actor, "people.provisioning_token_created", subject=token)
    return token, secret


def note_scim_use(token: ProvisioningToken) -> None:
    """The day of the last use, written once a day: so that a forgotten token is noticed."""
    if token.last_used_on != today():
        ProvisioningToken.objects.filter(pk=token.pk).update(last_used_on=today())


@transaction.atomic
def end_provisioning_token(*, actor: Actor, token: ProvisioningToken) -> None:
    """The provider is a stranger from now on; whom it brought stays."""
    can_set_up_provisioning(actor).enforce()
    ProvisioningToken.objects.filter(pk=token.pk, ended_at=None).update(ended_at=timezone.now())
    record(actor, "people.provisioning_token_ended", subject=token)
