"""The envelope sender of each mail: what a mail server sends back to it is about that mail, and can't be guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hmac import compare_digest

from django.conf import settings
from django.utils.crypto import salted_hmac

PREFIX = "bounce"
SALT = "alongside.notifications.return_paths"
TOKEN = re.compile(r"bounce-(\d{1,15})-([0-9a-f]{32})")


@dataclass(frozen=True)
class ReturnPath:
    """Which message comes back by an address."""

    message_id: int

    @property
    def token(self) -> str:
        """Small letters, as mail folds case; with what stands before it at most 64 characters in usual addresses."""
        proof = salted_hmac(SALT, str(self.message_id), algorithm="sha256").hexdigest()[:32]
        return f"{PREFIX}-{self.message_id}-{proof}"

    @property
    def address(self) -> str:
        """replies+TOKEN@host, or empty where this installation reads no mail."""
        local, _, host = settings.MAIL_REPLIES.rpartition("@")
        return f"{local}+{self.token}@{host}" if local else ""


def read(token: str) -> ReturnPath | None:
    """The address this installation made; None for any other."""
    match = TOKEN.fullmatch(token.lower())
    if match is None:
        return None
    found = ReturnPath(int(match[1]))
    return found if compare_digest(found.token, token.lower()) else None
