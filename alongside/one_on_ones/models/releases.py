"""How regularly units meet, by closed month. What was released is never changed: later corrections don't reach it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.register import Register, between_two, technical
from alongside.one_on_ones.models.series import Series
from alongside.people.models import Unit


class MonthRelease(models.Model):
    """One closed calendar month, released once; `month` is its first day."""

    month = models.DateField(unique=True)
    released_at = models.DateTimeField(auto_now_add=True)

    register = Register(id=technical(), month=technical(), released_at=technical())

    class Meta:
        ordering = ["-month"]


class UnitMonth(models.Model):
    """What is shown of a unit: a band of pairs and a share in per cent, open at an end that is None.

    `least` and `most` are the totals of levels behind the same text; later months are audited against them.
    A unit without a row is hidden to protect people.
    """

    release = models.ForeignKey(MonthRelease, models.PROTECT, related_name="cells")
    # None is everybody, where no unit stands above all others.
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    band = models.CharField(max_length=8)
    low = models.PositiveSmallIntegerField(null=True)
    high = models.PositiveSmallIntegerField(null=True)
    least = models.PositiveIntegerField()
    most = models.PositiveIntegerField()

    register = Register(
        id=technical(),
        release=technical(),
        unit=technical(),
        band=technical(),
        low=technical(),
        high=technical(),
        least=technical(),
        most=technical(),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "unit"], name="one_cell_per_unit_and_month")
        ]


class PairMonth(models.Model):
    """In which released cells a pair was counted, without how often it met: so that months don't add up to a person."""

    release = models.ForeignKey(MonthRelease, models.PROTECT, related_name="pairs")
    series = models.ForeignKey(Series, models.SET_NULL, null=True, related_name="+")
    units = ArrayField(models.BigIntegerField(), default=list)

    register = Register(
        subjects=("series.manager", "series.employee"),
        what=_("in which months your 1:1s were counted among those of a unit"),
        seen_by=_("nobody"),
        id=technical(),
        release=technical(),
        series=technical(),
        units=between_two(_("So that numbers about a unit never tell about one of you")),
    )
