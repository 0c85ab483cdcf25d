"""What stands in the way of something agreed, in the words that were written for HR."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.commitments.models.commitment import Commitment
from alongside.core.encrypted import EncryptedText
from alongside.core.models import DataKey
from alongside.core.register import DataClass, Entry, Erasure, Export, Register, technical
from alongside.people.models import Person


def _for_hr(purpose: object) -> Entry:
    """Words that two people chose to give to their HR partner."""
    return Entry(DataClass.C2, purpose, 36, Export.REDACTED, Erasure.DELETE)  # type: ignore[arg-type]


class Obstacle(models.Model):
    """One sentence for HR, with a key of its own: HR gets these words and not the commitment's."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="obstacles")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    data_key = models.OneToOneField(DataKey, models.SET_NULL, null=True, related_name="+")
    seal_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    words = EncryptedText(key="data_key")
    answer = EncryptedText(key="data_key", default="")
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    register = Register(
        subjects=("asked_by", "commitment.owner", "commitment.owed_to"),
        what=_("what you asked HR to remove from your way"),
        seen_by=_("you two and your HR partner"),
        words_of="asked_by",
        words_of_columns={"answer": "answered_by"},
        kept_since="asked_at",
        id=technical(),
        commitment=technical(),
        asked_by=_for_hr(_("So that HR knows whom to answer")),
        asked_at=_for_hr(_("So that nobody waits without an answer")),
        data_key=technical(),
        seal_id=technical(),
        words=_for_hr(_("So that HR can help")),
        answer=_for_hr(_("To tell you what HR did")),
        answered_by=_for_hr(_("To tell you who answered")),
        answered_at=_for_hr(_("To tell you when it was answered")),
    )

    class Meta:
        ordering = ["answered_at", "asked_at"]
        indexes = [models.Index(fields=["commitment", "answered_at"])]

    @property
    def is_open(self) -> bool:
        return self.answered_at is None
