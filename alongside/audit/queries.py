"""Reading the audit log."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Max, QuerySet

from alongside.audit import sealing
from alongside.audit.models import AuditEntry, Seal
from alongside.core.actor import Actor

LOWEST_ID = -(2**63)
SEALED_COLUMNS = (
    "id", "at", "person_id", "on_behalf_of_id", "door", "action", "kind", "key", "data_class", "purpose",
    "result", "request_id", "details",
)  # fmt: skip


def rows_to_seal(*, after: int, most: int) -> list[dict[str, Any]]:
    """Committed entries after this id, oldest first, as plain dictionaries with whom they concern."""
    return list(_sealed_form(AuditEntry.objects.filter(id__gt=after))[:most])


def last_seal() -> Seal | None:
    """The newest seal; None before the first. A seal that reaches past the newest entry is forged and doesn't count."""
    newest = AuditEntry.objects.aggregate(newest=Max("id"))["newest"] or 0
    return Seal.objects.filter(last_id__lte=newest).order_by("-last_id").first()


def broken_seals() -> list[Seal]:
    """Every seal whose entries or chain no longer fit. Empty means nothing was changed since sealing.

    A seal covers everything after the one before it, so an entry slipped in between or below is found too.
    """
    broken, previous, after = [], "", LOWEST_ID
    for seal in Seal.objects.order_by("last_id"):
        rows = _sealed_form(AuditEntry.objects.filter(id__gt=after, id__lte=seal.last_id))
        leaves = [sealing.leaf(row) for row in rows]
        fits = bool(leaves) and sealing.chained(sealing.merkle_root(leaves), previous) == seal.root
        if not fits or seal.previous != previous:
            broken.append(seal)
        else:
            previous, after = seal.root, seal.last_id
    return broken


def _sealed_form(entries: QuerySet[AuditEntry]) -> QuerySet[AuditEntry, dict[str, Any]]:
    concerned = ArrayAgg("concerns__person_id", ordering="concerns__person_id", default=[])
    return cast(
        "QuerySet[AuditEntry, dict[str, Any]]",
        entries.order_by("id").values(*SEALED_COLUMNS, concerned=concerned),
    )


def entries_concerning(actor: Actor) -> QuerySet[AuditEntry]:
    """Who viewed or changed what concerns me: newest first."""
    return AuditEntry.objects.filter(concerns__person_id=actor.me).order_by("-id")
