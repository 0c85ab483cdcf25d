"""What is derived from the chart for today, so that permission needs one indexed query. Never written by hand."""

from __future__ import annotations

from django.db import models

from alongside.core.register import Register, technical
from alongside.people.models.chart import Seat, Unit
from alongside.people.models.person import Person


class Placement(models.Model):
    """Where a person stands today: primary seat, unit, manager. One row per person who holds a seat."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="placement")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="placements")
    manager = models.ForeignKey(Person, models.CASCADE, null=True, related_name="team")
    # How many people are somewhere below, by all their seats.
    below = models.PositiveIntegerField(default=0, db_default=0)
    # The place right above is empty since its holder left the company; a place that nobody left is a mere vacancy.
    lacks_manager = models.BooleanField(default=False, db_default=False)

    register = Register(
        person=technical(),
        seat=technical(),
        unit=technical(),
        manager=technical(),
        below=technical(),
        lacks_manager=technical(),
    )

    class Meta:
        indexes = [
            models.Index(fields=["person"], condition=models.Q(lacks_manager=True), name="placement_lacking")
        ]


class Reach(models.Model):
    """`above` is somewhere above `below` today; `depth` 1 is the manager. Covers every seat a person holds."""

    above = models.ForeignKey(Person, models.CASCADE, related_name="reach_down", db_index=False)
    below = models.ForeignKey(Person, models.CASCADE, related_name="reach_up", db_index=False)
    depth = models.PositiveSmallIntegerField()

    register = Register(id=technical(), above=technical(), below=technical(), depth=technical())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["above", "below"], name="one_reach")]
        indexes = [models.Index(fields=["below", "depth", "above"], name="reach_up")]


class CacheState(models.Model):
    """One row: until which day the derived rows are true."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    built_for = models.DateField()
    valid_until = models.DateField(null=True)  # the next dated change; null means none is known

    register = Register(id=technical(), built_for=technical(), valid_until=technical())
