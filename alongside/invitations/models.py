"""Waves of invitations, and the invitation of each person in one."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.register import Erasure, Register, directory, technical
from alongside.people.models import Person, Unit


class Wave(models.Model):
    """Who is invited together, and how far that has come."""

    class Reach(models.TextChoices):
        UNIT = "unit", _("A unit and everything below it")
        LIST = "list", _("People on a list")
        EVERYBODY = "everybody", _("Everybody who is not invited yet")

    class State(models.TextChoices):
        DRAFT = "draft", _("Not begun")
        RUNNING = "running", _("On its way")
        PAUSED = "paused", _("Paused")
        DONE = "done", _("Everybody is invited")

    name = models.CharField(max_length=120)
    reach = models.CharField(max_length=9, choices=Reach.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=7, choices=State.choices, default=State.DRAFT)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    begun_at = models.DateTimeField(null=True)

    register = Register(
        subjects=("made_by",),
        what=_("waves of invitations you planned"),
        seen_by=_("HR operations"),
        id=technical(),
        name=technical(),
        reach=technical(),
        unit=technical(),
        state=technical(),
        made_by=directory(_("So that colleagues of HR know whom to ask"), erasure=Erasure.KEEP),
        made_at=technical(),
        begun_at=technical(),
    )

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Its name; a wave for somebody who was invited alone has none."""
        return self.name or str(_("One person"))


# Which state may follow which; services know no other.
MOVES: dict[str, frozenset[str]] = {
    Wave.State.DRAFT: frozenset({Wave.State.RUNNING}),
    Wave.State.RUNNING: frozenset({Wave.State.PAUSED, Wave.State.DONE}),
    Wave.State.PAUSED: frozenset({Wave.State.RUNNING}),
    Wave.State.DONE: frozenset(),
}


class Invitation(models.Model):
    """One person in one wave. Whether they came is counted and never listed."""

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="invitations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    mails = models.PositiveSmallIntegerField(default=0)  # how many were sent; part of the key of each

    register = Register(
        subjects=("person",),
        kept_since="invited_at",
        what=_("your invitation to Alongside"),
        seen_by=_("you and HR operations"),
        id=technical(),
        wave=technical(),
        person=directory(_("To invite you"), erasure=Erasure.DELETE, months=12),
        invited_at=directory(_("To invite you once"), erasure=Erasure.DELETE, months=12),
        expires_at=technical(),
        accepted_at=directory(_("So that a link works once"), erasure=Erasure.DELETE, months=12),
        mails=technical(),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "person"], name="once_per_wave")]
        indexes = [models.Index(fields=["wave", "invited_at"])]
