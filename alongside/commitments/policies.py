"""Who may do what with a commitment."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.commitments import audiences
from alongside.commitments.models import Commitment
from alongside.core.actor import Actor
from alongside.core.verdict import ALLOW, Verdict, deny


def can_turn_commitment(actor: Actor, commitment: Commitment) -> Verdict:
    """Keep, re-date, drop or reopen: both of the two may, and both see who did."""
    if not audiences.COMMITMENT.holds(actor, commitment):
        return deny(_("Only the one who does it and the one it is for can change this."))
    return ALLOW


def can_ask_hr(actor: Actor, commitment: Commitment) -> Verdict:
    """Ask HR to remove what stands in the way, while it is open."""
    if commitment.state != Commitment.State.OPEN:
        return deny(_("This is closed already."))
    return can_turn_commitment(actor, commitment)
