"""Reading commitments."""

from __future__ import annotations

from django.db.models import Max, Q, QuerySet

from alongside.commitments import audiences
from alongside.commitments.models import Commitment, Obstacle, Turn
from alongside.core.actor import Actor
from alongside.people.models import Person
from alongside.people.queries import faces

OWN_COLUMNS = [column.name for column in Commitment._meta.concrete_fields]


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


def turns_of(actor: Actor, commitment: Commitment) -> QuerySet[Turn]:
    """What became of one commitment, the latest first."""
    mine = commitments_visible_to(actor).filter(pk=commitment.pk)
    turns = Turn.objects.filter(commitment__in=mine).select_related("commitment__data_key", "made_by")
    return turns.order_by("-pk")


def as_lines(rows: QuerySet[Commitment], *people: str) -> QuerySet[Commitment]:
    """For lists: with what opens the words, and of these people ("owner", "owed_to") what a line shows of them."""
    shown = rows.select_related(None).select_related("data_key", *people)
    return shown.only(*OWN_COLUMNS, "data_key__ring_key", "data_key__wrapped", *faces(*people))


def with_story(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """With `turned_at`, the moment of the last turn, and `hr_asked_at` while HR has not answered."""
    waiting = Max("obstacles__asked_at", filter=Q(obstacles__answered_at=None))
    return rows.annotate(turned_at=Max("turns__made_at"), hr_asked_at=waiting)


def obstacles_visible_to(actor: Actor) -> QuerySet[Obstacle]:
    """What HR was asked: for the two, and for the HR partner, who gets these words only."""
    return Obstacle.objects.filter(audiences.OBSTACLE.q(actor)).select_related(
        "data_key", "asked_by", "answered_by", "commitment__owner", "commitment__owed_to"
    )


def obstacles_to_remove(actor: Actor) -> QuerySet[Obstacle]:
    """What the actor, as HR partner, was asked to remove; open ones first, oldest first."""
    mine = Q(commitment__owner_id=actor.person_id) | Q(commitment__owed_to_id=actor.person_id)
    return obstacles_visible_to(actor).filter(audiences.HELPERS.q(actor)).exclude(mine)


def obstacle_to_announce(obstacle_id: int) -> Obstacle | None:
    """For the worker, who tells people and shows nothing: one obstacle with everybody concerned."""
    people = ("commitment__owner", "commitment__owed_to", "asked_by", "answered_by")
    return Obstacle.objects.select_related(*people).filter(pk=obstacle_id).first()


def helpers_of(obstacle: Obstacle) -> QuerySet[Person]:
    """For the worker: the HR partners who are asked."""
    return Person.objects.filter(pk__in=audiences.HELPERS.people(obstacle)).order_by("pk")
