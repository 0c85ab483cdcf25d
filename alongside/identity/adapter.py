"""What allauth may and may not do here: no self-registration, and secrets wrapped by our key ring."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from alongside.core import keyring

_CONTEXT = "identity.authenticator"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from the organisation file and from invitations."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The secret of an app can't be read from a copy of the database."""

    def encrypt(self, text: str) -> str:
        ring_key, wrapped = keyring.wrap(text.encode(), _CONTEXT)
        return f"{ring_key}:{wrapped.hex()}"

    def decrypt(self, encrypted_text: str) -> str:
        ring_key, _, wrapped = encrypted_text.rpartition(":")
        return keyring.unwrap(ring_key, bytes.fromhex(wrapped), _CONTEXT).decode()
