"""The worker's door to the audit log."""

from __future__ import annotations

import time

from django.db import connection, transaction
from django.tasks import task

from alongside.audit import queries, services
from alongside.audit.models import WRITERS_LOCK
from alongside.core.actor import system

MOST_AT_ONCE = 5_000
TRIES = 200
PAUSE_SECONDS = 0.02


@task
def seal() -> None:
    """Seal all committed entries since the last seal. Safe to run twice and by two workers.

    Ids are drawn before their transaction commits, so a range may only be sealed while nobody is writing
    into it: every writer holds a shared lock (a trigger takes it), the sealer needs the exclusive one for
    the moment in which it reads. It asks and steps back instead of queueing, so writers never wait for it.
    """
    for _ in range(TRIES):
        with transaction.atomic():
            if _nobody_writes():
                return services.seal_next(most=MOST_AT_ONCE)
        time.sleep(PAUSE_SECONDS)
    raise TimeoutError("the audit log was never quiet enough to seal; the next run tries once more")


@task
def forget_old_months() -> None:
    """Let go the months that are older than ALONGSIDE_AUDIT_MONTHS and that no legal hold keeps, one transaction each."""
    for old in queries.old_months():
        if not old.stays:
            services.forget_month(actor=system("retention"), month=old.month)


def _nobody_writes() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [WRITERS_LOCK])
        return bool(cursor.fetchone()[0])
