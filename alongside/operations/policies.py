"""Who may look at the machine and mend it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.core.verdict import ALLOW, Verdict, deny
from alongside.people.models import RoleGrant


def can_see_jobs(actor: Actor) -> Verdict:
    """What the worker does, and which mails could not be sent: administrators."""
    if actor.is_system or RoleGrant.Role.ADMINISTRATOR in actor.roles:
        return ALLOW
    return deny(_("Only an administrator can look at the work of the machine."))


def can_retry_job(actor: Actor) -> Verdict:
    """Give a failed job one more try: administrators."""
    return can_see_jobs(actor)


def can_note_backup(actor: Actor) -> Verdict:
    """Only whoever may start commands on the server: there is no page for it."""
    return ALLOW if actor.is_system else deny(_("Backups are made on the server."))
