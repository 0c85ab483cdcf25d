"""Reading requests, holds and erasures."""

from __future__ import annotations

from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min, QuerySet
from django.utils import timezone

from alongside.core.actor import Actor
from alongside.records import policies
from alongside.records.ledger import Ledger
from alongside.records.models import Erasure, ErasureRequest, LegalHold

PEOPLE = ("person", "answered_by")


def requests_visible_to(actor: Actor) -> QuerySet[ErasureRequest]:
    """One's own; those who answer see all."""
    requests = ErasureRequest.objects.select_related(*PEOPLE)
    return requests if policies.can_see_requests(actor) else requests.filter(person_id=actor.person_id or 0)


def my_requests(actor: Actor) -> QuerySet[ErasureRequest]:
    """What I asked, the latest first."""
    return requests_visible_to(actor).filter(person_id=actor.me).order_by("-asked_at")


def holds_visible_to(actor: Actor) -> QuerySet[LegalHold]:
    """All of them for those who decide and for auditors, but never a hold on one's own records."""
    if not policies.can_see_holds(actor):
        return LegalHold.objects.none()
    holds = LegalHold.objects.select_related("person", "placed_by", "ended_by", "data_key")
    return holds.exclude(person_id=actor.person_id or 0)


def erasures_now() -> Ledger:
    """Whom a restored backup has to forget again, as this database knows it at this moment."""
    until = timezone.now()  # before reading: what is confirmed by now is read
    known = frozenset(Erasure.objects.values_list("person_id", flat=True))
    return Ledger(known, installation(), until)


def installation() -> str:
    """What tells this database from those of other installations and stays through backup and restore: its birth."""
    born = MigrationRecorder.Migration.objects.aggregate(born=Min("applied"))["born"]
    return born.isoformat() if born else ""


def request_to_announce(request_id: int) -> ErasureRequest | None:
    """For the worker."""
    return ErasureRequest.objects.select_related(*PEOPLE).filter(pk=request_id).first()
