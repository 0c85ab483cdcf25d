"""The 1:1s of one pair and their rhythm."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.models import DataKey
from alongside.core.register import Register, between_two, technical
from alongside.people.models import Person


class Series(models.Model):
    """The 1:1s of one pair. Its words are encrypted with its own key; a new manager begins a new series.

    The rhythm keeps wall-clock time in `time_zone`: 14:00 stays 14:00 when the clocks change.
    """

    class Cadence(models.TextChoices):
        WEEKLY = "weekly", _("Every week")
        FORTNIGHTLY = "fortnightly", _("Every two weeks")
        MONTHLY = "monthly", _("Every month")
        CUSTOM = "custom", _("By a rule of your own")

    manager = models.ForeignKey(Person, models.PROTECT, related_name="series_as_manager")
    employee = models.ForeignKey(Person, models.PROTECT, related_name="series_as_employee")
    data_key = models.OneToOneField(DataKey, models.SET_NULL, null=True)
    cadence = models.CharField(max_length=11, choices=Cadence.choices, default=Cadence.WEEKLY)
    recurrence = models.CharField(
        max_length=300, blank=True
    )  # RFC 5545, where the two brought their own rule
    first_on = models.DateField(null=True, blank=True)  # the local day from which the rhythm is counted
    starts_at = models.TimeField(null=True, blank=True)  # local time of day; null until the pair chose one
    minutes = models.PositiveSmallIntegerField(default=25)
    time_zone = models.CharField(max_length=60, default="UTC")
    # The words of what was agreed travel by mail only where both said yes.
    manager_wants_words_by_mail = models.BooleanField(default=False)
    employee_wants_words_by_mail = models.BooleanField(default=False)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    register = Register(
        subjects=("manager", "employee"),
        what=_("your 1:1s"),
        kept_since="ended_on",
        id=technical(),
        manager=between_two(_("To know whose 1:1 it is")),
        employee=between_two(_("To know whose 1:1 it is")),
        data_key=technical(),
        cadence=between_two(_("To plan your meetings")),
        recurrence=between_two(_("To plan your meetings")),
        first_on=between_two(_("To plan your meetings")),
        starts_at=between_two(_("To plan your meetings")),
        minutes=between_two(_("To plan your meetings")),
        time_zone=between_two(_("To plan your meetings")),
        manager_wants_words_by_mail=between_two(_("To send what was agreed only if you both want it")),
        employee_wants_words_by_mail=between_two(_("To send what was agreed only if you both want it")),
        started_on=between_two(_("To know since when you meet")),
        ended_on=between_two(_("To know until when you met")),
        version=technical(),
    )

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.UniqueConstraint(
                fields=["manager", "employee"],
                condition=models.Q(ended_on=None),
                name="one_open_series_per_pair",
            ),
            models.CheckConstraint(condition=~models.Q(manager=models.F("employee")), name="two_people"),
        ]

    def __str__(self) -> str:
        return f"1:1 {self.pk}"

    def other(self, person_id: int | None) -> Person:
        """The one of the two who is not this person."""
        return self.manager if person_id == self.employee_id else self.employee

    @property
    def sends_words(self) -> bool:
        """Both chose to get what was agreed by mail, words included."""
        return self.manager_wants_words_by_mail and self.employee_wants_words_by_mail


class Pause(models.Model):
    """Days in which the pair does not meet, by their own choice."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="pauses")
    during = DateRangeField()  # half-open; an open end pauses until somebody resumes
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    register = Register(
        subjects=("series.manager", "series.employee"),
        what=_("pauses of your 1:1s"),
        kept_since="during",
        id=technical(),
        series=technical(),
        during=between_two(_("To plan your meetings")),
        made_by=between_two(_("To show who paused")),
    )
