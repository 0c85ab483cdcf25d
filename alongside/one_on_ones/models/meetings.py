"""One meeting of a series: planned, moved, held or left out."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.core.register import Register, between_two, technical
from alongside.one_on_ones.models.series import Series
from alongside.people.models import Person


class Meeting(models.Model):
    """One slot of the rhythm (`slot_on` is its original local day), or a meeting in between (`slot_on` null)."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("You met")
        SKIPPED = "skipped", _("Left out")
        CANCELLED = "cancelled", _("Cancelled")

    series = models.ForeignKey(Series, models.PROTECT, related_name="meetings")
    slot_on = models.DateField(null=True, blank=True)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.PLANNED)
    version = models.PositiveIntegerField(default=1)

    register = Register(
        subjects=("series.manager", "series.employee"),
        what=_("your 1:1 meetings"),
        kept_since="starts_at",
        id=technical(),
        series=technical(),
        slot_on=between_two(_("To keep your rhythm when a meeting moves")),
        starts_at=between_two(_("To plan your meetings")),
        minutes=between_two(_("To plan your meetings")),
        state=between_two(_("To carry open topics over")),
        version=technical(),
    )

    class Meta:
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["series", "state", "starts_at"])]
        constraints = [models.UniqueConstraint(fields=["series", "slot_on"], name="one_meeting_per_slot")]


class Rescheduling(models.Model):
    """A meeting moved to another time; inside its slot it still counts as held."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="reschedulings")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    was_at = models.DateTimeField()
    now_at = models.DateTimeField()

    register = Register(
        subjects=("meeting.series.manager", "meeting.series.employee"),
        what=_("how your 1:1 meetings were moved"),
        kept_since="made_at",
        id=technical(),
        meeting=technical(),
        made_by=between_two(_("To show who moved a meeting")),
        made_at=between_two(_("To show when a meeting was moved")),
        was_at=between_two(_("To undo a move")),
        now_at=between_two(_("To undo a move")),
    )


class Closing(models.Model):
    """One of the two said: we met. Notes are not needed; it can be taken back for a while."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="closing")
    closed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(default=timezone.now)
    # Ids of the commitments whose carrying this closing counted, so that taking it back takes that back too.
    counted = models.JSONField(default=list)
    # Who met before the planned time gave that time to this meeting, which taking it back takes away again.
    following = models.ForeignKey(Meeting, models.SET_NULL, null=True, related_name="+")

    register = Register(
        subjects=("meeting.series.manager", "meeting.series.employee"),
        what=_("that you met"),
        kept_since="closed_at",
        id=technical(),
        meeting=technical(),
        closed_by=between_two(_("To show who said that you met")),
        closed_at=between_two(_("To show when you met")),
        counted=technical(),
        following=technical(),
    )
