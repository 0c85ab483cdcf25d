"""One model for "X owes Y something by a date": a 1:1 action, a promise, a team action, a playbook step."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.encrypted import EncryptedText
from alongside.core.models import DataKey
from alongside.core.register import Register, between_two, technical
from alongside.people.models import Person


class Commitment(models.Model):
    """Exactly one owner, exactly one date, a verb first. How it ended or changed is told by its turns."""

    class Kind(models.TextChoices):
        ACTION = "action", _("1:1 action")
        PROMISE = "promise", _("Promise")
        TEAM_ACTION = "team_action", _("Team action")
        STEP = "step", _("Step")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        KEPT = "kept", _("Done")
        DROPPED = "dropped", _("Dropped")

    kind = models.CharField(max_length=11, choices=Kind.choices)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="commitments")
    owed_to = models.ForeignKey(Person, models.PROTECT, related_name="commitments_owed")
    data_key = models.ForeignKey(DataKey, models.SET_NULL, null=True, related_name="+")
    seal_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    text = EncryptedText(key="data_key")
    cue = EncryptedText(key="data_key", default="")  # "when X, I will Y"
    due_on = models.DateField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.OPEN)
    # Where it came from, as a reference: "one_on_ones.series" 17
    origin_kind = models.CharField(max_length=80, blank=True)
    origin_key = models.CharField(max_length=64, blank=True)
    times_carried = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    register = Register(
        subjects=("owner", "owed_to"),
        what=_("what you agreed to do, and what others agreed to do for you"),
        words_of="made_by",
        kept_since="made_at",
        id=technical(),
        kind=technical(),
        owner=between_two(_("To know who does it")),
        owed_to=between_two(_("To know for whom")),
        data_key=technical(),
        seal_id=technical(),
        text=between_two(_("To remember what was agreed")),
        cue=between_two(_("To remember what was agreed")),
        due_on=between_two(_("To remind in time")),
        state=between_two(_("To know what is open")),
        origin_kind=technical(),
        origin_key=technical(),
        times_carried=between_two(_("To ask what stands in the way")),
        made_by=between_two(_("To know who wrote it down")),
        made_at=between_two(_("To know since when")),
        version=technical(),
    )

    class Meta:
        indexes = [
            models.Index(fields=["owner", "state", "due_on"]),
            models.Index(fields=["owed_to", "state", "due_on"]),
            models.Index(fields=["origin_kind", "origin_key"]),
        ]

    @property
    def people_ids(self) -> list[int]:
        """The two whom every act on it concerns."""
        return [self.owner_id, self.owed_to_id]


class Turn(models.Model):
    """One thing that happened to a commitment: kept, re-dated, dropped, HR asked to help, taken up again."""

    class Outcome(models.TextChoices):
        KEPT = "kept", _("Done")
        REDATED = "redated", _("New date")
        DROPPED = "dropped", _("Dropped")
        OBSTACLE = "obstacle", _("HR was asked to remove an obstacle")
        REOPENED = "reopened", _("Taken up again")

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="turns")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    seal_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reason = EncryptedText(key="commitment.data_key", default="")
    due_was = models.DateField(null=True)
    due_is = models.DateField(null=True)

    register = Register(
        subjects=("commitment.owner", "commitment.owed_to"),
        what=_("what became of what you agreed"),
        words_of="made_by",
        kept_since="made_at",
        id=technical(),
        commitment=technical(),
        outcome=technical(),
        made_by=between_two(_("To know who said so")),
        made_at=between_two(_("To know when")),
        seal_id=technical(),
        reason=between_two(_("To understand why")),
        due_was=between_two(_("To see how dates moved")),
        due_is=between_two(_("To see how dates moved")),
    )

    class Meta:
        ordering = ["pk"]
