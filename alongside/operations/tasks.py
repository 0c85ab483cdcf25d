"""The worker's door to housekeeping of the queue."""

from __future__ import annotations

from django.core.management import call_command
from django.tasks import task

DONE_KEPT = "3d"
FAILED_KEPT = "30d"


@task
def forget_old_jobs() -> None:
    """Delete what was done three days ago, and what was given up thirty days ago and nobody retried."""
    call_command("ox_prune", older_than=DONE_KEPT, verbosity=0)
    call_command("ox_prune", older_than=FAILED_KEPT, include_failed=True, verbosity=0)
