"""What is to be told to whom. A message is stored with the change that caused it and sent by the worker."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.register import Erasure, Register, directory, technical
from alongside.people.models import Person


class Message(models.Model):
    """One message to one person. Holds a template and references; never words between two people."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        BUNDLED = "bundled", _("Waiting for the mail of the day")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        HELD = "held", _("Not sent: not invited yet")
        REFUSED = "refused", _("The mail server refuses this address")
        FAILED = "failed", _("Could not be sent")
        BOUNCED = "bounced", _("Came back")

    key = models.CharField(max_length=120, unique=True)  # one per effect; becomes the Message-ID
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    template = models.CharField(max_length=80)
    context = models.JSONField(default=dict)  # ids, counts and names from the directory only
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    not_before = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=80, blank=True)  # class of the last error, or the server's number

    register = Register(
        subjects=("person",),
        kept_since="not_before",
        what=_("messages Alongside sent you"),
        seen_by=_("only you; administrators see that a mail to you could not be sent, not what it says"),
        id=technical(),
        key=technical(),
        person=directory(_("To tell you what concerns you"), erasure=Erasure.DELETE, months=12),
        template=technical(),
        context=technical(erasure=Erasure.DELETE),
        state=technical(),
        not_before=technical(),
        claimed_at=technical(),
        sent_at=technical(),
        tries=technical(),
        problem=technical(),
    )

    class Meta:
        indexes = [models.Index(fields=["state", "not_before"])]
