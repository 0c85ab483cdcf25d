"""Writing the audit log. Called inside the service's own transaction."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

from alongside.audit import listeners, queries, sealing
from alongside.audit.models import AuditConcern, AuditEntry, Seal
from alongside.audit.policies import can_forget_month
from alongside.core.actor import Actor
from alongside.core.register import DataClass
from alongside.core.things import kind_of

CODE = re.compile(r"[A-Za-z0-9_.:+-]{0,64}")


def record(
    actor: Actor,
    action: str,
    *,
    subject: Model | None = None,
    concerns: Iterable[int] = (),
    data_class: DataClass = DataClass.C2,
    purpose: str = "",
    details: dict[str, Any] | None = None,
) -> AuditEntry:
    """Write one act: `action` is "<package>.<noun>_<past verb>"; `concerns` are person ids; `details` hold no words."""
    _refuse_words(details or {})
    with transaction.atomic(
        savepoint=False
    ):  # whom it concerns is sealed with it, also where no service began one
        entry = AuditEntry.objects.create(
            person_id=actor.person_id,
            on_behalf_of_id=actor.on_behalf_of_id,
            door=actor.door,
            action=action,
            kind=kind_of(subject) if subject is not None else "",
            key=str(subject.pk) if subject is not None else "",
            data_class=data_class,
            purpose=purpose or actor.reason[:40],
            request_id=actor.request_id,
            details=details or {},
        )
        people = sorted(set(concerns))
        AuditConcern.objects.bulk_create(AuditConcern(entry=entry, person_id=person) for person in people)
    listeners.tell(entry)
    return entry


def _refuse_words(details: dict[str, Any]) -> None:
    """Numbers, truth values, dates and codes only, alone or in a list. Raises ValueError for anything that reads."""
    for name, value in details.items():
        for one in value if isinstance(value, list | tuple) else [value]:
            if not (
                one is None or isinstance(one, int | float) or (isinstance(one, str) and CODE.fullmatch(one))
            ):
                raise ValueError(f"audit details hold references and codes, no words: {name}")


def seal_next(*, most: int) -> None:
    """Seal the oldest entries that no seal covers, at most this many. Call it while nobody writes (see tasks.py)."""
    last = queries.last_seal()
    rows = queries.rows_to_seal(after=last.last_id if last else queries.LOWEST_ID, most=most)
    if not rows:
        return
    root = sealing.merkle_root([sealing.leaf(row) for row in rows])
    previous = last.root if last else ""
    Seal.objects.create(
        first_id=rows[0]["id"],
        last_id=rows[-1]["id"],
        previous=previous,
        root=sealing.chained(root, previous),
    )


@transaction.atomic
def forget_month(*, actor: Actor, month: date) -> int:
    """Let the entries of one sealed month go; how many went. Seals stay. Running it again, or twice at once, is once.

    Raises IntegrityError for a month that is too young: the database looks at its own clock.
    """
    can_forget_month(actor).enforce()
    gone = _forget(month)
    noted = queries.forgotten_month(month) if gone else None
    if noted is not None:
        record(
            actor,
            "audit.month_forgotten",
            details={
                "month": f"{month:%Y-%m}",
                "first": noted.first_id,
                "last": noted.last_id,
                "entries": gone,
            },
        )
    return gone


def _forget(month: date) -> int:
    """By the one function that may delete entries: it belongs to the owner of the tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_forget_month(%s, %s)", [month, settings.AUDIT_MONTHS])
        return int(cursor.fetchone()[0])
