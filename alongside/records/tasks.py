"""The worker's door to records: tell HR, tell the person, keep the list of erasures, forget in time."""

from __future__ import annotations

import logging

from django.tasks import task

from alongside.core.actor import system
from alongside.records import emails, ledger, services
from alongside.records.queries import requests as queries

logger = logging.getLogger(__name__)


@task
def announce_request(request_id: int) -> None:
    """Tell those who answer that something waits."""
    asked = queries.request_to_announce(request_id)
    if asked is not None and asked.is_open:
        emails.erasure_asked(asked)


@task
def announce_answer(request_id: int) -> None:
    """Tell the person that there is an answer."""
    asked = queries.request_to_announce(request_id)
    if asked is not None and not asked.is_open:
        emails.erasure_answered(asked)


@task
def note_erasure(erasure_id: int) -> None:
    """Write the list of erasures outside the database, where a restore of an older backup finds it."""
    ledger.write(queries.erasures_now())


@task
def keep_erasures() -> None:
    """Every few minutes, so that the list says until when it is complete. `alongside check erasures` says what is wrong."""
    try:
        ledger.write(queries.erasures_now())
    except (OSError, ValueError) as wrong:
        logger.error("the list of erasures is not written: %s", type(wrong).__name__)


@task
def forget_old_rows() -> None:
    """Forget what is older than its register says, in steps."""
    while services.forget_old_rows(actor=system("retention")):
        pass
