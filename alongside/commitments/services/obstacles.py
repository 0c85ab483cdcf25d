"""Asking HR to remove what stands in the way, and HR's answer."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.commitments.models import Commitment, Obstacle, Turn
from alongside.commitments.policies import can_answer_obstacle, can_ask_hr
from alongside.commitments.services.commitments import turn_commitment
from alongside.commitments.words import require_words
from alongside.core.actor import Actor
from alongside.core.errors import Refused
from alongside.core.later import later
from alongside.core.models import DataKey


@transaction.atomic
def ask_hr(*, actor: Actor, commitment: Commitment, words: str) -> Obstacle:
    """Ask HR to remove the obstacle. Both of the two see that HR was asked; HR gets only these words."""
    can_ask_hr(actor, commitment).enforce()
    ask = _("Say in a sentence what stands in the way. HR reads this sentence and nothing else.")
    require_words(words, "words", ask)
    turn_commitment(actor=actor, commitment=commitment, outcome=Turn.Outcome.OBSTACLE, reason=words)
    obstacle = Obstacle.objects.create(
        commitment=commitment, asked_by_id=actor.me, data_key=DataKey.fresh(), words=words
    )
    record(actor, "commitments.obstacle_raised", subject=obstacle, concerns=commitment.people_ids)
    later("alongside.commitments.tasks.announce_obstacle", obstacle_id=obstacle.pk)
    return obstacle


@transaction.atomic
def answer_obstacle(*, actor: Actor, obstacle: Obstacle, words: str) -> Obstacle:
    """Tell both what became of it."""
    can_answer_obstacle(actor, obstacle).enforce()
    require_words(words, "words", _("Say in a sentence what you did, or why it has to stay."))
    rows = Obstacle.objects.filter(pk=obstacle.pk, answered_at=None)
    if not rows.update(answered_at=timezone.now(), answered_by_id=actor.me):
        raise Refused(_("This has been answered already."))
    obstacle.refresh_from_db(fields=["answered_at", "answered_by"])
    obstacle.answer = words
    obstacle.save(update_fields=["answer"])
    record(actor, "commitments.obstacle_answered", subject=obstacle, concerns=obstacle.commitment.people_ids)
    later("alongside.commitments.tasks.announce_answer", obstacle_id=obstacle.pk)
    return obstacle
