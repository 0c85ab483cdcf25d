"""Mending the machine: one more try for a job, a note of a backup, forgetting old jobs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_ox import actions
from django_ox.models import OxTask

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.core.errors import Refused
from alongside.operations.models import Backup
from alongside.operations.policies import can_note_backup, can_retry_job


@transaction.atomic
def retry_job(*, actor: Actor, job: OxTask) -> None:
    """One more try for a job that was given up. Raises Refused when it is not given up (any more)."""
    can_retry_job(actor).enforce()
    if not actions.retry(job.pk):
        raise Refused(_("This job was not given up: it waits, runs or is done by now."))
    record(actor, "operations.job_retried", details={"job": str(job.pk)})


@transaction.atomic
def note_backup(*, actor: Actor, made_at: datetime, size: int = 0, sha256: str = "") -> Backup:
    """Remember that a backup was made; `size` in bytes."""
    can_note_backup(actor).enforce()
    backup = Backup.objects.create(made_at=made_at, bytes=size, sha256=sha256)
    record(actor, "operations.backup_made", subject=backup)
    return backup


@transaction.atomic
def note_verification(*, actor: Actor, sha256: str) -> bool:
    """Remember that the backup with this checksum was put back on trial; False if nobody noted that one."""
    can_note_backup(actor).enforce()
    found = Backup.objects.filter(sha256=sha256).update(verified_at=timezone.now())
    record(actor, "operations.backup_verified", details={"known": bool(found)})
    return bool(found)
