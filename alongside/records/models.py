"""Requests to erase, what was erased, and what stops it."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.core.encrypted import EncryptedText
from alongside.core.models import DataKey
from alongside.core.register import DataClass, Entry, Export, Register, directory, technical
from alongside.core.register import Erasure as OnErasure
from alongside.people.models import Person

LONGEST_HOLD = 180  # days until somebody has to look again


def _case(purpose: object, *, export: Export = Export.EXCLUDE) -> Entry:
    """Kept as evidence that the law was followed; a hold is not shown to the one it is about."""
    return Entry(DataClass.C4, purpose, 36, export, OnErasure.KEEP)  # type: ignore[arg-type]


class ErasureRequest(models.Model):
    """Somebody asks to be forgotten. Answered within a month (GDPR article 12(3)): done, or no with a reason."""

    class Answer(models.TextChoices):
        OPEN = "", _("Not answered yet")
        DONE = "done", _("Erased")
        EMPLOYED = "employed", _("Needed while you work here")
        CLAIMS = "claims", _("Needed for legal claims")
        WITHDRAWN = "withdrawn", _("Taken back")

    person = models.ForeignKey(Person, models.PROTECT, related_name="erasure_requests")
    asked_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()
    answer = models.CharField(max_length=9, choices=Answer.choices, blank=True, default="")
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    register = Register(
        subjects=("person",),
        what=_("that you asked to be forgotten, and the answer"),
        seen_by=_("you and HR"),
        id=technical(),
        person=technical(),
        asked_at=directory(_("So that you get an answer in time"), erasure=OnErasure.KEEP),
        due_on=directory(_("So that you get an answer in time"), erasure=OnErasure.KEEP),
        answer=directory(_("To tell you what was decided"), erasure=OnErasure.KEEP),
        answered_by=directory(_("To tell you who decided"), erasure=OnErasure.KEEP),
        answered_at=directory(_("To tell you when it was decided"), erasure=OnErasure.KEEP),
    )

    class Meta:
        ordering = ["answered_at", "due_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(answer=""), name="one_open_erasure_request"
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.answer == self.Answer.OPEN


class Erasure(models.Model):
    """Somebody was erased. Holds a number and a day, so that a restored backup can be made to forget them again."""

    person_id = models.BigIntegerField(unique=True)
    erased_at = models.DateTimeField(default=timezone.now)
    rows = models.JSONField(default=dict)  # {model label: rows deleted or emptied}

    register = Register(
        what=_("nothing: a number and a day, so that a restored backup forgets the same people again"),
        id=technical(),
        person_id=technical(),
        erased_at=technical(),
        rows=technical(),
    )


class LegalHold(models.Model):
    """What is held about one person must stay for now: erasure and retention wait. Reviewed within 180 days."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="legal_holds")
    data_key = models.OneToOneField(DataKey, models.SET_NULL, null=True, related_name="+")
    seal_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reason = EncryptedText(key="data_key")
    placed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(default=timezone.now)
    review_on = models.DateField()
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    register = Register(
        subjects=("person",),
        what=_("that records must be kept for a legal claim"),
        seen_by=_("the head of HR and auditors"),
        words_of="placed_by",
        id=technical(),
        person=technical(),
        data_key=technical(),
        seal_id=technical(),
        reason=_case(_("To say why records must stay")),
        placed_by=_case(_("To say who decided that records must stay")),
        placed_at=_case(_("To say since when records must stay")),
        review_on=_case(_("So that a hold does not last by forgetting")),
        ended_by=_case(_("To say who ended a hold")),
        ended_at=_case(_("To say when a hold ended")),
    )

    class Meta:
        ordering = ["ended_at", "review_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_at=None), name="one_legal_hold"
            )
        ]

    def is_due(self, day: date) -> bool:
        """Whether somebody has to look at it again."""
        return self.ended_at is None and self.review_on <= day
