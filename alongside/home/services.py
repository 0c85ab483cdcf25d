"""Taking a list along as a file."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from django.db import transaction

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.core.exports import MOST_ROWS, Cell, Listing
from alongside.home.policies import can_take_export


@transaction.atomic
def take_export(*, actor: Actor, listing: Listing, kind: str) -> list[Sequence[Cell]]:
    """The rows the actor may see, at most MOST_ROWS; that they were taken is recorded before they leave."""
    can_take_export(actor).enforce()
    rows = list(islice(listing.rows(actor), MOST_ROWS))
    details = {"list": listing.name, "kind": kind, "rows": len(rows)}
    record(actor, "home.list_exported", concerns=[actor.me], details=details)
    return rows
