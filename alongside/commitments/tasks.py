"""The worker's door to commitments: load, call, done."""

from __future__ import annotations

from django.tasks import task

from alongside.commitments import emails
from alongside.commitments.models import Obstacle


@task
def announce_obstacle(obstacle_id: int) -> None:
    """Tell the HR partners that they are asked to help, and the other of the two that HR was asked."""
    obstacle = _obstacle(obstacle_id)
    if obstacle is not None:
        emails.obstacle_raised(obstacle)


@task
def announce_answer(obstacle_id: int) -> None:
    """Tell both that HR answered."""
    obstacle = _obstacle(obstacle_id)
    if obstacle is not None:
        emails.obstacle_answered(obstacle)


def _obstacle(obstacle_id: int) -> Obstacle | None:
    return (
        Obstacle.objects.select_related("commitment__owner", "commitment__owed_to", "asked_by", "answered_by")
        .filter(pk=obstacle_id)
        .first()
    )
