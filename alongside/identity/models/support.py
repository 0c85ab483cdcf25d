"""Access for somebody from outside who helps with the machine: named, reasoned, for a day at most."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.core.register import Register, directory, technical


class SupportAccess(models.Model):
    """A key for one supporter. They are no person of the company: no directory, no duty, no account.

    Only the key's hash is stored. What is seen with it is the state of the machine (operations/views/support.py).
    """

    name = models.CharField(max_length=160)
    company = models.CharField(max_length=160, blank=True)
    contact = models.CharField(max_length=254)
    reason = models.CharField(max_length=300)
    digest = models.CharField(max_length=64, unique=True)
    opened_by_id = models.BigIntegerField()  # a person
    opened_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)  # first
    ended_at = models.DateTimeField(null=True)  # before its time
    ended_by_id = models.BigIntegerField(null=True)  # a person

    register = Register(
        subjects=("opened_by_id",),
        what=_("access you opened for somebody who helps with the machine"),
        seen_by=_("administrators"),
        kept_since="opened_at",
        id=technical(),
        name=directory(_("So that it stays known who was let in"), months=24),
        company=directory(_("So that it stays known who was let in"), months=24),
        contact=directory(_("So that they can be asked what they did"), months=24),
        reason=directory(_("So that it stays known why somebody was let in"), months=24),
        digest=technical(),
        opened_by_id=directory(_("So that it stays known who let them in"), months=24),
        opened_at=technical(),
        ends_at=technical(),
        used_at=technical(),
        ended_at=technical(),
        ended_by_id=technical(),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__lte=models.F("opened_at") + timedelta(hours=24)),
                name="support_for_a_day_at_most",
            )
        ]

    @property
    def is_open(self) -> bool:
        """Does the key open anything now?"""
        return self.ended_at is None and timezone.now() < self.ends_at
