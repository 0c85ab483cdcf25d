"""The company itself, and people from outside who step in where two duties must not be one person's."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.register import Register, directory, technical


class Company(models.Model):
    """One row: what the company is called, and what holds where nobody chose otherwise."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=12, default="en")
    time_zone = models.CharField(max_length=60, default="UTC")
    # Small HR: one person holds several duties. Where two people are needed, a named outsider is the second.
    small_hr = models.BooleanField(default=False)
    mail_tested_at = models.DateTimeField(null=True)
    set_up_at = models.DateTimeField(null=True)  # somebody said the list is done
    version = models.PositiveIntegerField(default=1)

    register = Register(
        id=technical(),
        name=technical(),
        language=technical(),
        time_zone=technical(),
        small_hr=technical(),
        mail_tested_at=technical(),
        set_up_at=technical(),
        version=technical(),
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_company")]

    def __str__(self) -> str:
        return self.name


class Outsider(models.Model):
    """Somebody from outside who is the second pair of eyes for one duty: a lawyer, an ombudsperson, a board member."""

    class Duty(models.TextChoices):
        SECOND_PERSON = "second_person", _("Confirms what needs two people of HR")
        APPEAL = "appeal", _("Looks at it once more when somebody disagrees with HR")
        CONCERNS = "concerns", _("Hears concerns about HR itself")

    duty = models.CharField(max_length=20, choices=Duty.choices, unique=True)
    name = models.CharField(max_length=160)
    contact = models.CharField(max_length=254)

    register = Register(
        what=_("people from outside who step in for HR"),
        seen_by=_("HR and administrators"),
        id=technical(),
        duty=directory(_("So that everybody knows who the second pair of eyes is")),
        name=directory(_("So that everybody knows who the second pair of eyes is")),
        contact=directory(_("So that everybody can reach them")),
    )

    def __str__(self) -> str:
        return self.name
