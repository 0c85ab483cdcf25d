"""The worker's door to imports: load, call, done."""

from __future__ import annotations

from django.tasks import task

from alongside.core.actor import Door, system
from alongside.people.actors import actor_for
from alongside.people.imports import queries, services


@task
def look_at_run(run_id: int) -> None:
    """Read a file that takes too long to wait for."""
    run = queries.run_to_work_on(run_id)
    if run is not None:
        services.look_at_import(actor=system("reading a file"), run=run)


@task
def load_run(run_id: int, person_id: int) -> None:
    """Load a file that somebody confirmed, as that person. Running it twice loads once."""
    run, person = queries.run_to_work_on(run_id), queries.person_to_work_for(person_id)
    if run is not None and person is not None:
        services.load_confirmed(actor=actor_for(person, door=Door.IMPORT), run=run)


@task
def forget_imports() -> None:
    """Files go after 30 days, the tables of what they changed with the audit log."""
    services.forget_imports(actor=system("retention"))
