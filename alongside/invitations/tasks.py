"""The worker's door to invitations."""

from __future__ import annotations

from django.tasks import task

from alongside.core.actor import system
from alongside.invitations import services


@task
def send_wave(wave_id: int) -> None:
    """Invite the next few; the batch enqueues the one after it, until the wave is done or paused."""
    services.send_batch(actor=system("invitation wave"), wave_id=wave_id)
