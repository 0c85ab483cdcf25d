"""How a person may stand to a record. Audiences are built from these and from nothing else.

Each relation is told, by attribute paths, where on the record its people are, e.g. Participants("series.manager").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Model, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.core.audience import NOBODY
from alongside.core.register import person_at
from alongside.people import queries
from alongside.people.models import Person, Reach
from alongside.people.queries import mandates


def lookup(path: str, suffix: str = "") -> str:
    """ "series.manager" -> "series__manager"; the empty path is the record itself."""
    return (path.replace(".", "__") or "pk") + suffix


@dataclass(frozen=True)
class Participants:
    """The people named on the record itself: both of a 1:1, the owner of a goal, the author of a line."""

    paths: tuple[str, ...]
    label: str | Promise
    follows_chart: ClassVar[bool] = False

    def q(self, actor: Actor) -> Q:
        whole = NOBODY
        if actor.person_id is None:
            return whole  # an empty column is no relation to nobody
        for path in self.paths:
            whole |= Q(**{lookup(path): actor.person_id})
        return whole

    def holds(self, actor: Actor, thing: Model) -> bool:
        return actor.person_id is not None and actor.person_id in self.people(thing)

    def people(self, thing: Model) -> set[int]:
        return {found for path in self.paths if (found := person_at(thing, path)) is not None}

    def words(self, thing: Model) -> str | Promise:
        return self.label


def participants(*paths: str) -> Participants:
    return Participants(paths, _("the people taking part"))


def author(path: str) -> Participants:
    return Participants((path,), _("only the person who wrote it"))


@dataclass(frozen=True)
class LineAbove:
    """Managers above the person at `path`, up to `levels` (None: all the way)."""

    path: str
    levels: int | None = None
    follows_chart: ClassVar[bool] = True

    def q(self, actor: Actor) -> Q:
        reach = Reach.objects.filter(above_id=actor.person_id)
        if self.levels is not None:
            reach = reach.filter(depth__lte=self.levels)
        return Q(**{lookup(self.path, "__in"): reach.values("below_id")})

    def holds(self, actor: Actor, thing: Model) -> bool:
        below = person_at(thing, self.path)
        depth = queries.depth_below(actor).get(below) if below is not None else None
        return depth is not None and (self.levels is None or depth <= self.levels)

    def people(self, thing: Model) -> set[int]:
        reach = Reach.objects.filter(below_id=person_at(thing, self.path))
        if self.levels is not None:
            reach = reach.filter(depth__lte=self.levels)
        return set(reach.values_list("above_id", flat=True))

    def words(self, thing: Model) -> str | Promise:
        return _("their manager") if self.levels == 1 else _("the managers above")


@dataclass(frozen=True)
class ReportsOf:
    """The people whose manager the person at `path` is today."""

    path: str
    follows_chart: ClassVar[bool] = True

    def q(self, actor: Actor) -> Q:
        above = Reach.objects.filter(below_id=actor.person_id, depth=1)
        return Q(**{lookup(self.path, "__in"): above.values("above_id")})

    def holds(self, actor: Actor, thing: Model) -> bool:
        return actor.person_id is not None and actor.person_id in self.people(thing)

    def people(self, thing: Model) -> set[int]:
        below = Reach.objects.filter(above_id=person_at(thing, self.path), depth=1)
        return set(below.values_list("below_id", flat=True))

    def words(self, thing: Model) -> str | Promise:
        return _("the people they manage")


@dataclass(frozen=True)
class HrPartnerOf:
    """The HR partners whose units cover the person at `path`; never of themselves or of those above them (AZ-3)."""

    path: str
    follows_chart: ClassVar[bool] = True

    def q(self, actor: Actor) -> Q:
        return Q(**{lookup(self.path, "__in"): queries.people_covered_by(actor).values("pk")})

    def holds(self, actor: Actor, thing: Model) -> bool:
        person = person_at(thing, self.path)
        return person is not None and queries.people_covered_by(actor).filter(pk=person).exists()

    def people(self, thing: Model) -> set[int]:
        person = person_at(thing, self.path)
        return set() if person is None else queries.hr_partner_ids_of(person)

    def words(self, thing: Model) -> str | Promise:
        return _("their HR partner")


@dataclass(frozen=True)
class UnitAdministratorOf:
    """Who administers a unit around the person at `path`; never of themselves, those above them, or who holds a duty."""

    path: str
    follows_chart: ClassVar[bool] = True

    def q(self, actor: Actor) -> Q:
        return Q(**{lookup(self.path, "__in"): mandates.people_administered_by(actor).values("pk")})

    def holds(self, actor: Actor, thing: Model) -> bool:
        person = person_at(thing, self.path)
        return person is not None and mandates.people_administered_by(actor).filter(pk=person).exists()

    def people(self, thing: Model) -> set[int]:
        person = person_at(thing, self.path)
        return set() if person is None else mandates.unit_administrator_ids_of(person)

    def words(self, thing: Model) -> str | Promise:
        return _("who administers their unit")


@dataclass(frozen=True)
class Everyone:
    """Everybody with an account here."""

    follows_chart: ClassVar[bool] = False

    def q(self, actor: Actor) -> Q:
        return ~NOBODY

    def holds(self, actor: Actor, thing: Model) -> bool:
        return actor.person_id is not None

    def people(self, thing: Model) -> set[int]:
        return set(Person.objects.filter(account__isnull=False, erased_at=None).values_list("pk", flat=True))

    def words(self, thing: Model) -> str | Promise:
        return _("everybody in the company")
