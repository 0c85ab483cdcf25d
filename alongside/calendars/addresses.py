"""Addresses that answers to invitations come back to: each belongs to one person and one pair, and can't be guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hmac import compare_digest

from django.conf import settings
from django.utils.crypto import salted_hmac

PREFIX = "talk"
SALT = "alongside.calendars.addresses"
TOKEN = re.compile(r"talk-(\d{1,18})-(\d{1,18})-([0-9a-f]{32})")


@dataclass(frozen=True)
class ReplyTo:
    """Who may answer through an address, and about what."""

    booking_id: int
    person_id: int

    @property
    def token(self) -> str:
        """At most 64 characters with what stands before it in usual addresses; small letters, as mail folds case."""
        return f"{PREFIX}-{self.booking_id}-{self.person_id}-{self._proof}"

    @property
    def address(self) -> str:
        """replies+TOKEN@host, or empty where this installation reads no mail."""
        local, _, host = settings.MAIL_REPLIES.rpartition("@")
        return f"{local}+{self.token}@{host}" if local else ""

    @property
    def _proof(self) -> str:
        words = f"{self.booking_id}.{self.person_id}"
        return str(salted_hmac(SALT, words, algorithm="sha256").hexdigest()[:32])


def read(token: str) -> ReplyTo | None:
    """The address this installation made; None for any other."""
    match = TOKEN.fullmatch(token.lower())
    if match is None:
        return None
    found = ReplyTo(int(match[1]), int(match[2]))
    return found if compare_digest(found.token, token.lower()) else None
