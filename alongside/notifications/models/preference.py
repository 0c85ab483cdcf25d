"""How somebody wants to hear of routine news."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.register import Erasure, Register, directory, technical
from alongside.people.models import Person


class Preference(models.Model):
    """One person's choice; without a row news comes at once. What waits for them is never held back."""

    class Routine(models.TextChoices):
        AT_ONCE = "at_once", _("At once, one mail each")
        DAILY = "daily", _("Once a day, all in one mail")
        NEVER = "never", _("Not by mail")

    person = models.OneToOneField(Person, models.PROTECT, related_name="+")
    routine = models.CharField(max_length=7, choices=Routine.choices, default=Routine.AT_ONCE)

    register = Register(
        subjects=("person",),
        what=_("how you want to be told"),
        id=technical(),
        person=technical(),
        routine=directory(_("To write to you the way you want"), erasure=Erasure.DELETE),
    )
