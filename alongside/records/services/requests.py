"""Asking to be forgotten, and the answer."""

from __future__ import annotations

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.core.errors import Invalid
from alongside.core.later import later
from alongside.people.calendar import today
from alongside.people.models import Person
from alongside.records import policies
from alongside.records.models import ErasureRequest
from alongside.records.services.erasing import erase_person

ANSWER_MONTHS = 1  # GDPR article 12(3)


@transaction.atomic
def ask_for_erasure(*, actor: Actor, person: Person) -> ErasureRequest:
    """Open a request that HR answers within a month. Asking again while one is open is asking once."""
    policies.can_ask_for_erasure(actor, person).enforce()
    request, is_new = ErasureRequest.objects.get_or_create(
        person=person, answer="", defaults={"due_on": today() + relativedelta(months=ANSWER_MONTHS)}
    )
    if is_new:
        record(actor, "records.erasure_asked", subject=request, concerns=[person.pk])
        later("alongside.records.tasks.announce_request", request_id=request.pk)
    return request


@transaction.atomic
def withdraw_request(*, actor: Actor, request: ErasureRequest) -> None:
    """The person thought again."""
    policies.can_withdraw_request(actor, request).enforce()
    if _close(actor, request, ErasureRequest.Answer.WITHDRAWN):
        record(actor, "records.erasure_withdrawn", subject=request, concerns=[request.person_id])


@transaction.atomic
def answer_request(*, actor: Actor, request: ErasureRequest, answer: str) -> None:
    """Erase, or say no with one of the lawful reasons. Raises Invalid for another answer; Refused where it may not be."""
    policies.can_answer_request(actor, request).enforce()
    if answer not in {"done", "employed", "claims"}:
        raise Invalid("answer", _("Choose one of the answers."))
    if not _close(actor, request, answer):
        raise Invalid("answer", _("This has been answered already."))
    record(
        actor,
        "records.erasure_answered",
        subject=request,
        concerns=[request.person_id],
        details={"answer": answer},
    )
    if answer == ErasureRequest.Answer.DONE:
        erase_person(actor=actor, person=request.person)
    else:
        later("alongside.records.tasks.announce_answer", request_id=request.pk)


def _close(actor: Actor, request: ErasureRequest, answer: str) -> bool:
    """Claim the open request: of two answers given at once, one counts."""
    closed = ErasureRequest.objects.filter(pk=request.pk, answer="").update(
        answer=answer, answered_by_id=actor.me, answered_at=timezone.now()
    )
    return bool(closed)
