"""Passkeys: a key that the device keeps and unlocks by finger, face or PIN (WebAuthn). It knows the address it belongs to.

fido2 checks, allauth's table keeps. A passkey that was unlocked is two factors at once: the device, and the person.
"""

from __future__ import annotations

import ipaddress
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.core.errors import Refused
from alongside.identity.bearers import bearers
from alongside.identity.models import Account, open_accounts
from alongside.identity.policies import can_change_account
from alongside.identity.services import change_rights

WAITS_FOR = timedelta(minutes=5)
MOST_PER_ACCOUNT = 10
LONGEST_ANSWER = 20_000
REQUIRED = UserVerificationRequirement.REQUIRED
type Session = Any  # a dict-like session: the challenge waits there, for one answer


@dataclass(frozen=True)
class Ask:
    """What the browser is asked, as JSON for navigator.credentials."""

    options: str


class NotProved(Exception):
    """The answer of the browser proves nothing here."""


def possible() -> bool:
    """Whether browsers allow passkeys at our address: a name, not a number."""
    try:
        ipaddress.ip_address(_host())
    except ValueError:
        return True
    return False


def passkeys_of(account: Account) -> QuerySet[Authenticator]:
    """Newest first."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(
        user=account, type=Authenticator.Type.WEBAUTHN
    ).order_by("-created_at", "-pk")
    return found


def ask_for_new(session: Session, account: Account) -> Ask:
    """Ask the device to make a passkey for this account; one that has one already says so."""
    person = PublicKeyCredentialUserEntity(
        id=_handle(account), name=account.email or bearers().name_of(account), display_name=bearers().name_of(account)
    )  # fmt: skip
    known = [_credential(row) for row in passkeys_of(account)]
    options, state = _server().register_begin(person, known, ResidentKeyRequirement.REQUIRED, REQUIRED)
    return _put(session, options, state)


def ask_for_proof(session: Session, account: Account | None = None) -> Ask:
    """Ask for any passkey of this address, or for one of this account."""
    known = [_credential(row) for row in passkeys_of(account)] if account else None
    options, state = _server().authenticate_begin(known, REQUIRED)
    return _put(session, options, state)


@transaction.atomic
def add_passkey(*, actor: Actor, account: Account, name: str, answer: str, state: dict[str, Any]) -> None:
    """Keep what the device made. Raises NotProved when it does not answer what was asked."""
    can_change_account(actor, account).enforce()
    if passkeys_of(account).count() >= MOST_PER_ACCOUNT:
        raise Refused(_("Ten passkeys are the most. Remove one that you no longer use."))
    credential = _parsed(answer)
    try:
        made = _server().register_complete(state, credential)
    except (ValueError, TypeError, KeyError) as wrong:
        raise NotProved from wrong
    data = {"name": name, "credential": credential, "uses": made.counter}
    Authenticator.objects.create(user=account, type=Authenticator.Type.WEBAUTHN, data=data)
    account.factor_due_at = None
    account.save(update_fields=["factor_due_at"])
    change_rights(account)
    record(actor, "identity.passkey_added", subject=account, concerns=[actor.me])


@transaction.atomic
def remove_passkey(*, actor: Actor, account: Account, passkey: Authenticator) -> None:
    """The key opens nothing any more, wherever it still lies."""
    can_change_account(actor, account).enforce()
    passkeys_of(account).filter(pk=passkey.pk).delete()
    change_rights(account)
    record(actor, "identity.passkey_removed", subject=account, concerns=[actor.me])


@transaction.atomic
def proved_by(answer: str, state: dict[str, Any], account: Account | None = None) -> Account:
    """Whose passkey answered (that of `account`, if given). Raises NotProved; a copied key is found by its counter."""
    response = _parsed(answer)
    try:
        said = AuthenticationResponse.from_dict(response)
        owner = account or _owner(said)
        rows = {_credential(row).credential_id: row for row in passkeys_of(owner).select_for_update()}
        known = [_credential(row) for row in rows.values()]
        used = rows[_server().authenticate_complete(state, known, response).credential_id]
    except (ValueError, TypeError, KeyError) as wrong:
        raise NotProved from wrong
    uses, before = said.response.authenticator_data.counter, used.data.get("uses", 0)
    if (uses or before) and uses <= before:
        raise NotProved
    used.data = {**used.data, "uses": uses}
    used.last_used_at = timezone.now()
    used.save(update_fields=["data", "last_used_at"])
    return owner


def take_question(session: Session) -> dict[str, Any]:
    """The challenge that waits for an answer. It is gone then: one question, one answer. Raises NotProved."""
    waiting = session.pop("passkey", None)
    asked_at = parse_datetime(waiting["asked_at"]) if waiting else None
    if asked_at is None or timezone.now() - asked_at > WAITS_FOR:
        raise NotProved
    state: dict[str, Any] = waiting["state"]
    return state


def _put(session: Session, options: Any, state: Any) -> Ask:
    session["passkey"] = {"state": dict(state), "asked_at": timezone.now().isoformat()}
    return Ask(json.dumps(dict(options)["publicKey"], default=dict))


def _owner(said: AuthenticationResponse) -> Account:
    handle = (said.response.user_handle or b"").decode()
    found = Account.objects.filter(open_accounts(), pk=int(handle)).first()
    if found is None:
        raise KeyError(handle)
    return found


def _handle(account: Account) -> bytes:
    return str(account.pk).encode()


def _credential(row: Authenticator) -> AttestedCredentialData:
    kept = RegistrationResponse.from_dict(row.data["credential"]).response.attestation_object.auth_data
    credential: AttestedCredentialData | None = kept.credential_data
    if credential is None:
        raise ValueError("a passkey without its key")
    return credential


def _parsed(answer: str) -> dict[str, Any]:
    try:
        parsed = json.loads(answer) if len(answer) <= LONGEST_ANSWER else None
    except ValueError as wrong:
        raise NotProved from wrong
    if not isinstance(parsed, dict):
        raise NotProved
    return parsed


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or ""


def _server() -> Fido2Server:
    parts = urlsplit(settings.BASE_URL)
    ours = f"{parts.scheme}://{parts.netloc}"
    relying_party = PublicKeyCredentialRpEntity(id=_host(), name="Alongside")
    return Fido2Server(relying_party, verify_origin=lambda origin: origin == ours)
