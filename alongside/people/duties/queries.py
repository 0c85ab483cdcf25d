"""Reading what waits for a second person."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from alongside.core.actor import Actor
from alongside.people.models import Coverage, DutyProposal, Person, RoleGrant
from alongside.people.policies import HR_PARTNER, can_see_proposals

MOST = 100


def proposals_visible_to(actor: Actor) -> QuerySet[DutyProposal]:
    """What waits, the most urgent first: for administrators and HR."""
    rows = DutyProposal.objects.filter(decision="", expires_at__gt=timezone.now())
    if not can_see_proposals(actor):
        return rows.none()
    return rows.select_related("person", "unit", "proposed_by").order_by("expires_at", "pk")


def waiting_for(actor: Actor) -> list[DutyProposal]:
    """What this administrator may decide. Nothing is asked for people who don't administer."""
    if RoleGrant.Role.ADMINISTRATOR not in actor.roles:
        return []
    others = proposals_visible_to(actor).exclude(proposed_by_id=actor.me)
    return list(others.exclude(person_id=actor.me)[:MOST])


def proposals_over() -> list[DutyProposal]:
    """For the worker: whose time is over."""
    over = DutyProposal.objects.filter(decision="", expires_at__lte=timezone.now())
    return list(over.order_by("expires_at", "pk")[:MOST])


def given_alone(action: str, key: str) -> tuple[Person, str, str] | None:
    """For mails about it: who holds the duty that one person gave at once, the duty by its code, and the unit's name."""
    if action == "people.role_granted":
        grant = RoleGrant.objects.select_related("person__account").filter(pk=int(key)).first()
        return (grant.person, grant.role, "") if grant else None
    rows = Coverage.objects.select_related("partner__account", "unit")
    coverage = rows.filter(pk=int(key)).first()
    return (coverage.partner, HR_PARTNER, coverage.unit.name) if coverage else None


def proposal_to_announce(proposal_id: int) -> DutyProposal | None:
    """For mails about it, with the people concerned."""
    rows = DutyProposal.objects.select_related("person__account", "proposed_by__account", "unit")
    return rows.filter(pk=proposal_id).first()
