"""Which recorded acts are told to whom (config/wiring.py). In the transaction of the act: told, or not done."""

from __future__ import annotations

from alongside.audit.models import AuditEntry
from alongside.core.later import later


def tell_who_must_know(entry: AuditEntry) -> None:
    """Queue the mail about acts that change who may do what."""
    if entry.action == "people.duty_proposed":
        later("alongside.oversight.tasks.announce_proposal", proposal_id=int(entry.key))
    elif entry.action in ("identity.support_opened", "identity.support_begun"):
        later("alongside.oversight.tasks.announce_support", entry_id=entry.pk)
    elif entry.action in ("people.recovery_code_made", "people.administration_recovered"):
        later("alongside.oversight.tasks.announce_recovery", entry_id=entry.pk)
    elif entry.action in ("people.role_granted", "people.unit_covered") and entry.person_id is not None:
        later("alongside.oversight.tasks.announce_duty_given_alone", entry_id=entry.pk)
    elif entry.action in ("people.duty_confirmed", "people.duty_declined", "people.duty_lapsed"):
        later("alongside.oversight.tasks.announce_decision", proposal_id=int(entry.key))
