"""The company itself, and people from outside who step in where two duties must not be one person's."""

from __future__ import annotations

from time import monotonic

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.register import Register, directory, technical


class Company(models.Model):
    """One row: what the company is called, and what holds where nobody chose otherwise."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=12, default="en")
    time_zone = models.CharField(max_length=60, default="UTC")
    # Small HR: one person holds several duties. Where two people are needed, a named outsider is the second.
    small_hr = models.BooleanField(default=False)
    # A second factor of everybody with an e-mail address, not only of those who lead or hold a duty.
    second_factor_for_all = models.BooleanField(default=False)
    mail_tested_at = models.DateTimeField(null=True)
    set_up_at = models.DateTimeField(null=True)  # somebody said the list is done
    version = models.PositiveIntegerField(default=1)

    register = Register(
        id=technical(),
        name=technical(),
        language=technical(),
        time_zone=technical(),
        small_hr=technical(),
        second_factor_for_all=technical(),
        mail_tested_at=technical(),
        set_up_at=technical(),
        version=technical(),
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_company")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_set_up(self) -> bool:
        """Whether somebody has saved the page of the company; before, the environment's language and zone count."""
        return bool(self.name)


class InForce:
    """The company's language and zone, read once a minute per process and at once where they were changed.

    Every request asks for the company's day several times, so it is kept; another process follows within a minute.
    """

    SECONDS = 60

    def __init__(self) -> None:
        self._kept: tuple[float, str, str] | None = None

    def language(self) -> str:
        """What those read who chose no language."""
        return self._read()[1]

    def zone(self) -> str:
        """The zone by whose midnight days begin."""
        return self._read()[2]

    def forget(self) -> None:
        """Read anew at the next question."""
        self._kept = None

    def keep(self, language: str, zone: str) -> None:
        self._kept = (monotonic() + self.SECONDS, language, zone)

    def _read(self) -> tuple[float, str, str]:
        if self._kept is None or self._kept[0] < monotonic():
            company = Company.objects.filter(pk=1).first()
            if company is not None and company.is_set_up:
                self.keep(company.language, company.time_zone)
            else:
                self.keep(settings.LANGUAGE_CODE, settings.TIME_ZONE)
        assert self._kept is not None  # noqa: S101  (for the type checker)
        return self._kept


IN_FORCE = InForce()


class Outsider(models.Model):
    """Somebody from outside who is the second pair of eyes for one duty: a lawyer, an ombudsperson, a board member."""

    class Duty(models.TextChoices):
        SECOND_PERSON = "second_person", _("Confirms what needs two people of HR")
        APPEAL = "appeal", _("Looks at it once more when somebody disagrees with HR")
        CONCERNS = "concerns", _("Hears concerns about HR itself")

    duty = models.CharField(max_length=20, choices=Duty.choices, unique=True)
    name = models.CharField(max_length=160)
    contact = models.CharField(max_length=254)

    register = Register(
        what=_("people from outside who step in for HR"),
        seen_by=_("HR and administrators"),
        id=technical(),
        duty=directory(_("So that everybody knows who the second pair of eyes is")),
        name=directory(_("So that everybody knows who the second pair of eyes is")),
        contact=directory(_("So that everybody can reach them")),
    )

    def __str__(self) -> str:
        return self.name
