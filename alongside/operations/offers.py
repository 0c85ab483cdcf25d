"""What operations offer to other parts: a step of setting up, a door."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.identity.policies import can_open_support
from alongside.operations import queries
from alongside.operations.policies import can_see_jobs
from alongside.people.company.checklist import BY_ADMINISTRATION, Door, Step

BACKUP_EVERY = timedelta(days=2)


def _is_kept(actor: Actor) -> bool:
    """A backup was made lately, and no mail was set aside."""
    last = queries.last_backup()
    return last is not None and timezone.now() - last < BACKUP_EVERY and not queries.parked_mails(actor)


CHECKLIST = (
    Step(
        _("Backups every day, and an eye on jobs and mails"),
        "operations:job_list",
        _is_kept,
        may=can_see_jobs,
        whose=BY_ADMINISTRATION,
    ),
)
DOORS = (
    Door(
        _("Support access"),
        _("Somebody from outside sees the machine for some hours, and nobody's words."),
        "operations:support_list",
        can_open_support,
    ),
    Door(
        _("Jobs and mails"),
        _("What runs in the background, and what did not go out."),
        "operations:job_list",
        can_see_jobs,
    ),
)
