"""Reading the audit log."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from alongside.audit import sealing
from alongside.audit.models import AuditEntry, Seal
from alongside.core.actor import Actor

SEALED_COLUMNS = (
    "id", "at", "person_id", "on_behalf_of_id", "door", "action", "kind", "key", "data_class", "purpose",
    "result", "request_id", "details",
)  # fmt: skip


def rows_to_seal(*, after: int, most: int) -> list[dict[str, Any]]:
    """Committed entries after this id, oldest first, as plain dictionaries."""
    return list(AuditEntry.objects.filter(id__gt=after).order_by("id").values(*SEALED_COLUMNS)[:most])


def last_seal() -> Seal | None:
    """The newest seal; None before the first."""
    return Seal.objects.order_by("-last_id").first()


def broken_seals() -> list[Seal]:
    """Every seal whose entries or chain no longer fit. Empty means nothing was changed since sealing."""
    broken, previous = [], ""
    for seal in Seal.objects.order_by("last_id"):
        rows = AuditEntry.objects.filter(id__range=(seal.first_id, seal.last_id)).order_by("id")
        leaves = [sealing.leaf(row) for row in rows.values(*SEALED_COLUMNS)]
        fits = bool(leaves) and sealing.chained(sealing.merkle_root(leaves), previous) == seal.root
        if not fits or seal.previous != previous:
            broken.append(seal)
        previous = seal.root
    return broken


def entries_concerning(actor: Actor) -> QuerySet[AuditEntry]:
    """Who viewed or changed what concerns me: newest first."""
    return AuditEntry.objects.filter(concerns__person_id=actor.me).order_by("-id")
