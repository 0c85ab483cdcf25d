"""A log line for each request that was refused: what was tried, and a mark for whoever tried it. Never who.

The mark is the same for one person on one day, so that somebody who tries door after door shows; it can't be turned
back into a name without the secret key, and says nothing about other days. What people mistype gets no mark.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from http import HTTPStatus

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from alongside.core.actor import ANONYMOUS, Actor
from alongside.core.log_lines import NO_ROUTE

log = logging.getLogger("alongside.refusals")
REFUSED = frozenset({400, 401, 403, 404, 405, 413, 415, 422, 429})
MARKED = frozenset({401, 403, 404, 429})  # tries at what is not theirs, or too often
NOBODY = "-"
MARK_LENGTH = 12


def note_refusal(request: HttpRequest, method: str, route: str, status: int) -> None:
    """Write the line, if it is one. Addresses that don't exist are no door that anybody tried."""
    if status not in REFUSED or (status == HTTPStatus.NOT_FOUND and route in (NO_ROUTE, "static")):
        return
    mark = mark_of(getattr(request, "actor", ANONYMOUS)) if status in MARKED else NOBODY
    log.warning(
        "refused %s %s %s by %s", status, method, route, mark,
        extra={"event": "refused", "method": method, "route": route, "status": status, "mark": mark},
    )  # fmt: skip


def mark_of(actor: Actor) -> str:
    """The person's mark of today (UTC); "-" for nobody."""
    if actor.person_id is None:
        return NOBODY
    value = f"{datetime.now(UTC).date()}:{actor.person_id}"
    return salted_hmac("alongside.operations.refusals", value, algorithm="sha256").hexdigest()[:MARK_LENGTH]
