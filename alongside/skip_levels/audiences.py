"""Who can see what of skip-level talks. Written once; rows, decisions, labels and recipients are compiled from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Model, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.core.audience import NOBODY, Audience, Where
from alongside.people.relations import lookup, participants
from alongside.skip_levels.models import Place, Retelling

State = Retelling.State

TALK = Audience(
    allow=(participants("leader", "person", "manager"),),
    promise=_("You two. The manager between you sees that you meet, when and for which purpose."),
)
TOPIC = Audience(
    allow=(participants("talk.leader", "talk.person"),),
    promise=_("Only you two: not the manager between you, and nobody in HR."),
)
RETELLING = Audience(
    allow=(
        participants("leader"),
        Where("state", State.HANDED_ON, participants("manager")),
        Where("state", State.ANSWERED, participants("manager")),
    ),
    promise=_("The leader; the manager once it was handed on; the team once it was answered."),
)
READING = Audience(
    allow=(participants("person"),), promise=_("Your team, its manager and the leader. Nobody in HR.")
)


@dataclass(frozen=True)
class InGroup:
    """The people in a group talk, or their managers who were told. `path` leads to the group; empty: it is the record."""

    path: str
    column: str  # "person" or "manager"
    follows_chart: ClassVar[bool] = False

    def q(self, actor: Actor) -> Q:
        if actor.person_id is None:
            return NOBODY
        mine = Place.objects.filter(**{self.column: actor.person_id}).order_by()
        return Q(**{lookup(self.path, "__in"): mine.values("group")})

    def holds(self, actor: Actor, thing: Model) -> bool:
        return actor.person_id is not None and actor.person_id in self.people(thing)

    def people(self, thing: Model) -> set[int]:
        group = getattr(thing, f"{self.path}_id") if self.path else thing.pk
        return set(Place.objects.filter(group=group).values_list(self.column, flat=True))

    def words(self, thing: Model) -> str | Promise:
        return _("the group") if self.column == "person" else _("their managers")


GROUP = Audience(
    allow=(participants("leader"), InGroup("", "person"), InGroup("", "manager")),
    promise=_("The group and its leader. Your managers see that you meet, when and for which purpose."),
)
PLACE = Audience(
    allow=(participants("group.leader", "manager"), InGroup("group", "person")), promise=GROUP.promise
)
