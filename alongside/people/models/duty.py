"""A duty that waits for a second person: proposed by one, confirmed or declined by another administrator."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.core.register import Register, directory, technical
from alongside.people.models.chart import Unit
from alongside.people.models.person import Person, RoleGrant

KEPT = 24  # months, as long as the audit log


class DutyProposal(models.Model):
    """Open until somebody decides or its time is over; only a confirmed one gives anything."""

    HR_PARTNER = "hr_partner"

    class Decision(models.TextChoices):
        OPEN = "", _("Waits for a second person")
        CONFIRMED = "confirmed", _("Confirmed")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")
        LAPSED = "lapsed", _("Nobody decided in time")

    DUTIES = [*RoleGrant.Role.choices, (HR_PARTNER, _("HR partner"))]

    person = models.ForeignKey(Person, models.PROTECT, related_name="duty_proposals")
    duty = models.CharField(max_length=20, choices=DUTIES)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+"
    )  # of an HR partner
    reason = models.CharField(max_length=300)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    decision = models.CharField(max_length=9, choices=Decision.choices, blank=True, default="")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    register = Register(
        subjects=("person",),
        what=_("duties that were proposed for you, by whom and why, and what became of it"),
        seen_by=_("you, HR and administrators"),
        kept_since="proposed_at",
        id=technical(),
        person=technical(),
        duty=directory(_("So that two people decide who gets a duty"), months=KEPT),
        unit=technical(),
        reason=directory(_("So that the second person knows why"), months=KEPT),
        proposed_by=directory(_("So that it stays known who wanted it"), months=KEPT),
        proposed_at=technical(),
        expires_at=technical(),
        decision=directory(_("So that it stays known what was decided"), months=KEPT),
        decided_by=directory(_("So that it stays known who decided"), months=KEPT),
        decided_at=technical(),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "duty", "unit"],
                condition=Q(decision=""),
                nulls_distinct=False,
                name="one_open_proposal_per_duty",
            ),
            models.CheckConstraint(
                condition=Q(duty="hr_partner", unit__isnull=False)
                | (~Q(duty="hr_partner") & Q(unit__isnull=True)),
                name="an_hr_partner_has_a_unit",
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], condition=Q(decision=""), name="open_proposals")]

    @property
    def is_open(self) -> bool:
        """Can it still be decided?"""
        return self.decision == self.Decision.OPEN and timezone.now() < self.expires_at
