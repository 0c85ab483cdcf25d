"""The worker's door to commitments: load, call, done."""

from __future__ import annotations

from django.tasks import task

from alongside.commitments import emails, queries


@task
def announce_obstacle(obstacle_id: int) -> None:
    """Tell the HR partners that they are asked to help, and the other of the two that HR was asked."""
    obstacle = queries.obstacle_to_announce(obstacle_id)
    if obstacle is not None:
        emails.obstacle_raised(obstacle)


@task
def announce_answer(obstacle_id: int) -> None:
    """Tell both that HR answered."""
    obstacle = queries.obstacle_to_announce(obstacle_id)
    if obstacle is not None:
        emails.obstacle_answered(obstacle)
