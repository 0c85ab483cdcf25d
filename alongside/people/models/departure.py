"""Somebody leaves the company: when, and what became of it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.register import Register, directory, technical
from alongside.people.models.person import Person


class Departure(models.Model):
    """One leaving. Open until it is carried out or withdrawn; a person has one open at most."""

    class Source(models.TextChoices):
        PERSON = "person", _("entered by a person")
        FILE = "file", _("from the organisation file")
        SCIM = "scim", _("from the identity provider")

    person = models.ForeignKey(Person, models.PROTECT, related_name="departures")
    ends_on = models.DateField()  # the first day without them, in the company's zone
    ends_at = models.DateTimeField()  # the instant at which access ends
    source = models.CharField(max_length=6, choices=Source.choices, default=Source.PERSON)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    register = Register(
        subjects=("person",),
        what=_("when you leave or left the company"),
        seen_by=_("you, HR and administrators, and who administers your unit"),
        id=technical(),
        person=technical(),
        ends_on=directory(_("So that your access ends with your work")),
        ends_at=directory(_("So that your access ends with your work")),
        source=technical(),
        made_by=technical(),
        made_at=technical(),
        withdrawn_at=technical(),
        done_at=technical(),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(withdrawn_at=None, done_at=None),
                name="one_open_departure_per_person",
            )
        ]
        indexes = [
            models.Index(
                fields=["ends_at"],
                condition=models.Q(withdrawn_at=None, done_at=None),
                name="departures_to_come",
            )
        ]

    @property
    def last_day(self) -> date:
        """The last day on which they work here."""
        return self.ends_on - timedelta(days=1)

    @property
    def is_open(self) -> bool:
        return self.withdrawn_at is None and self.done_at is None
