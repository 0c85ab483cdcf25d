"""What an identity provider said about somebody, and the tokens with which it speaks."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.register import Erasure, Register, directory, technical
from alongside.people.models.person import Person


class ProvisionedPerson(models.Model):
    """The provider's view of one person. What Alongside has no use for (phones, addresses, photos) is not stored.

    `manager_ref` names a manager who is not here yet, or who would close a circle; it resolves later.
    """

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="provisioned")
    user_name = models.CharField(max_length=200)
    user_key = models.CharField(max_length=200)  # user_name, casefolded: names differ by more than capitals
    external_id = models.CharField(max_length=200, blank=True)
    said = models.JSONField(default=dict)  # the attributes of provisioning/user.py, as sent
    manager_ref = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    register = Register(
        subjects=("person",),
        what=_("what your company's identity provider says about you"),
        seen_by=_("the identity provider"),
        person=technical(),
        user_name=directory(_("To match you with the identity provider"), erasure=Erasure.DELETE),
        user_key=technical(erasure=Erasure.DELETE),
        external_id=directory(_("To match you with the identity provider"), erasure=Erasure.DELETE),
        said=directory(_("To answer the identity provider with what it sent"), erasure=Erasure.DELETE),
        manager_ref=directory(_("To find your manager when they arrive"), erasure=Erasure.DELETE),
        made_at=technical(),
        changed_at=technical(),
        deleted_at=technical(),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user_key"], condition=models.Q(deleted_at=None), name="one_person_per_user_name"
            )
        ]
        indexes = [
            models.Index(fields=["external_id"], name="provisioned_external_id"),
            models.Index(
                fields=["manager_ref"], condition=~models.Q(manager_ref=""), name="provisioned_waiting"
            ),
        ]


class ProvisioningToken(models.Model):
    """Opens the SCIM address and nothing else. It belongs to the company, so it outlives who made it."""

    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    register = Register(
        id=technical(),
        name=technical(),
        digest=technical(),
        made_by=technical(),
        made_at=technical(),
        expires_at=technical(),
        last_used_on=technical(),
        ended_at=technical(),
    )
