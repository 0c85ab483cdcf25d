"""Accounts and tokens."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.identity.models import Account, Token

TOKEN_DAYS = 90
TOKEN_BYTES = 32


@transaction.atomic
def open_account(*, actor: Actor, email: str | None) -> Account:
    """A way in for somebody; without a password until they set one."""
    account = Account(email=email.lower() if email else None)
    account.set_unusable_password()
    account.save()
    record(actor, "identity.account_opened", subject=account)
    return account


@transaction.atomic
def create_token(
    *, actor: Actor, account: Account, name: str, scopes: tuple[str, ...] = ()
) -> tuple[Token, str]:
    """A token and its secret: 256 random bits, shown once, valid TOKEN_DAYS days."""
    secret = f"alongside_{secrets.token_urlsafe(TOKEN_BYTES)}"
    token = Token.objects.create(
        account=account,
        name=name,
        digest=digest_of(secret),
        scopes=list(scopes),
        expires_at=timezone.now() + timedelta(days=TOKEN_DAYS),
    )
    record(actor, "identity.token_created", subject=token)
    return token, secret


def digest_of(secret: str) -> str:
    """A plain hash suffices: the secret has 256 random bits (ASVS 6.5.2 asks for 112)."""
    return hashlib.sha256(secret.encode()).hexdigest()
