"""Double click, retry, two tabs: one effect."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.core.models import OnceKey

KEPT_DAYS = 30


def fresh_key() -> str:
    """A key for one form as it was rendered."""
    return uuid.uuid4().hex


def claim(*, key: str, person_id: int) -> tuple[OnceKey, bool]:
    """Take a key inside the caller's transaction: (row, is it new?).

    A second request with the same key waits for the first to commit and then finds its row.
    """
    try:
        with transaction.atomic():
            return OnceKey.objects.create(key=key[:64], person_id=person_id), True
    except IntegrityError:
        return OnceKey.objects.get(key=key[:64], person_id=person_id), False


def forget_old() -> int:
    """Delete keys nobody will repeat any more; returns how many."""
    return OnceKey.objects.filter(made_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()[0]
