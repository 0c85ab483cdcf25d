"""Where mail comes in. Mail is a stranger's word: it reaches a feature only through an address that this
installation made for one person, from that person's own address, within limits; all else is left aside.

It never answers and never bounces: senders can be forged, and whoever guesses learns nothing.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from django.conf import settings

MOST_BYTES = 1_000_000
MOST_PARTS = 50
MOST_AT_ONCE = 200
# What parsers of mail and calendars raise for bytes that are neither.
MALFORMED = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)
log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """What became of a mail. Logged and counted by this word alone."""

    TAKEN = "taken"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    NOT_OURS = "not_ours"  # no address of ours, or a token nobody was given
    WRONG_SENDER = "wrong_sender"
    NOT_PROVED = "not_proved"
    AUTOMATIC = "automatic"  # a bounce or an absence notice
    NOTHING_IN_IT = "nothing_in_it"


@dataclass(frozen=True)
class Incoming:
    """One mail: the token of the address it came to, the one address it says it is from, and its parts."""

    token: str
    sender: str
    mail: EmailMessage


class MailDoor(Protocol):
    """A feature that reads mail: its tokens begin with `prefix`. `takes_reports`: it reads what mail servers write
    (no sender, nobody to prove) and judges by itself whether it is meant; others hear of people's mail alone."""

    prefix: str
    takes_reports: bool

    def take(self, incoming: Incoming) -> Outcome: ...


_doors: list[MailDoor] = []


def open_door(door: MailDoor) -> None:
    """Called once per door by config/wiring.py."""
    if door not in _doors:
        _doors.append(door)


def receive(raw: bytes, *, recipients: Iterable[str]) -> Outcome:
    """Take in one mail as the mail server delivered it. `recipients` is what the server says, not the header To."""
    if len(raw) > MOST_BYTES:
        return Outcome.TOO_LARGE
    token = next((found for one in recipients if (found := _token(one))), "")
    door = next((door for door in _doors if token.startswith(f"{door.prefix}-")), None)
    if door is None:
        return Outcome.NOT_OURS
    mail = message_from_bytes(raw, policy=policy.default)
    try:
        problem, sender = (None, "") if door.takes_reports else _judge(mail)
        if problem is None and sum(1 for _ in mail.walk()) > MOST_PARTS:
            problem = Outcome.TOO_LARGE
        return problem or door.take(Incoming(token, sender, mail))
    except MALFORMED as malformed:  # a stranger's bytes must not stop the reader
        log.warning("a mail could not be read: %s", type(malformed).__name__)
        return Outcome.UNREADABLE


def read_folder() -> dict[str, int]:
    """Take in everything in the mail folder (maildir: new/) and delete it; returns how often each outcome occurred."""
    outcomes: dict[str, int] = {}
    folder = Path(settings.MAIL_FOLDER) if settings.MAIL_FOLDER else None
    if folder is None or not (folder / "new").is_dir():
        return outcomes
    for path in sorted((folder / "new").iterdir())[:MOST_AT_ONCE]:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
        outcome = receive(raw, recipients=_delivered_to(raw))
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
        # Deleted once read: answers are kept as rows, and a mail's other words are none of our business.
        path.unlink()
    return outcomes


def _delivered_to(raw: bytes) -> list[str]:
    """The recipient as the delivering server wrote it above everything the sender wrote."""
    head = message_from_bytes(raw[:65_536], policy=policy.default)
    for name in ("Delivered-To", "X-Original-To", "Envelope-To"):
        found = head.get_all(name, [])
        if found:
            return [str(found[0])]
    return []


def _token(recipient: str) -> str:
    """replies+TOKEN@host -> TOKEN, where the rest is our own address."""
    ours, _, host = settings.MAIL_REPLIES.lower().rpartition("@")
    found = re.fullmatch(r"([^@+]+)\+([a-z0-9-]{1,60})@(.+)", recipient.strip().strip("<>").lower())
    return found[2] if found and ours and (found[1], found[3]) == (ours, host) else ""


def _judge(mail: EmailMessage) -> tuple[Outcome | None, str]:
    """Why a mail is left aside (None: it isn't), and whom it says it is from."""
    senders = [address.lower() for _name, address in getaddresses([str(v) for v in mail.get_all("From", [])])]
    if len(senders) != 1 or not senders[0]:
        return Outcome.WRONG_SENDER, ""
    if str(mail.get("Return-Path", "")).strip() == "<>" or mail.get_content_type() == "multipart/report":
        return Outcome.AUTOMATIC, senders[0]
    return (None if _is_proved(mail) else Outcome.NOT_PROVED), senders[0]


def _is_proved(mail: EmailMessage) -> bool:
    """dmarc=pass by our own mail server, where it is named; its header stands above any the sender wrote."""
    if not settings.MAIL_JUDGE:
        return True
    said = [str(value) for value in mail.get_all("Authentication-Results", [])]
    first = said[0] if said else ""
    by_us = re.match(rf"\s*{re.escape(settings.MAIL_JUDGE)}\s*(?:\d+\s*)?;", first, re.IGNORECASE)
    return bool(by_us and re.search(r";\s*dmarc\s*=\s*pass\b", first, re.IGNORECASE))
