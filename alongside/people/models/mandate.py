"""Somebody looks after the directory of a unit and everything below it: no company settings, no duty, no words."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.register import Register, directory, technical
from alongside.people.models.chart import Unit
from alongside.people.models.person import Person
from alongside.people.models.spans import UntilEnded


class UnitAdministration(UntilEnded, models.Model):
    """A person administers a unit with everything below it, during some time; empty at the end means until ended."""

    ROLE = "unit_administrator"  # among an actor's roles, beside the duties for the whole company

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="administrations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="administrations")
    during = DateRangeField()
    given_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    register = Register(
        subjects=("person",),
        what=_("the units you administer"),
        id=technical(),
        unit=technical(),
        person=directory(_("So that everybody knows who looks after the directory of a unit")),
        during=technical(),
        given_by=technical(),
    )

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_administration_per_person_and_unit",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            )
        ]
