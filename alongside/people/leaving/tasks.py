"""The worker's door to leaving."""

from __future__ import annotations

from django.tasks import task

from alongside.core.actor import system
from alongside.people.leaving import queries, services


@task
def carry_out_departures() -> None:
    """Let everybody go whose instant has come; their sign-in ended at that instant by itself."""
    for departure in queries.departures_due():
        services.carry_out(actor=system("departures"), departure=departure)
