"""The chart: units, seats, who holds a seat, whom a seat answers to, which HR partner covers which unit.

Ranges are half-open days in the company's zone. Overlaps are refused by the database.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.register import Register, directory, technical
from alongside.people.models.person import Person
from alongside.people.models.spans import UntilEnded


class Unit(models.Model):
    """A team, department or division. `lineage` lists the ids from the root down to this unit, itself included."""

    name = models.CharField(max_length=160)
    external_id = models.CharField(max_length=160, null=True, blank=True, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    lineage = ArrayField(models.BigIntegerField(), default=list)

    register = Register(
        id=technical(), name=technical(), external_id=technical(), parent=technical(), lineage=technical()
    )

    class Meta:
        indexes = [GinIndex(fields=["lineage"], name="unit_lineage")]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A place in the chart. Without a current holding it is a vacancy, never a person."""

    external_id = models.CharField(max_length=80, null=True, blank=True, unique=True)
    title = models.CharField(max_length=200, blank=True)
    role_slug = models.CharField(max_length=120, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="seats")
    closed_on = models.DateField(null=True, blank=True)
    # Nobody stands above it today; derived by people/closure.py, and true of a new place until it has a line.
    is_top = models.BooleanField(default=True, db_default=True)

    register = Register(
        id=technical(),
        external_id=technical(),
        title=technical(),
        role_slug=technical(),
        unit=technical(),
        closed_on=technical(),
        is_top=technical(),
    )

    class Meta:
        indexes = [models.Index(fields=["id"], condition=models.Q(is_top=True), name="seat_tops")]

    def __str__(self) -> str:
        return self.title or f"#{self.pk}"


class Holding(models.Model):
    """A person holds a seat during some time, with a share of full time. The primary one decides their manager."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="holdings")
    during = DateRangeField()
    share = models.DecimalField(max_digits=4, decimal_places=3, default=1)
    is_primary = models.BooleanField(default=True)

    register = Register(
        subjects=("person",),
        what=_("the places you hold and held in the company"),
        id=technical(),
        person=technical(),
        seat=directory(_("So that everybody knows who does what")),
        during=directory(_("So that history stays true")),
        share=directory(_("So that nothing is expected outside your working time")),
        is_primary=technical(),
    )

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_holder_per_seat",
                expressions=[("seat", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
            ExclusionConstraint(
                name="one_primary_seat_per_person",
                expressions=[("person", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=models.Q(is_primary=True),
            ),
        ]


class Line(models.Model):
    """A seat answers to another seat: in the line (one at a time), or dotted for a named scope."""

    class Kind(models.TextChoices):
        LINE = "line", _("Line")
        DOTTED = "dotted", _("Dotted line")

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="lines")
    manager_seat = models.ForeignKey(Seat, models.PROTECT, related_name="lines_below")
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.LINE)
    during = DateRangeField()
    scope = models.CharField(max_length=160, blank=True)

    register = Register(
        id=technical(),
        seat=technical(),
        manager_seat=technical(),
        kind=technical(),
        during=technical(),
        scope=technical(),
    )

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_line_per_seat",
                expressions=[("seat", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=models.Q(kind="line"),
            ),
            models.CheckConstraint(
                condition=~models.Q(seat=models.F("manager_seat")), name="no_seat_above_itself"
            ),
        ]


class Coverage(UntilEnded, models.Model):
    """A person is HR partner of a unit and everything below it, unless somebody covers a part more closely."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="coverages")
    partner = models.ForeignKey(Person, models.PROTECT, related_name="coverages")
    during = DateRangeField()

    register = Register(
        subjects=("partner",),
        what=_("the units you support as HR partner"),
        id=technical(),
        unit=technical(),
        partner=directory(_("So that everybody knows their HR partner")),
        during=technical(),
    )

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_coverage_per_partner_and_unit",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("partner", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            )
        ]
