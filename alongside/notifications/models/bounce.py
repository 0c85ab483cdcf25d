"""That mail to an address comes back."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.register import Erasure, Register, directory, technical
from alongside.people.models import Person

MONTHS_KEPT = 12


class Bounce(models.Model):
    """One address of a person that a mail server refused for good. It says nothing once the person has another."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    email = models.EmailField(max_length=254)
    code = models.CharField(max_length=11)  # RFC 3463 ("5.1.1"), or the number of an SMTP answer
    at = models.DateTimeField()

    register = Register(
        subjects=("person",),
        kept_since="at",
        what=_("that mail to your address came back"),
        seen_by=_("you, HR and administrators"),
        id=technical(),
        person=directory(_("To find an address that is wrong"), erasure=Erasure.DELETE, months=MONTHS_KEPT),
        email=directory(_("To find an address that is wrong"), erasure=Erasure.DELETE, months=MONTHS_KEPT),
        code=technical(),
        at=technical(),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "email"], name="notifications_one_bounce_an_address")
        ]
