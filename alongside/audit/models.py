"""The append-only record of who did what. References only: never a name, never a word of content."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.register import DataClass, Entry, Erasure, Export, Register, technical

WRITERS_LOCK = 7_301_001  # shared by whoever writes an entry, exclusive for the sealer


def _trace(purpose: object) -> Entry:
    return Entry(DataClass.C2, str(purpose), settings.AUDIT_MONTHS, Export.EXPORT, Erasure.KEEP)


class AuditEntry(models.Model):
    """One act. Written in the transaction of the act; the database refuses to change it, and to delete it in time."""

    at = models.DateTimeField(auto_now_add=True)
    person_id = models.BigIntegerField(null=True)
    on_behalf_of_id = models.BigIntegerField(null=True)
    door = models.CharField(max_length=12)
    action = models.CharField(max_length=80)
    kind = models.CharField(max_length=80, blank=True)
    key = models.CharField(max_length=64, blank=True)
    data_class = models.CharField(max_length=12, blank=True)
    purpose = models.CharField(max_length=40, blank=True)
    result = models.CharField(max_length=12, default="done")
    request_id = models.CharField(max_length=32, blank=True)
    details = models.JSONField(default=dict)

    register = Register(
        subjects=("person_id",),
        what=_("who did what, when"),
        seen_by=_("the people it concerns"),
        id=technical(),
        at=_trace("when"),
        person_id=_trace("who"),
        on_behalf_of_id=_trace("for whom"),
        door=_trace("through which door"),
        action=_trace("what"),
        kind=technical(),
        key=technical(),
        data_class=technical(),
        purpose=technical(),
        result=technical(),
        request_id=technical(),
        details=technical(),
    )

    class Meta:
        indexes = [
            models.Index(fields=["kind", "key"]),
            models.Index(fields=["person_id", "-id"]),
        ]


class AuditConcern(models.Model):
    """Whom an act concerned, so that everybody can see who viewed or changed what concerns them."""

    entry = models.ForeignKey(AuditEntry, on_delete=models.PROTECT, related_name="concerns")
    person_id = models.BigIntegerField()

    register = Register(
        subjects=("person_id",), id=technical(), entry=technical(), person_id=_trace("whom it concerned")
    )

    class Meta:
        indexes = [models.Index(fields=["person_id", "-entry"])]


class Seal(models.Model):
    """A Merkle root over a range of entries, chained to the seal before it."""

    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField(unique=True)
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    register = Register(
        id=technical(),
        first_id=technical(),
        last_id=technical(),
        root=technical(),
        previous=technical(),
        made_at=technical(),
    )


class ForgottenMonth(models.Model):
    """The entries of one month went, as all do in time; their seals stay. Only the database's own function writes it."""

    month = models.DateField(unique=True)  # its first day, UTC: the month in which the seals were made
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    entries = models.BigIntegerField()
    forgotten_at = models.DateTimeField()

    register = Register(
        id=technical(),
        month=technical(),
        first_id=technical(),
        last_id=technical(),
        entries=technical(),
        forgotten_at=technical(),
    )
