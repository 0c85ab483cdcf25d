"""Who may do what with a commitment."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.commitments import audiences
from alongside.commitments.models import Commitment, Obstacle
from alongside.core.actor import Actor
from alongside.core.verdict import ALLOW, Verdict, deny


def can_turn_commitment(actor: Actor, commitment: Commitment) -> Verdict:
    """Take it up once more: both of the two may, and both see who did."""
    if not audiences.COMMITMENT.holds(actor, commitment):
        return deny(_("Only the one who does it and the one it is for can change this."))
    return ALLOW


def can_change_commitment(actor: Actor, commitment: Commitment) -> Verdict:
    """Keep, re-date or drop it, while it is open."""
    may = can_turn_commitment(actor, commitment)
    if may and commitment.state != Commitment.State.OPEN:
        return deny(_("This is closed already."))
    return may


def can_ask_hr(actor: Actor, commitment: Commitment) -> Verdict:
    """Ask HR to remove what stands in the way, while it is open and somebody covers the owner."""
    may = can_change_commitment(actor, commitment)
    if may and not audiences.HELPERS.people(Obstacle(commitment=commitment)):
        return deny(_("No HR partner is named for this part of the company yet."))
    return may


def can_answer_obstacle(actor: Actor, obstacle: Obstacle) -> Verdict:
    """Say what became of it: the HR partner of the one who does it, unless it is their own."""
    if actor.person_id in audiences.COMMITMENT.people(obstacle.commitment):
        return deny(_("Somebody else in HR answers what concerns yourself."))
    if not audiences.HELPERS.holds(actor, obstacle):
        return deny(_("Only the HR partner who was asked can answer."))
    if not obstacle.is_open:
        return deny(_("This has been answered already."))
    return ALLOW
