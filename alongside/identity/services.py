"""Accounts, passwords, sessions and tokens."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.identity import codes
from alongside.identity.bearers import bearers
from alongside.identity.models import Account, Device, LinkedIdentity, ServiceToken, Session, Token
from alongside.identity.policies import (
    can_change_account,
    can_close_account,
    can_end_all_sessions,
    can_keep_service_tokens,
)
from alongside.identity.scopes import READ, SCOPES, SERVICE_SCOPES, WRITE

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
def close_account(*, actor: Actor, account: Account) -> None:
    """Nobody signs in here any more. Every session, device, token and code ends with the same commit."""
    can_close_account(actor, account).enforce()
    Account.objects.filter(pk=account.pk).update(is_active=False)
    account.is_active = False
    shut_out(account)
    Token.objects.filter(account=account, ended_at=None).update(ended_at=timezone.now())
    codes.end_codes(account)
    record(actor, "identity.account_closed", subject=account, concerns=_concerned(account))


@transaction.atomic
def close_account_later(*, actor: Actor, account: Account, at: datetime | None) -> None:
    """Nobody comes in here from this instant on; None takes that back while it has not come."""
    can_close_account(actor, account).enforce()
    Account.objects.filter(pk=account.pk, is_active=True).update(closes_at=at)
    account.closes_at = at
    record(actor, "identity.account_end_set", subject=account, concerns=_concerned(account))


@transaction.atomic
def reopen_account(*, actor: Actor, account: Account) -> None:
    """Somebody is back. No old password, session, token, code, passkey or link opens anything: they come in as at first."""
    can_close_account(actor, account).enforce()
    LinkedIdentity.objects.filter(account=account).delete()
    Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN).delete()
    account.set_unusable_password()
    account.is_active, account.closes_at = True, None
    account.save(update_fields=["is_active", "closes_at", "password"])
    record(actor, "identity.account_reopened", subject=account, concerns=_concerned(account))


@transaction.atomic
def set_password(*, actor: Actor, account: Account, password: str, keep_session: str = "") -> None:
    """A new password or PIN (checked by the form). All other sessions end, and codes that wait."""
    can_change_account(actor, account).enforce()
    account.set_password(password)
    account.save(update_fields=["password"])
    end_sessions(account, except_key=keep_session)
    codes.end_codes(account)
    record(actor, "identity.password_set", subject=account, concerns=_concerned(account))


def change_rights(account: Account) -> None:
    """What this person may do has changed: their sessions get new ids at the next request."""
    account.rights_changed_at = timezone.now()
    account.save(update_fields=["rights_changed_at"])


def end_sessions(account: Account, *, except_key: str = "") -> int:
    """End sessions now; their next request is a stranger's. `except_key` is the hashed key of one to keep."""
    return Session.objects.filter(account=account).exclude(session_key=except_key).delete()[0]


def shut_out(account: Account) -> None:
    """End every session; no device is trusted any more."""
    end_sessions(account)
    Device.objects.filter(account=account, ended_at=None).update(ended_at=timezone.now())


@transaction.atomic
def end_session(*, actor: Actor, session: Session) -> None:
    """End one session of one's own."""
    if session.account is not None:
        can_change_account(actor, session.account).enforce()
    record(actor, "identity.session_ended", concerns=[actor.me])
    session.delete()


@transaction.atomic
def end_other_sessions(*, actor: Actor, account: Account, except_key: str) -> int:
    """End all sessions of one's own but the one in hand; returns how many."""
    can_change_account(actor, account).enforce()
    ended = end_sessions(account, except_key=except_key)
    if ended:
        record(actor, "identity.session_ended", concerns=_concerned(account), details={"sessions": ended})
    return ended


@transaction.atomic
def end_sessions_of(*, actor: Actor, account: Account) -> None:
    """Sign somebody out everywhere: a device is lost, or somebody else has it. No device of theirs is trusted any more."""
    can_end_all_sessions(actor).enforce()
    shut_out(account)
    record(actor, "identity.person_signed_out", subject=account, concerns=_concerned(account))


@transaction.atomic
def end_everybodys_sessions(*, actor: Actor, except_key: str = "") -> int:
    """Sign everybody out, but for the session in hand; returns how many sessions ended."""
    can_end_all_sessions(actor).enforce()
    ended: int = Session.objects.exclude(account=None).exclude(session_key=except_key).delete()[0]
    record(actor, "identity.everybody_signed_out", details={"sessions": ended})
    return ended


@transaction.atomic
def end_device(*, actor: Actor, device: Device) -> None:
    """Trust a device no longer."""
    can_change_account(actor, device.account).enforce()
    Device.objects.filter(pk=device.pk, ended_at=None).update(ended_at=timezone.now())
    record(actor, "identity.device_ended", subject=device, concerns=[actor.me])


@transaction.atomic
def create_token(
    *,
    actor: Actor,
    account: Account,
    name: str,
    scopes: Iterable[str] = (READ, WRITE),
    days: int = TOKEN_DAYS,
) -> tuple[Token, str]:
    """A token and its secret: 256 random bits, shown once, valid so many days."""
    secret, values = _fresh_token(name, set(scopes) & set(SCOPES), days)
    token = Token.objects.create(account=account, **values)
    record(actor, "identity.token_created", subject=token, concerns=_concerned(account))
    return token, secret


@transaction.atomic
def create_service_token(
    *, actor: Actor, name: str, scopes: Iterable[str], days: int = TOKEN_DAYS
) -> tuple[ServiceToken, str]:
    """A token for a program of the company that acts for nobody; it opens SERVICE_SCOPES at most."""
    can_keep_service_tokens(actor).enforce()
    secret, values = _fresh_token(name, set(scopes) & set(SERVICE_SCOPES), days)
    token = ServiceToken.objects.create(made_by_id=actor.person_id, **values)
    record(actor, "identity.service_token_created", subject=token)
    return token, secret


@transaction.atomic
def end_service_token(*, actor: Actor, token: ServiceToken) -> None:
    """The program that holds it is a stranger from now on."""
    can_keep_service_tokens(actor).enforce()
    ServiceToken.objects.filter(pk=token.pk, ended_at=None).update(ended_at=timezone.now())
    record(actor, "identity.service_token_ended", subject=token)


def _fresh_token(name: str, scopes: set[str], days: int) -> tuple[str, dict[str, Any]]:
    secret = f"alongside_{secrets.token_urlsafe(TOKEN_BYTES)}"
    until = timezone.now() + timedelta(days=days)
    return secret, {"name": name, "digest": digest_of(secret), "scopes": sorted(scopes), "expires_at": until}


@transaction.atomic
def end_token(*, actor: Actor, token: Token) -> None:
    """The program that holds it is a stranger from now on."""
    can_change_account(actor, token.account).enforce()
    Token.objects.filter(pk=token.pk, ended_at=None).update(ended_at=timezone.now())
    record(actor, "identity.token_ended", subject=token, concerns=_concerned(token.account))


def digest_of(secret: str) -> str:
    """A plain hash suffices: the secret has 256 random bits (ASVS 6.5.2 asks for 112)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _concerned(account: Account) -> list[int]:
    person_id = bearers().person_id_of(account)
    return [] if person_id is None else [person_id]
