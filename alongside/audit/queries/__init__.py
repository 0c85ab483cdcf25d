"""Reading the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from alongside.audit.models import AuditConcern, AuditEntry, ForgottenMonth, Seal
from alongside.core.actor import Actor
from alongside.core.holding import held_people

LOWEST_ID = -(2**63)
NOBODY = [None]  # whom an act concerns that concerns nobody: as in the first seals, so for ever
SEALED_COLUMNS = (
    "id", "at", "person_id", "on_behalf_of_id", "door", "action", "kind", "key", "data_class", "purpose",
    "result", "request_id", "details",
)  # fmt: skip


def rows_to_seal(*, after: int, most: int) -> list[dict[str, Any]]:
    """Committed entries after this id, oldest first, as plain dictionaries with whom they concern.

    Whom each concerns by a query inside: joined and grouped, a part of the log would cost as much as all of it.
    """
    concerns = AuditConcern.objects.filter(entry=OuterRef("pk")).order_by("person_id")
    entries = AuditEntry.objects.filter(id__gt=after).order_by("id")
    rows = entries.values(*SEALED_COLUMNS, concerned=ArraySubquery(concerns.values("person_id")))[:most]
    return [{**row, "concerned": row["concerned"] or NOBODY} for row in rows]


def last_seal() -> Seal | None:
    """The newest seal; None before the first. A seal that reaches past the newest entry is forged and doesn't count."""
    return Seal.objects.filter(last_id__lte=_newest_id()).order_by("-last_id").first()


@dataclass(frozen=True)
class OldMonth:
    """A month of sealed entries that are old enough to go. `stays`: why it does not yet: "held", "young" or ""."""

    month: date
    first_id: int
    last_id: int
    entries: int
    stays: str = ""


def old_months() -> list[OldMonth]:
    """Months that are older than AUDIT_MONTHS and still here, oldest first: what the next run would forget."""
    limit = (timezone.now() - relativedelta(months=settings.AUDIT_MONTHS)).astimezone(UTC)
    limit = limit.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    seals = Seal.objects.filter(made_at__lt=limit, last_id__lte=_newest_id())
    rows = seals.annotate(month=TruncMonth("made_at", tzinfo=UTC)).values("month").order_by("month")
    known = set(ForgottenMonth.objects.values_list("month", flat=True))
    ranges = rows.annotate(oldest=Min("last_id"), newest=Max("last_id"))
    return [
        _old_month(row["month"].date(), row["oldest"], row["newest"], limit)
        for row in ranges
        if row["month"].date() not in known
    ]


def _old_month(month: date, oldest_seal: int, newest_seal: int, limit: datetime) -> OldMonth:
    before = Seal.objects.filter(last_id__lt=oldest_seal).aggregate(last=Max("last_id"))["last"]
    first = LOWEST_ID if before is None else before + 1
    entries = AuditEntry.objects.filter(id__range=(first, newest_seal))
    return OldMonth(month, first, newest_seal, entries.count(), _why_it_stays(entries, limit))


def _why_it_stays(entries: QuerySet[AuditEntry], limit: datetime) -> str:
    if entries.filter(at__gte=limit).exists():  # a clock that jumped
        return "young"
    held = held_people()
    about = Q(person_id__in=held) | Q(on_behalf_of_id__in=held) | Q(concerns__person_id__in=held)
    return "held" if held and entries.filter(about).exists() else ""


def months_unrecorded() -> list[ForgottenMonth]:
    """Months whose forgetting the log itself does not tell of, though it reaches back that far."""
    told = set(
        AuditEntry.objects.filter(action="audit.month_forgotten").values_list(
            "details__month", "details__first", "details__last"
        )
    )
    gone = {one.month for one in ForgottenMonth.objects.all()}
    return [
        one
        for one in ForgottenMonth.objects.order_by("month")
        if (f"{one.month:%Y-%m}", one.first_id, one.last_id) not in told
        and one.forgotten_at.astimezone(UTC).date().replace(day=1) not in gone
    ]


def months_forgotten() -> int:
    """How many months went so far."""
    return ForgottenMonth.objects.count()


def forgotten_month(month: date) -> ForgottenMonth | None:
    """The note that this month went."""
    return ForgottenMonth.objects.filter(month=month).first()


def _newest_id() -> int:
    return AuditEntry.objects.aggregate(newest=Max("id"))["newest"] or 0


def entries_concerning(actor: Actor, *, before: int | None = None, most: int) -> list[AuditEntry]:
    """Who viewed or changed what concerns me: at most so many, newest first, those before the entry of this id.

    By time, not by id: a clock that was wrong for a while, or a past that was entered later, must not mix the days.
    """
    mine = AuditConcern.objects.filter(person_id=actor.me)
    rows = AuditEntry.objects.filter(pk__in=mine.values("entry_id")).order_by("-at", "-id")
    if before is not None:
        at = rows.filter(pk=before).values_list("at", flat=True).first()
        rows = rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=before)) if at is not None else rows.none()
    return list(rows[:most])
