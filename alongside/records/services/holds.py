"""Legal holds: what must stay for a claim, with a day on which somebody looks again."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.core.errors import Invalid
from alongside.core.models import DataKey
from alongside.core.register import DataClass
from alongside.people.calendar import today
from alongside.people.models import Person
from alongside.records.models import LONGEST_HOLD, LegalHold
from alongside.records.policies import can_hold_records


@transaction.atomic
def place_hold(*, actor: Actor, person: Person, reason: str, review_on: date) -> LegalHold:
    """From now on nothing about this person is erased or forgotten. Raises Invalid for a bad day or a second hold."""
    can_hold_records(actor, person).enforce()
    Person.objects.select_for_update().get(pk=person.pk)  # an erasure that runs is waited for, and found
    if Person.objects.filter(pk=person.pk, erased_at__isnull=False).exists():
        raise Invalid("person", _("This person has been erased; there is nothing left to hold."))
    if not today() < review_on <= today() + timedelta(days=LONGEST_HOLD):
        raise Invalid("review_on", _("Choose a day within the next 180 days."))
    if LegalHold.objects.filter(person=person, ended_at=None).exists():
        raise Invalid("person", _("These records are on hold already."))
    hold = LegalHold.objects.create(
        person=person, data_key=DataKey.fresh(), reason=reason, placed_by_id=actor.me, review_on=review_on
    )
    # Whom it is about does not read of a hold on their own page: it could warn them of a claim.
    record(actor, "records.hold_placed", subject=hold, data_class=DataClass.C4)
    return hold


@transaction.atomic
def end_hold(*, actor: Actor, hold: LegalHold) -> None:
    """Erasure and retention go on as usual. Ending twice is ending once."""
    can_hold_records(actor, hold.person).enforce()
    ended = LegalHold.objects.filter(pk=hold.pk, ended_at=None).update(
        ended_at=timezone.now(), ended_by_id=actor.me
    )
    if ended:
        record(actor, "records.hold_ended", subject=hold, data_class=DataClass.C4)
