"""What the machine remembers about itself."""

from __future__ import annotations

from django.db import models

from alongside.core.register import Register, technical


class Backup(models.Model):
    """A note that a backup was made. The backup itself lies elsewhere, and so do its keys."""

    made_at = models.DateTimeField()
    bytes = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    verified_at = models.DateTimeField(null=True)  # when it was last put back on trial

    register = Register(
        id=technical(),
        made_at=technical(),
        bytes=technical(),
        sha256=technical(),
        verified_at=technical(),
    )

    class Meta:
        indexes = [models.Index(fields=["-made_at"])]
