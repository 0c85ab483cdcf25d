"""Recovery codes: what is stored opens nothing, and codes on paper from before go on working."""

from __future__ import annotations

import json
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import decrypt
from django.apps import apps

from alongside.identity import recovery_codes, second_factor
from alongside.people.tests.makers import TESTS

LEAST = "argon2$argon2id$v=19$m=19456,t=2,p=1$"  # what OWASP advises as the least


@pytest.fixture
def account(cast):
    second_factor.set_up_second_factor(
        actor=TESTS, account=cast.eve.account, secret=second_factor.fresh_secret()
    )
    return cast.eve.account


def opened() -> list[str]:
    """What is stored, for somebody who has the key ring too."""
    return json.loads(decrypt(Authenticator.objects.get(type="recovery_codes").data["hashes"]))


def test_each_is_stored_as_a_password_with_a_salt_of_its_own(account):
    codes = recovery_codes.make(account)
    row = Authenticator.objects.get(type="recovery_codes")
    assert "argon2" not in str(row.data) and set(row.data) == {
        "hashes"
    }  # sealed: no guessing without the ring
    hashes = opened()
    assert len(hashes) == len(codes) and all(one.startswith(LEAST) for one in hashes)
    assert len({one.split("$")[4] for one in hashes}) == len(codes)
    assert not any(code.replace("-", "") in str(hashes) for code in codes)
    assert recovery_codes.use(account, codes[3].lower())
    assert not recovery_codes.use(account, codes[3])
    assert recovery_codes.left(account) == len(codes) - 1


def test_new_ones_end_those_before_and_another_persons_open_nothing(account, cast):
    before = recovery_codes.make(account)
    now = recovery_codes.make(account)
    assert not recovery_codes.use(account, before[0])
    assert not recovery_codes.use(cast.max.account, now[0])
    assert not recovery_codes.use(account, "")
    assert recovery_codes.left(account) == len(now)


def test_codes_from_before_are_hashed_by_the_migration_and_still_open_once(account):
    Authenticator.objects.filter(type="recovery_codes").delete()
    old = RecoveryCodes.activate(account)
    printed = old.generate_codes()[:3]
    assert old.validate_code(printed[0])
    left = len(old.get_unused_codes())
    import_module("alongside.identity.migrations.0007_recovery_codes_are_hashed").hash_codes(apps, None)
    assert "seed" not in Authenticator.objects.get(type="recovery_codes").data
    assert all(one.startswith(LEAST) for one in opened())
    assert recovery_codes.left(account) == left
    assert not recovery_codes.use(account, printed[0])  # was used before
    assert recovery_codes.use(account, printed[1])
    assert not recovery_codes.use(account, printed[1])
