"""When somebody gets a new manager: what travels, item by item, by the employee's choice. Nothing is inherited."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.encrypted import EncryptedText
from alongside.core.models import DataKey
from alongside.core.register import DataClass, Entry, Erasure, Export, Register, between_two, technical
from alongside.one_on_ones.models.series import Series
from alongside.people.models import Person


def _progress(purpose: object) -> Entry:
    """Who handed over from whom to whom, and when: for the three, and for the HR partner, without a word of it."""
    return Entry(DataClass.C2, purpose, 36, Export.EXPORT, Erasure.DELETE)  # type: ignore[arg-type]


class Handover(models.Model):
    """One change of manager. Its words have a key of their own: neither series can open them, nor they a series."""

    class State(models.TextChoices):
        OPEN = "open", _("Being prepared")
        COMPLETED = "completed", _("Handed over")
        DROPPED = "dropped", _("No longer needed")

    series = models.ForeignKey(Series, models.PROTECT, related_name="handovers")  # with the manager before
    employee = models.ForeignKey(Person, models.PROTECT, related_name="handovers")
    old_manager = models.ForeignKey(Person, models.PROTECT, related_name="+")
    new_manager = models.ForeignKey(Person, models.PROTECT, related_name="+")
    data_key = models.OneToOneField(DataKey, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField(auto_now_add=True)
    completed_at = models.DateTimeField(null=True, blank=True)

    register = Register(
        subjects=("employee", "old_manager", "new_manager"),
        what=_("handovers to a new manager"),
        seen_by=_("the three of you; your HR partner sees that and when it was done, no words"),
        kept_since="opened_at",
        id=technical(),
        series=technical(),
        employee=_progress(_("To know who hands over")),
        old_manager=_progress(_("To know who may write a note")),
        new_manager=_progress(_("To know who gets it")),
        data_key=technical(),
        state=_progress(_("To see that nobody is forgotten")),
        opened_at=_progress(_("To see that nobody is forgotten")),
        completed_at=_progress(_("To see that nobody is forgotten")),
    )

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["series"], condition=models.Q(state="open"), name="one_open_handover_per_series"
            )
        ]


class HandedOn(models.Model):
    """One thing that travels: a copy of a topic or an action that the employee chose, a summary, or a note.

    `source` names the topic or action it was copied from. Only the note is the old manager's.
    """

    class Kind(models.TextChoices):
        TOPIC = "topic", _("Topic")
        ACTION = "action", _("Action")
        SUMMARY = "summary", _("Summary")
        NOTE = "note", _("Note of the manager before")

    class Visibility(models.TextChoices):
        WAITING = "waiting", _("Not handed over yet")
        TRAVELLED = "travelled", _("Handed over")

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="items")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    source = models.CharField(max_length=40, blank=True)
    visibility = models.CharField(max_length=9, choices=Visibility.choices, default=Visibility.WAITING)
    seal_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    text = EncryptedText(key="handover.data_key")
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)

    register = Register(
        subjects=("author", "handover.employee"),
        what=_("what travels to a new manager"),
        seen_by=_("the employee and who wrote it; the new manager once it was handed over"),
        words_of="author",
        kept_since="made_at",
        id=technical(),
        handover=technical(),
        author=between_two(_("To show who wrote it")),
        kind=technical(),
        source=technical(),
        visibility=technical(),
        seal_id=technical(),
        text=between_two(_("So that you need not begin anew")),
        version=technical(),
        made_at=between_two(_("To order what was handed over")),
    )

    class Meta:
        ordering = ["kind", "made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "kind", "source"], name="each_thing_travels_once")
        ]

    @property
    def mark(self) -> str:
        """Changes with every change of its words."""
        return f"{self.pk}-{self.version}"
