"""Recovery codes: printed once, each opens once. Stored is what a password is stored as, sealed by the key ring.

Hashed, so that nobody who opens the seal can read a code; sealed, so that nobody with a copy of the database can guess.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import transaction

from alongside.identity.codes import PAPER
from alongside.identity.models import Account

HOW_MANY = 10
LENGTH = 12
GROUP = 4
LENGTHS = (8, LENGTH)  # those from before had eight digits; what is of no such length costs no hashing
SEALED = "hashes"


class Hasher(Argon2PasswordHasher):
    """Ten are made in one request and up to ten tried, so each costs the least that OWASP advises, not a password's."""

    time_cost, memory_cost, parallelism = 2, 19_456, 1


HASHER = Hasher()
TYPE = Authenticator.Type.RECOVERY_CODES


def make(account: Account) -> list[str]:
    """New codes, e.g. "4F7K-9Q2M-XW3T", instead of those before. Nobody sees them a second time."""
    codes = ["".join(secrets.choice(PAPER) for _ in range(LENGTH)) for _ in range(HOW_MANY)]
    Authenticator.objects.filter(user=account, type=TYPE).delete()
    Authenticator.objects.create(user=account, type=TYPE, data=stored(hashed(code) for code in codes))
    return ["-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP)) for code in codes]


def left(account: Account) -> int:
    """How many are unused."""
    row = Authenticator.objects.filter(user=account, type=TYPE).first()
    return len(_hashes(row)) if row else 0


@transaction.atomic
def use(account: Account, code: str) -> bool:
    """Use one up; groups, spaces and case do not matter. False if it is none, or was used before."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    if len(plain) not in LENGTHS:
        return False
    row = Authenticator.objects.select_for_update().filter(user=account, type=TYPE).first()
    hashes = _hashes(row) if row else []
    found = next((one for one in hashes if HASHER.verify(plain, one)), None)
    if row is None or found is None:
        return False
    row.data = stored(one for one in hashes if one != found)
    row.save(update_fields=["data"])
    return True


def hashed(code: str) -> str:
    """With a salt of its own."""
    return HASHER.encode(code, HASHER.salt())


def stored(hashes: Iterable[str]) -> dict[str, str]:
    """As it lies in the database."""
    return {SEALED: encrypt(json.dumps(list(hashes)))}


def _hashes(row: Authenticator) -> list[str]:
    found: list[str] = json.loads(decrypt(row.data[SEALED]))
    return found
