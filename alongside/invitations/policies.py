"""Who may invite. The rules themselves are about people and live there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.core.verdict import ALLOW, Verdict, deny
from alongside.invitations.models import MOVES, Wave
from alongside.people.policies import can_invite


def can_create_wave(actor: Actor) -> Verdict:
    """Plan a wave: HR operations and the head of HR."""
    return can_invite(actor)


def can_move_wave(actor: Actor, wave: Wave, state: str) -> Verdict:
    """Begin, pause or go on with a wave, as far as its state allows."""
    if state not in MOVES[wave.state]:
        return deny(_("That does not fit how far this wave has come."))
    return can_invite(actor) if not actor.is_system else ALLOW
