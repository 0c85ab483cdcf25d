"""What commitments offer: their kind, for audit, export and "Who can see this"."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.commitments import agreed, audiences, queries
from alongside.commitments.models import Commitment, Obstacle
from alongside.core.actor import Actor
from alongside.core.offers import DraftedLine, Pair
from alongside.core.things import Kind
from alongside.people.calendar import company_zone

KINDS = [
    Kind(
        "commitments.commitment",
        Commitment,
        _("what was agreed"),
        queries.commitments_visible_to,
        audiences.COMMITMENT,
        lambda commitment: commitment.owner_id,
        lambda commitment: reverse("commitments:commitment_detail", args=[commitment.pk]),
    ),
    Kind(
        "commitments.obstacle",
        Obstacle,
        _("what HR was asked to remove"),
        queries.obstacles_visible_to,
        audiences.OBSTACLE,
        lambda obstacle: obstacle.commitment.owner_id,
        lambda obstacle: reverse("commitments:obstacle_list"),
    ),
]
NEAR = timedelta(days=2)
MOST_LINES = 2
WEIGHT_LATE, WEIGHT_DUE = 100, 80


def agenda_lines(actor: Actor, pair: Pair) -> list[DraftedLine]:
    """Actions of the two that are due about now, or were."""
    day = timezone.localdate(pair.now, timezone=company_zone())
    rows = agreed.agreed_before(actor, kind=pair.kind, key=pair.key)
    due = [row for row in rows if row.is_open and row.commitment.due_on <= day + NEAR]
    return [
        DraftedLine(
            f"action-{row.commitment.pk}-{row.commitment.due_on}",
            gettext("How is it going: %(action)s") % {"action": row.commitment.text},
            gettext("Here because of its date (%(due)s).") % {"due": row.tag},
            "action",
            WEIGHT_LATE if row.tone == "late" else WEIGHT_DUE,
        )
        for row in due[:MOST_LINES]
    ]
