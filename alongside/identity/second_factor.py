"""The second factor: a code from an app (TOTP), or one of the recovery codes printed beside it.

allauth checks codes of apps; its secrets are wrapped by our key ring (see adapter.py). Whether a code was used before
is kept in PostgreSQL, because allauth would keep it in the memory of one process. Recovery codes: recovery_codes.py.
"""

from __future__ import annotations

import time

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from django.db import transaction

from alongside.audit.services import record
from alongside.core import once
from alongside.core.actor import Actor
from alongside.core.later import later
from alongside.identity import recovery_codes
from alongside.identity.bearers import bearers
from alongside.identity.models import Account
from alongside.identity.policies import can_change_account, can_forget_factors
from alongside.identity.services import change_rights, shut_out

APP_TYPES = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)


def has_app(account: Account) -> bool:
    return bool(Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists())


def has_second_factor(account: Account) -> bool:
    """An app or a passkey."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user=account, type__in=kinds).exists())


def fresh_secret() -> str:
    """160 random bits in base32, for the app."""
    return str(generate_totp_secret())


def secret_matches(secret: str, code: str) -> bool:
    """Whether the app shows the code of this secret now."""
    return bool(validate_totp_code(secret, code))


@transaction.atomic
def set_up_second_factor(*, actor: Actor, account: Account, secret: str) -> list[str]:
    """Begin to ask for codes of this secret; returns the recovery codes, shown once."""
    can_change_account(actor, account).enforce()
    remove_authenticators(account)
    TOTP.activate(account, secret)
    account.factor_due_at = None
    account.save(update_fields=["factor_due_at"])
    change_rights(account)
    record(actor, "identity.second_factor_set_up", subject=account, concerns=_concerned(account))
    return recovery_codes.make(account)


@transaction.atomic
def renew_recovery_codes(*, actor: Actor, account: Account) -> list[str]:
    """New recovery codes; the old ones stop working."""
    can_change_account(actor, account).enforce()
    record(actor, "identity.recovery_codes_renewed", subject=account, concerns=_concerned(account))
    return recovery_codes.make(account)


@transaction.atomic
def remove_second_factor(*, actor: Actor, account: Account) -> None:
    """Stop asking for a second factor. The next sign-in on a new device asks to set one up where it is needed."""
    can_change_account(actor, account).enforce()
    remove_authenticators(account)
    change_rights(account)
    record(actor, "identity.second_factor_removed", subject=account, concerns=_concerned(account))


@transaction.atomic
def forget_lost_factors(*, actor: Actor, account: Account) -> None:
    """Somebody lost app, recovery codes and passkeys, and was recognised (docs/operations.md says how).

    Every session ends and no device is trusted any more: whoever has the lost one is out. The person is told by mail.
    """
    can_forget_factors(actor).enforce()
    Authenticator.objects.filter(user=account).delete()
    shut_out(account)
    change_rights(account)
    record(actor, "identity.second_factor_forgotten", subject=account, concerns=_concerned(account))
    later("alongside.identity.tasks.announce_forgotten_factor", account_id=account.pk)


def remove_authenticators(account: Account) -> None:
    """App and recovery codes; passkeys are removed one by one (passkeys.py)."""
    Authenticator.objects.filter(user=account, type__in=APP_TYPES).delete()


def code_is_right(account: Account, code: str) -> bool:
    """Check a code from the app or a recovery code, and use it up."""
    return _code_of_app_is_right(account, code) or recovery_codes.use(account, code)


def _code_of_app_is_right(account: Account, code: str) -> bool:
    app = Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).first()
    if app is None or not app.wrap().validate_code(code.replace(" ", "").replace("-", "")):
        return False
    step = int(time.time()) // app_settings.TOTP_PERIOD
    return once.claim(key=f"totp.{account.pk}.{step}", person_id=0)[1]


def _concerned(account: Account) -> list[int]:
    person_id = bearers().person_id_of(account)
    return [] if person_id is None else [person_id]
