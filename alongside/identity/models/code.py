"""Codes that work once, for one purpose, for a short time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.register import Erasure, Register, between_two, directory, technical
from alongside.identity.models.account import Account


class OneTimeCode(models.Model):
    """One code. Its digest is keyed, so a copy of the database can't be searched for short codes.

    `account` is empty for the first administrator, and for an address that nobody here has: such a code is stored
    and never sent, so that asking for it takes as long and looks the same.
    """

    class Purpose(models.TextChoices):
        SIGN_IN = "sign_in", _("Sign in")
        RESET = "reset", _("A new password")
        LETTER = "letter", _("First sign-in by letter")
        FIRST_RUN = "first_run", _("First administrator")

    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="codes")
    purpose = models.CharField(max_length=9, choices=Purpose.choices)
    digest = models.CharField(max_length=64)
    ring_key = models.CharField(max_length=40, blank=True)
    sealed = models.BinaryField(default=bytes)  # the code for the worker that mails it; empty once sent
    language = models.CharField(max_length=12, blank=True)
    made_by_id = models.BigIntegerField(null=True)  # a person, for letters
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    used_words = models.CharField(max_length=60, blank=True)  # the device in words
    ended_at = models.DateTimeField(null=True)  # replaced by a newer one, or taken back
    waits_for_second = models.BooleanField(default=False)  # a reset that another person of HR has to confirm

    register = Register(
        subjects=("account.person",),
        what=_("one-time codes made for you"),
        seen_by=_("you, and who made the code"),
        id=technical(),
        account=technical(),
        purpose=directory(_("So that a code opens one thing only"), erasure=Erasure.DELETE),
        digest=technical(erasure=Erasure.DELETE),
        ring_key=technical(),
        sealed=technical(erasure=Erasure.DELETE),
        language=technical(),
        made_by_id=between_two(_("So that you see who made a code for you"), months=24),
        made_at=between_two(_("So that you see when a code was made"), months=24),
        expires_at=technical(),
        tries=technical(),
        used_at=between_two(_("So that you see every use of a code"), months=24),
        used_words=between_two(_("So that you see every use of a code"), months=24),
        ended_at=technical(),
        waits_for_second=technical(),
    )

    class Meta:
        indexes = [models.Index(fields=["account", "purpose"])]
