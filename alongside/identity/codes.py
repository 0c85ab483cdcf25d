"""Making and using one-time codes: by mail, in a sealed letter, for the first administrator."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from alongside.core import keyring
from alongside.core.later import later
from alongside.identity.models import Account, OneTimeCode

Purpose = OneTimeCode.Purpose
MOST_TRIES = 5
DIGITS = "0123456789"
# Letters and digits that nobody mistakes for each other on paper (no 0 O 1 I L U).
PAPER = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LIFETIME = {
    Purpose.SIGN_IN: timedelta(minutes=10),
    Purpose.RESET: timedelta(minutes=10),
    Purpose.LETTER: timedelta(days=14),
    Purpose.FIRST_RUN: timedelta(hours=24),
}
SHAPE = {  # alphabet, length, size of a group
    Purpose.SIGN_IN: (DIGITS, 8, 4),
    Purpose.RESET: (DIGITS, 8, 4),
    Purpose.LETTER: (PAPER, 12, 4),
    Purpose.FIRST_RUN: (PAPER, 12, 4),
}


@transaction.atomic
def make_code(
    purpose: Purpose,
    account: Account | None,
    *,
    made_by_id: int | None = None,
    waits_for_second: bool = False,
) -> tuple[OneTimeCode, str]:
    """A fresh code and its words, e.g. "4F7K-9Q2M-XW3T". Earlier unused ones of the same purpose end."""
    alphabet, length, group = SHAPE[purpose]
    plain = "".join(secrets.choice(alphabet) for _ in range(length))
    if account is not None or purpose == Purpose.FIRST_RUN:
        end_codes(account, purpose)
    row = OneTimeCode.objects.create(
        account=account,
        purpose=purpose,
        digest=_digest(purpose, plain),
        made_by_id=made_by_id,
        expires_at=timezone.now() + LIFETIME[purpose],
        waits_for_second=waits_for_second,
    )
    return row, "-".join(plain[start : start + group] for start in range(0, length, group))


@transaction.atomic
def mail_code(purpose: Purpose, account: Account | None, *, language: str) -> OneTimeCode:
    """Make a code and have the worker mail it. The same work is done for an address that nobody has."""
    row, words = make_code(purpose, account)
    row.ring_key, row.sealed = keyring.wrap(words.encode(), f"one-time-code.{row.pk}")
    row.language = language
    row.save(update_fields=["ring_key", "sealed", "language"])
    later("alongside.identity.tasks.send_code", code_id=row.pk)
    return row


def opened(row: OneTimeCode) -> str:
    """The words of a code that is still to be mailed; empty once it was."""
    if not row.sealed:
        return ""
    return keyring.unwrap(row.ring_key, bytes(row.sealed), f"one-time-code.{row.pk}").decode()


def end_codes(account: Account | None, purpose: Purpose | None = None) -> None:
    """Unused codes of an account stop working."""
    live = OneTimeCode.objects.filter(account=account, used_at=None, ended_at=None)
    (live if purpose is None else live.filter(purpose=purpose)).update(ended_at=timezone.now())


def use_code(
    row_id: int | None, purpose: Purpose, words: str, *, device_words: str = ""
) -> OneTimeCode | None:
    """Use a code up: its row if it is right, live and tried at most MOST_TRIES times, otherwise None."""
    live = OneTimeCode.objects.filter(
        pk=row_id or 0, purpose=purpose, used_at=None, ended_at=None, waits_for_second=False,
        expires_at__gt=timezone.now(),
    )  # fmt: skip
    if live.filter(tries__lt=MOST_TRIES).update(tries=F("tries") + 1) != 1:
        return None
    row = live.select_related("account").get()
    if not matches(row, words):
        return None
    if live.update(used_at=timezone.now(), used_words=device_words[:60], sealed=b"") != 1:
        return None
    return row


def matches(row: OneTimeCode, words: str) -> bool:
    """Whether these are the words of the code; groups, spaces and case do not matter."""
    return constant_time_compare(row.digest, _digest(Purpose(row.purpose), words))


def latest_code(account: Account | None, purpose: Purpose) -> OneTimeCode | None:
    """The newest code of this purpose, whatever became of it."""
    return OneTimeCode.objects.filter(account=account, purpose=purpose).order_by("-pk").first()


def is_awaited(purpose: Purpose) -> bool:
    """Whether a code for nobody in particular could still be used."""
    row = latest_code(None, purpose)
    return (
        row is not None and row.used_at is None and row.ended_at is None and row.expires_at > timezone.now()
    )


def note_sent(row: OneTimeCode) -> None:
    """The mail is out: the words are of no more use here."""
    OneTimeCode.objects.filter(pk=row.pk).update(sealed=b"")


def used_with(account: Account, purpose: Purpose, words: str) -> OneTimeCode | None:
    """The code with these words, if somebody has used it."""
    used = OneTimeCode.objects.filter(account=account, purpose=purpose, used_at__isnull=False)
    return next((row for row in used if matches(row, words)), None)


def forget_old(before: datetime) -> int:
    """Delete mailed codes from before a moment; letters stay, so that every use of one can be shown."""
    short = OneTimeCode.objects.filter(purpose__in=(Purpose.SIGN_IN, Purpose.RESET), expires_at__lt=before)
    return short.delete()[0]


def _digest(purpose: Purpose, words: str) -> str:
    plain = "".join(c for c in words.upper() if c.isalnum())
    return salted_hmac("alongside.identity.codes", f"{purpose}:{plain}", algorithm="sha256").hexdigest()
