"""Writing the audit log. Called inside the service's own transaction."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from alongside.audit import listeners, queries, sealing
from alongside.audit.models import AuditConcern, AuditEntry, Seal
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
