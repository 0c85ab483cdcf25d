"""How often something was tried lately. Shared by all processes; lost in a crash, which only forgives."""

from __future__ import annotations

from django.db import models

from alongside.core.register import Register, technical


class Tally(models.Model):
    """One counter. `key` is a keyed hash of who or where: the row says nothing about a person."""

    key = models.CharField(max_length=64, primary_key=True)
    bucket = models.CharField(max_length=20)
    window_started = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()
    not_before = models.DateTimeField(null=True)

    register = Register(
        key=technical(),
        bucket=technical(),
        window_started=technical(),
        count=technical(),
        not_before=technical(),
    )
