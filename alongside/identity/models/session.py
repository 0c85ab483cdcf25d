"""Where somebody is signed in, and the devices they said are their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.register import Erasure, Register, between_two, directory, technical
from alongside.identity.models.account import Account

if TYPE_CHECKING:
    from alongside.identity.session_store import SessionStore


class Session(AbstractBaseSession):
    """One browser that is signed in (or about to be: no account yet).

    `session_key` is a hash of the cookie, so a copy of the database opens nothing. Only the day of the last use
    is kept to be shown, and only to the person themselves.
    """

    session_key = models.CharField(max_length=64, primary_key=True)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="sessions")
    device_words = models.CharField(max_length=60, blank=True)
    is_shared = models.BooleanField(default=False)
    started_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    register = Register(
        subjects=("account.person",),
        what=_("where you are signed in"),
        seen_by=_("only you"),
        session_key=technical(erasure=Erasure.DELETE),
        session_data=technical(erasure=Erasure.DELETE),
        expire_date=technical(),
        account=technical(),
        device_words=between_two(_("So that you recognise your devices"), months=1),
        is_shared=technical(),
        started_at=between_two(_("So that you notice a sign-in that was not yours"), months=1),
        last_used_on=between_two(_("So that you notice a sign-in that was not yours"), months=1),
    )

    class Meta:
        indexes = [models.Index(fields=["account"])]

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        from alongside.identity.session_store import SessionStore  # noqa: PLC0415  (Django asks for it this way)

        return SessionStore


class Device(models.Model):
    """A device that its person called their own, and whether a second factor was shown on it."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="devices")
    digest = models.CharField(max_length=64, unique=True)
    words = models.CharField(max_length=60, blank=True)
    second_factor = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    register = Register(
        subjects=("account.person",),
        what=_("devices you trust"),
        seen_by=_("only you"),
        id=technical(),
        account=technical(),
        digest=technical(erasure=Erasure.DELETE),
        words=between_two(_("So that you recognise your devices"), months=3),
        second_factor=technical(),
        made_at=directory(
            _("So that you notice a device that is not yours"), erasure=Erasure.DELETE, months=3
        ),
        expires_at=technical(),
        ended_at=technical(),
    )
