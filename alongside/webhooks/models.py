"""Where events are sent, with which secrets, and what became of each."""

from __future__ import annotations

import base64
import uuid

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.core import keyring
from alongside.core.register import Erasure, Register, directory, technical
from alongside.webhooks.events import words_of


class Endpoint(models.Model):
    """An address of another program. `failing_since`: since when no delivery has been taken."""

    name = models.CharField(max_length=80)
    url = models.CharField(max_length=2000)
    events = models.JSONField(default=list)  # types; empty means all
    made_by_id = models.BigIntegerField(null=True)  # a person; null for a token of the company
    made_at = models.DateTimeField(auto_now_add=True)
    failing_since = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)  # by hand or by itself; goes on when somebody says so
    stopped_for = models.CharField(max_length=12, blank=True)
    ended_at = models.DateTimeField(null=True)

    register = Register(
        subjects=("made_by_id",),
        what=_("addresses of other programs that you entered"),
        seen_by=_("administrators"),
        id=technical(),
        name=technical(),
        url=technical(),
        events=technical(),
        made_by_id=directory(_("So that administrators know whom to ask"), erasure=Erasure.KEEP),
        made_at=technical(),
        failing_since=technical(),
        stopped_at=technical(),
        stopped_for=technical(),
        ended_at=technical(),
    )

    def __str__(self) -> str:
        return self.name

    @property
    def wanted(self) -> list[str | Promise]:
        """The chosen events in words; none for all."""
        return [words_of(one) for one in self.events]


class Secret(models.Model):
    """What signs the deliveries of an endpoint, wrapped by the key ring. The old one signs along for a while."""

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="secrets")
    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    ring_key = models.CharField(max_length=40)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)

    register = Register(
        id=technical(),
        endpoint=technical(),
        seal_id=technical(),
        ring_key=technical(),
        wrapped=technical(),
        made_at=technical(),
        expires_at=technical(),
    )

    @property
    def opened(self) -> bytes:
        """What signs."""
        return keyring.unwrap(self.ring_key, bytes(self.wrapped), f"webhook-secret.{self.seal_id}")

    @property
    def words(self) -> str:
        """As the other side is told it."""
        return f"whsec_{base64.b64encode(self.opened).decode()}"


class Delivery(models.Model):
    """One event for one endpoint. `message_id` stays the same however often it is sent."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("On its way")
        SENT = "sent", _("Taken")
        PARKED = "parked", _("Given up for now")

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="deliveries")
    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.CharField(max_length=40)
    kind = models.CharField(max_length=80, blank=True)
    key = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)  # of the last answer
    error = models.CharField(max_length=20, blank=True)  # a code of core/outbound.py

    register = Register(
        id=technical(),
        endpoint=technical(),
        message_id=technical(),
        event=technical(),
        kind=technical(),
        key=technical(),
        at=technical(),
        state=technical(),
        tries=technical(),
        not_before=technical(),
        claimed_at=technical(),
        tried_at=technical(),
        status=technical(),
        error=technical(),
    )

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "not_before"])]

    @property
    def words(self) -> str | Promise:
        """What happened."""
        return words_of(self.event)

    @property
    def failure(self) -> str | Promise:
        """Why the last try failed; empty when it did not."""
        return words_of(self.error) if self.error else ""
