"""Reading commitments."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from alongside.commitments import audiences
from alongside.commitments.models import Commitment, Obstacle
from alongside.core.actor import Actor


def commitments_visible_to(actor: Actor) -> QuerySet[Commitment]:
    """What I owe and what is owed to me, with what is needed to open the words."""
    return Commitment.objects.filter(audiences.COMMITMENT.q(actor)).select_related(
        "data_key", "owner", "owed_to"
    )


def open_commitments(actor: Actor) -> QuerySet[Commitment]:
    """Still open, the nearest date first."""
    return commitments_visible_to(actor).filter(state=Commitment.State.OPEN).order_by("due_on", "pk")


def commitments_from(actor: Actor, *, kind: str, key: int) -> QuerySet[Commitment]:
    """Those that came from one record, e.g. a series of 1:1s."""
    return (
        commitments_visible_to(actor)
        .filter(origin_kind=kind, origin_key=str(key))
        .order_by("state", "due_on", "pk")
    )


def obstacles_visible_to(actor: Actor) -> QuerySet[Obstacle]:
    """What HR was asked: for the two, and for the HR partner, who gets these words only."""
    return Obstacle.objects.filter(audiences.OBSTACLE.q(actor)).select_related(
        "data_key", "asked_by", "answered_by", "commitment__owner", "commitment__owed_to"
    )


def obstacles_to_remove(actor: Actor) -> QuerySet[Obstacle]:
    """What the actor, as HR partner, was asked to remove; open ones first, oldest first."""
    mine = Q(commitment__owner_id=actor.person_id) | Q(commitment__owed_to_id=actor.person_id)
    return obstacles_visible_to(actor).filter(audiences.HELPERS.q(actor)).exclude(mine)
