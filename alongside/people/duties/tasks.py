"""The worker's door to duties."""

from __future__ import annotations

from django.tasks import task

from alongside.core.actor import system
from alongside.people.duties import services

CLOCK = system("duty proposals")


@task
def lapse_proposals() -> None:
    """Close what nobody decided in time."""
    services.lapse_proposals(actor=CLOCK)
