"""The worker's door to calendars: load, call, done."""

from __future__ import annotations

from django.tasks import task

from alongside.calendars import emails, queries, services
from alongside.core.actor import system


@task
def refresh_plan(kind: str, key: int) -> None:
    """Bring invitations up to a plan that changed."""
    services.refresh_plan(actor=system("calendars"), kind=kind, key=key)


@task
def refresh_booked() -> None:
    """What changes plans without being told: somebody got another manager, a pause ran out. One task each."""
    for kind, key in queries.booked_by_mail():
        refresh_plan.enqueue(kind=kind, key=key)


@task
def announce_answer(answer_id: int) -> None:
    """Tell the other one that the time does not suit."""
    answer = queries.answer_to_announce(answer_id)
    if answer is not None:
        emails.answered(answer)
