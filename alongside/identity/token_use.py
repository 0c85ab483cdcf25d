"""Remembering when a token was used last, for whoever looks after it."""

from __future__ import annotations

from django.utils import timezone

from alongside.identity.models import ServiceToken, Token


def note_use(token: Token | ServiceToken) -> None:
    """The day and never a time: one write a day."""
    today = timezone.now().date()
    if token.last_used_on != today:
        type(token).objects.filter(pk=token.pk).update(last_used_on=today)
