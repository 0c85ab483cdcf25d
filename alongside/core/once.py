"""Double click, retry, two tabs: one effect."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.core.models import OnceKey

KEPT_DAYS = 30


def fresh_key() -> str:
    """A key for one form as it was rendered."""
    return uuid.uuid4().hex


def bound(key: str, address: str, values: Iterable[tuple[str, object]]) -> str:
    """The key bound to where it was sent and what was sent with it, as 64 hex digits.

    A repeat is the same press only when all three agree. An old form that comes back with other words (the back
    button), or a key used at another address, is a press of its own: its words must not vanish.
    """
    whole = json.dumps([key, address, sorted((name, str(value)) for name, value in values)])
    return hashlib.sha256(whole.encode()).hexdigest()


def claim(*, key: str, person_id: int) -> tuple[OnceKey, bool]:
    """Take a key inside the caller's transaction: (row, is it new?).

    A second request with the same key waits for the first to commit and then finds its row.
    """
    try:
        with transaction.atomic():
            return OnceKey.objects.create(key=key, person_id=person_id), True
    except IntegrityError:
        return OnceKey.objects.get(key=key, person_id=person_id), False


def is_taken(*, key: str, person_id: int) -> bool:
    """Whether a key has been claimed, without claiming it."""
    return OnceKey.objects.filter(key=key, person_id=person_id).exists()


def forget_old() -> int:
    """Delete keys nobody will repeat any more; returns how many."""
    return OnceKey.objects.filter(made_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()[0]
