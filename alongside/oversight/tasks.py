"""The worker's door to oversight: load, call, done."""

from __future__ import annotations

from django.tasks import task

from alongside.oversight import emails
from alongside.oversight.queries import entry_to_announce
from alongside.people.duties.queries import proposal_to_announce


@task
def announce_proposal(proposal_id: int) -> None:
    """Ask the administrators who could be the second person."""
    proposal = proposal_to_announce(proposal_id)
    if proposal is not None and proposal.is_open:
        emails.duty_proposed(proposal)


@task
def announce_recovery(entry_id: int) -> None:
    """Tell the head of HR and everybody who administers that the server was asked for a new administrator."""
    entry = entry_to_announce(entry_id)
    if entry is not None:
        emails.administration_recovered(entry)


@task
def announce_support(entry_id: int) -> None:
    """Tell everybody who administers that somebody from outside was let in, and that they came."""
    entry = entry_to_announce(entry_id)
    if entry is not None:
        emails.support_access(entry)


@task
def announce_duty_given_alone(entry_id: int) -> None:
    """Tell the head of HR, everybody who administers and who holds it now that one person gave a duty at once."""
    entry = entry_to_announce(entry_id)
    if entry is not None:
        emails.duty_given_alone(entry)


@task
def announce_decision(proposal_id: int) -> None:
    """Tell who proposed it, and, if it was given, who holds it now."""
    proposal = proposal_to_announce(proposal_id)
    if proposal is not None:
        emails.duty_decided(proposal)
