"""A person, where they work, when they are away, who acts for them, and which duties they hold."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.core.register import Erasure, Register, directory, technical
from alongside.identity.models import Account
from alongside.people.models.company import IN_FORCE
from alongside.people.models.spans import UntilEnded

SORTED_BY = 80  # characters of search_text that decide the order of the directory


class Site(models.Model):
    """A place of work: its zone, its working days, and which public holidays it keeps."""

    name = models.CharField(max_length=120, unique=True)
    time_zone = models.CharField(max_length=60, default="UTC")
    country = models.CharField(max_length=2, blank=True)  # ISO 3166-1, names the holiday calendar
    subdivision = models.CharField(max_length=10, blank=True)
    working_days = models.JSONField(default=list)  # ISO weekdays 1..7; empty means Monday to Friday

    register = Register(
        id=technical(),
        name=technical(),
        time_zone=technical(),
        country=technical(),
        subdivision=technical(),
        working_days=technical(),
    )

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody who works or worked here. One display name, optional parts; no birth date, no pay, no health."""

    account = models.OneToOneField(Account, models.PROTECT, null=True, blank=True, related_name="person")
    external_id = models.CharField(max_length=80, null=True, blank=True, unique=True)
    name = models.CharField(max_length=200)
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    email = models.EmailField(null=True, blank=True, unique=True)
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True)
    locale = models.CharField(max_length=12, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    # ISO weekdays 1..7 of people who work part of the week; empty means those of the site.
    working_days = models.JSONField(default=list, blank=True)
    theme = models.CharField(max_length=5, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    # The first day without them, once they have left; empty for everybody who works here.
    left_on = models.DateField(null=True, blank=True)
    # An empty identity: the person was erased; what concerned other people stays.
    erased_at = models.DateTimeField(null=True, blank=True)
    # Typed by a manager who began alone; a later import adopts the row.
    typed_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    # " name / title unit unit", lower case without accents; derived by people/closure.py whenever the chart changes.
    search_text = models.TextField(blank=True, default="")

    register = Register(
        subjects=("",),
        what=_("who you are in the company"),
        id=technical(),
        account=technical(),
        external_id=directory(_("To match you with the organisation file")),
        name=directory(_("So that colleagues can find and address you")),
        given_name=directory(_("To address you")),
        family_name=directory(_("To sort lists")),
        email=directory(_("To write to you and to sign you in")),
        site=directory(_("For your working days and holidays")),
        locale=directory(_("To show dates and words your way")),
        time_zone=directory(_("To show times where you are")),
        working_days=directory(_("So that nothing is expected on days you don't work")),
        theme=technical(erasure=Erasure.DELETE),
        invited_at=technical(),
        left_on=directory(_("So that nobody turns to somebody who has left")),
        erased_at=technical(),
        typed_by=technical(),
        search_text=directory(_("So that colleagues can find you")),
    )

    class Meta:
        indexes = [
            models.Index(fields=["family_name", "name"]),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="person_search"),
            # The order of the directory. Cut, because an entry of a B-tree has to fit into a third of a page.
            models.Index(Left("search_text", SORTED_BY), "id", name="person_order"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """Their time zone; the company's where theirs is empty or unknown to this machine."""
        try:
            return ZoneInfo(self.time_zone or IN_FORCE.zone())
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo(settings.TIME_ZONE)

    @property
    def language(self) -> str:
        """The language they chose; the company's where they chose none that it speaks."""
        return self.locale if self.locale in dict(settings.LANGUAGES) else IN_FORCE.language()

    @property
    def first_name(self) -> str:
        """What a colleague would call them."""
        return self.given_name or self.name.split(" ")[0]


class Absence(models.Model):
    """Days away. Why is nobody's business here: no kind of leave is stored."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="absences")
    during = DateRangeField()  # half-open

    register = Register(
        subjects=("person",),
        what=_("days you are away, without a reason"),
        kept_since="during",
        id=technical(),
        person=technical(),
        during=directory(
            _("So that nothing is expected while you are away"), erasure=Erasure.DELETE, months=36
        ),
    )

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="away_once_at_a_time",
                expressions=[("person", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            )
        ]

    @property
    def last_day(self) -> date:
        """The range is half-open; people speak of the last day."""
        last: date = self.during.upper - timedelta(days=1)
        return last


class Delegation(models.Model):
    """Somebody acts for somebody until a named end: shared tasks only, never words between two people."""

    from_person = models.ForeignKey(Person, models.PROTECT, related_name="delegations_given")
    to_person = models.ForeignKey(Person, models.PROTECT, related_name="delegations_received")
    during = DateRangeField()
    register = Register(
        subjects=("from_person", "to_person"),
        what=_("who acts for whom, and until when"),
        kept_since="during",
        id=technical(),
        from_person=technical(),
        to_person=technical(),
        during=directory(_("So that work goes on while somebody is away"), erasure=Erasure.DELETE, months=36),
    )

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_stand_in_at_a_time",
                expressions=[("from_person", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=~models.Q(from_person=models.F("to_person")), name="no_stand_in_for_oneself"
            ),
            models.CheckConstraint(condition=models.Q(during__upper_inf=False), name="standing_in_ends"),
        ]

    @property
    def is_now(self) -> bool:
        """Does it hold today, by the company's day?"""
        day = timezone.localdate(timezone=ZoneInfo(IN_FORCE.zone()))
        return bool(self.during.lower <= day < self.during.upper)

    @property
    def last_day(self) -> date:
        """The range is half-open; people speak of the last day."""
        last: date = self.during.upper - timedelta(days=1)
        return last


class RoleGrant(UntilEnded, models.Model):
    """A duty for the whole company, held during some time. No duty opens words between two people."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator", _("Administrator")
        HEAD_OF_HR = "head_of_hr", _("Head of HR")
        HR_OPERATIONS = "hr_operations", _("HR operations")
        AUDITOR = "auditor", _("Auditor")

    person = models.ForeignKey(Person, models.PROTECT, related_name="roles")
    role = models.CharField(max_length=20, choices=Role.choices)
    during = DateRangeField()
    granted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    register = Register(
        subjects=("person",),
        what=_("duties you hold in the company"),
        id=technical(),
        person=technical(),
        role=directory(_("So that the right people can do their duty")),
        during=technical(),
        granted_by=technical(),
    )
