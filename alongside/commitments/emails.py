"""Every mail about commitments: counts and links, never words."""

from __future__ import annotations

from django.urls import reverse

from alongside.commitments import queries
from alongside.commitments.models import Obstacle
from alongside.notifications.services import tell


def obstacle_raised(obstacle: Obstacle) -> None:
    """To the HR partners: somebody asks for help. To the other of the two: HR was asked."""
    for person in queries.helpers_of(obstacle):
        tell(
            person=person,
            template="commitments/email/obstacle_raised",
            key=f"commitments-obstacle-{obstacle.pk}",
            context={"from_name": obstacle.asked_by.name, "path": reverse("commitments:obstacle_list")},
        )
    commitment = obstacle.commitment
    other = commitment.owner if obstacle.asked_by_id == commitment.owed_to_id else commitment.owed_to
    if other.pk != obstacle.asked_by_id:
        tell(
            person=other,
            template="commitments/email/hr_asked",
            key=f"commitments-hr-asked-{obstacle.pk}",
            context={
                "from_name": obstacle.asked_by.first_name,
                "path": reverse("commitments:commitment_detail", args=[commitment.pk]),
            },
            routine=True,
        )


def obstacle_answered(obstacle: Obstacle) -> None:
    """To both: HR answered."""
    commitment = obstacle.commitment
    for person in {commitment.owner_id: commitment.owner, commitment.owed_to_id: commitment.owed_to}.values():
        tell(
            person=person,
            template="commitments/email/obstacle_answered",
            key=f"commitments-answer-{obstacle.pk}",
            context={"path": reverse("commitments:commitment_detail", args=[commitment.pk])},
        )
