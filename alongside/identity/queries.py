"""Reading accounts and tokens."""

from __future__ import annotations

from django.utils import timezone

from alongside.identity.models import Token
from alongside.identity.services import digest_of


def live_token(secret: str) -> Token | None:
    """The token with this secret, if it has neither ended nor expired and its account is active."""
    return (
        Token.objects.filter(
            digest=digest_of(secret), ended_at=None, expires_at__gt=timezone.now(), account__is_active=True
        )
        .select_related("account")
        .first()
    )
