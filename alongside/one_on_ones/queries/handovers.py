"""Reading handovers: the three see theirs, HR partners see that and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q, QuerySet

from alongside.commitments import queries as commitments
from alongside.core.actor import Actor
from alongside.one_on_ones import audiences, queries
from alongside.one_on_ones.models import HandedOn, Handover, Series
from alongside.people.calendar import today

PEOPLE = ("employee", "old_manager", "new_manager")
MOST_LISTED = 200
AFTER_LEAVING = timedelta(days=90)


@dataclass(frozen=True)
class Candidate:
    """Something of the employee's that could travel. `source` is its stable name: "topic-17"."""

    kind: str
    source: str
    text: str


def handovers_visible_to(actor: Actor) -> QuerySet[Handover]:
    """Those the actor takes part in."""
    return Handover.objects.filter(audiences.HANDOVER.q(actor)).select_related(*PEOPLE, "data_key", "series")


def progress_visible_to(actor: Actor) -> QuerySet[Handover]:
    """For HR partners: whose, between whom, since when, done when. The key to the words is not loaded."""
    seen = Handover.objects.filter(audiences.HANDOVER_PROGRESS.q(actor)).exclude(audiences.HANDOVER.q(actor))
    return seen.select_related(*PEOPLE).defer("data_key", "series")


def handed_on_visible_to(actor: Actor) -> QuerySet[HandedOn]:
    """What travels or has travelled, as far as the actor may read it, with what is needed to open its text."""
    rows = HandedOn.objects.filter(audiences.HANDED_ON.q(actor))
    return rows.select_related("author", "handover__data_key", "handover__employee")


def items_visible_to(actor: Actor, handover: Handover) -> list[HandedOn]:
    """What of a handover the actor may read."""
    return list(handed_on_visible_to(actor).filter(handover=handover))


def candidates(actor: Actor, handover: Handover) -> list[Candidate]:
    """The employee's own open topics and what is still open between the two; other people's topics stay."""
    series = queries.series_visible_to(actor).get(pk=handover.series_id)
    topics = queries.items_visible_to(actor).filter(series=series, author_id=actor.me, talked_at=None)
    actions = commitments.open_commitments(actor).filter(
        origin_kind="one_on_ones.series", origin_key=str(series.pk)
    )
    return [
        *(Candidate(HandedOn.Kind.TOPIC, f"topic-{one.pk}", one.text) for one in topics),
        *(Candidate(HandedOn.Kind.ACTION, f"action-{one.pk}", one.text) for one in actions),
    ]


def series_with_another_manager() -> QuerySet[Series]:
    """For the worker: 1:1s whose employee has another manager today, in the directory.

    Those that ended because the manager left count for a while: somebody new may come later.
    """
    left = Q(manager__left_on__isnull=False, ended_on__gte=today() - AFTER_LEAVING)
    moved = Series.objects.filter(
        Q(ended_on=None) | left, employee__placement__manager__isnull=False, employee__erased_at=None
    ).exclude(employee__placement__manager=F("manager"))
    return moved.exclude(employee__typed_by=F("manager")).select_related(
        "employee__placement__manager", "manager"
    )


def handover_to_announce(handover_id: int) -> Handover | None:
    """For the worker: one handover with everybody concerned."""
    return Handover.objects.select_related(*PEOPLE).filter(pk=handover_id).first()
