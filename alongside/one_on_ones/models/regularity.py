"""What decides whether a meeting counts: who called it off, who says that it did not take place, earlier rhythms."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.register import Register, between_two, technical
from alongside.one_on_ones.models.meetings import Meeting
from alongside.one_on_ones.models.series import Series
from alongside.people.models import Person


class CallingOff(models.Model):
    """Who left a meeting out or called it off. What the employee calls off is never counted as missing."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="calling_off")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    register = Register(
        subjects=("meeting.series.manager", "meeting.series.employee"),
        what=_("1:1 meetings that were left out"),
        kept_since="made_at",
        id=technical(),
        meeting=technical(),
        made_by=between_two(_("To count fairly how regularly you meet")),
        made_at=between_two(_("To count fairly how regularly you meet")),
    )


class Contest(models.Model):
    """One of the two said that they met; the other one says that they did not."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="contest")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    register = Register(
        subjects=("meeting.series.manager", "meeting.series.employee"),
        what=_("1:1 meetings of which one of you says that they did not take place"),
        kept_since="made_at",
        id=technical(),
        meeting=technical(),
        made_by=between_two(_("To count fairly how regularly you meet")),
        made_at=between_two(_("To count fairly how regularly you meet")),
    )


class PastRhythm(models.Model):
    """A rhythm that was in force until a day, not included; expected meetings are counted by the one of their time."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="past_rhythms")
    cadence = models.CharField(max_length=11, choices=Series.Cadence.choices)
    recurrence = models.CharField(max_length=300, blank=True)
    first_on = models.DateField()
    until = models.DateField()

    register = Register(
        subjects=("series.manager", "series.employee"),
        what=_("how often you met earlier"),
        kept_since="until",
        id=technical(),
        series=technical(),
        cadence=between_two(_("To count fairly how regularly you meet")),
        recurrence=between_two(_("To count fairly how regularly you meet")),
        first_on=between_two(_("To count fairly how regularly you meet")),
        until=between_two(_("To count fairly how regularly you meet")),
    )


class Rating(models.Model):
    """How useful the talks of late were to one of the two, 1 to 5, and how much of the time the employee talked.

    Nobody reads a single one: the pair sees a mean over rounds in which both answered.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="ratings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    useful = models.PositiveSmallIntegerField()
    employee_talked = models.PositiveSmallIntegerField()  # per cent of the time
    made_at = models.DateTimeField(auto_now_add=True)

    register = Register(
        subjects=("person",),
        what=_("how useful your 1:1s are to you"),
        seen_by=_("only you; the two of you see a mean of both"),
        kept_since="made_at",
        id=technical(),
        meeting=technical(),
        person=between_two(_("To ask everybody once")),
        useful=between_two(_("To see whether your talks help you both")),
        employee_talked=between_two(_("To see whether there is room for both")),
        made_at=technical(),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="one_rating_each"),
            models.CheckConstraint(condition=models.Q(useful__range=(1, 5)), name="useful_one_to_five"),
            models.CheckConstraint(
                condition=models.Q(employee_talked__range=(0, 100)), name="talked_share_per_cent"
            ),
        ]
