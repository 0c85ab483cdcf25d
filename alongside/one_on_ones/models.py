"""A 1:1: two people, their series of meetings, and what they want to talk about."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.encrypted import EncryptedText
from alongside.core.models import DataKey
from alongside.core.register import Register, between_two, technical
from alongside.people.models import Person


class Series(models.Model):
    """The 1:1s of one pair. Its words are encrypted with its own key; a new manager begins a new series."""

    manager = models.ForeignKey(Person, models.PROTECT, related_name="series_as_manager")
    employee = models.ForeignKey(Person, models.PROTECT, related_name="series_as_employee")
    data_key = models.OneToOneField(DataKey, models.SET_NULL, null=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    register = Register(
        subjects=("manager", "employee"),
        what=_("your 1:1s"),
        id=technical(),
        manager=between_two(_("To know whose 1:1 it is")),
        employee=between_two(_("To know whose 1:1 it is")),
        data_key=technical(),
        started_on=between_two(_("To know since when you meet")),
        ended_on=between_two(_("To know until when you met")),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["manager", "employee"],
                condition=models.Q(ended_on=None),
                name="one_open_series_per_pair",
            ),
            models.CheckConstraint(condition=~models.Q(manager=models.F("employee")), name="two_people"),
        ]

    def other(self, person_id: int | None) -> Person:
        """The one of the two who is not this person."""
        return self.manager if person_id == self.employee_id else self.employee


class AgendaItem(models.Model):
    """One thing to talk about, shared with the other or private to its author."""

    class Visibility(models.TextChoices):
        SHARED = "shared", _("Both of you")
        PRIVATE = "private", _("Only you")

    series = models.ForeignKey(Series, models.PROTECT, related_name="items")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    visibility = models.CharField(max_length=7, choices=Visibility.choices, default=Visibility.SHARED)
    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    text = EncryptedText(key="series.data_key")
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)

    register = Register(
        subjects=("author", "series.manager", "series.employee"),
        what=_("what you want to talk about in a 1:1"),
        id=technical(),
        series=technical(),
        author=between_two(_("To show who brought a topic")),
        visibility=technical(),
        seal_id=technical(),
        text=between_two(_("To prepare your talk")),
        version=technical(),
        made_at=between_two(_("To order topics")),
    )

    class Meta:
        ordering = ["made_at", "pk"]
