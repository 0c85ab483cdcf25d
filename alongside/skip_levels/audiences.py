"""Who can see what of skip-level talks. Written once; rows, decisions, labels and recipients are compiled from it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.core.audience import Audience, Where
from alongside.people.relations import participants
from alongside.skip_levels.models import Retelling

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
