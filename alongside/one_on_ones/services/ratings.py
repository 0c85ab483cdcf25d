"""Answering how useful the talks are."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.core.errors import Invalid
from alongside.one_on_ones.models import Meeting, Rating
from alongside.one_on_ones.policies import can_rate_talk


@transaction.atomic
def rate_talk(*, actor: Actor, meeting: Meeting, useful: int, employee_talked: int) -> Rating:
    """One answer of each per round; a second one replaces the first until both have answered. Raises Invalid for
    values out of range."""
    Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)  # the two answer one after the other
    can_rate_talk(actor, meeting).enforce()
    if not 1 <= useful <= 5:
        raise Invalid("useful", _("Choose a number from 1 to 5."))
    if not 0 <= employee_talked <= 100:
        raise Invalid("employee_talked", _("Choose a share from 0 to 100 per cent."))
    rating, _new = Rating.objects.update_or_create(
        meeting=meeting,
        person_id=actor.me,
        defaults={"useful": useful, "employee_talked": employee_talked},
    )
    record(actor, "one_on_ones.talk_rated", subject=meeting, concerns=[actor.me])
    return rating
