"""What came back to an invitation."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alongside.audit.services import record
from alongside.calendars.models import Answer, Booking
from alongside.calendars.policies import can_answer_invitation
from alongside.core.actor import Actor
from alongside.core.later import later

WORTH_A_MAIL = (Answer.Status.DECLINED, Answer.Status.COUNTER)


@transaction.atomic
def take_answer(
    *,
    actor: Actor,
    booking: Booking,
    uid: str,
    status: str,
    sequence: int,
    stamped_at: datetime,
    slot_at: datetime | None = None,
    proposed_at: datetime | None = None,
) -> Answer:
    """Keep the newest answer of a person to an event (or one slot of it). The same mail twice has no second effect."""
    can_answer_invitation(actor, booking).enforce()
    Booking.objects.select_for_update().get(pk=booking.pk)
    mine = Answer.objects.filter(booking=booking, person_id=actor.me, uid=uid, slot_at=slot_at)
    earlier = mine.first()
    if earlier is not None and earlier.stamped_at >= stamped_at:
        return earlier
    answer = earlier or Answer(booking=booking, person_id=actor.me, uid=uid, slot_at=slot_at)
    answer.status, answer.proposed_at = status, proposed_at
    answer.sequence, answer.stamped_at, answer.received_at = sequence, stamped_at, timezone.now()
    answer.save()
    record(actor, "calendars.answer_taken", subject=answer, concerns=[booking.one_id, booking.other_id])
    if status in WORTH_A_MAIL:
        later("alongside.calendars.tasks.announce_answer", answer_id=answer.pk)
    return answer
