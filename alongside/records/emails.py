"""Mails about requests. They say that there is something, and neither what nor about whom."""

from __future__ import annotations

from django.urls import reverse

from alongside.notifications.services import tell
from alongside.people.queries import people_of_hr
from alongside.records.models import ErasureRequest


def erasure_asked(asked: ErasureRequest) -> None:
    """To those who answer, except whom it is about."""
    for person in people_of_hr():
        if person.pk != asked.person_id:
            tell(
                person=person,
                template="records/email/erasure_asked",
                key=f"records-erasure-asked-{asked.pk}",
                context={"path": reverse("records:erasure_request_update", args=[asked.pk])},
            )


def erasure_answered(asked: ErasureRequest) -> None:
    """To the person who asked."""
    tell(
        person=asked.person,
        template="records/email/erasure_answered",
        key=f"records-erasure-answered-{asked.pk}",
        context={"path": reverse("records:my_data")},
    )
