"""Proposing a duty, confirming, declining, taking back; and what nobody decided in time."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core.actor import Actor, Door, system
from alongside.core.errors import Invalid, Refused
from alongside.people.actors import actor_for
from alongside.people.calendar import today
from alongside.people.duties import queries
from alongside.people.models import Coverage, DutyProposal, Person, RoleGrant, Unit
from alongside.people.policies import (
    HR_PARTNER,
    can_confirm_duty,
    can_decline_duty,
    can_lapse_proposals,
    can_propose_duty,
    can_propose_partner,
    can_withdraw_proposal,
)
from alongside.people.queries.duties import covers_unit, holds_duty, takes_two
from alongside.people.services import cover_unit, grant_role

OPEN_FOR = timedelta(days=7)
Decision = DutyProposal.Decision


@transaction.atomic
def give_duty(
    *, actor: Actor, person: Person, role: RoleGrant.Role, reason: str = ""
) -> RoleGrant | DutyProposal:
    """A duty at once while one person administers; afterwards a proposal that gives nothing by itself.

    Raises Invalid for who holds it already, who is gone, and for a proposal without a reason.
    """
    can_propose_duty(actor, person, role).enforce()
    _somebody_here(person, "person")
    if holds_duty(person, role):
        raise Invalid("role", _("They have this duty already."))
    if not takes_two(role):
        return grant_role(actor=actor, person=person, role=role, since=today())
    return _propose(actor, person, role, None, reason)


@transaction.atomic
def name_partner(*, actor: Actor, partner: Person, unit: Unit, reason: str = "") -> Coverage | DutyProposal:
    """As giving a duty, for a unit with everything below it."""
    can_propose_partner(actor, partner).enforce()
    _somebody_here(partner, "partner")
    if covers_unit(partner, unit):
        raise Invalid("unit", _("They are HR partner of this unit already."))
    if not takes_two(HR_PARTNER):
        return cover_unit(actor=actor, partner=partner, unit=unit, since=today())
    return _propose(actor, partner, HR_PARTNER, unit, reason)


@transaction.atomic
def confirm_duty(*, actor: Actor, proposal: DutyProposal) -> DutyProposal:
    """The second person says yes: it holds from today. Who proposed it must still be allowed to."""
    proposal = _locked(proposal)
    can_confirm_duty(actor, proposal).enforce()
    _somebody_here(proposal.person, "person")
    _still_wanted(proposal)
    _decide(actor, proposal, Decision.CONFIRMED)
    record(actor, "people.duty_confirmed", subject=proposal, concerns=[proposal.person_id])
    _give(proposal)
    return proposal


@transaction.atomic
def decline_duty(*, actor: Actor, proposal: DutyProposal) -> DutyProposal:
    """The second person says no: nothing is given."""
    proposal = _locked(proposal)
    can_decline_duty(actor, proposal).enforce()
    _decide(actor, proposal, Decision.DECLINED)
    record(actor, "people.duty_declined", subject=proposal, concerns=[proposal.person_id])
    return proposal


@transaction.atomic
def withdraw_proposal(*, actor: Actor, proposal: DutyProposal) -> DutyProposal:
    """Who proposed it thinks again."""
    proposal = _locked(proposal)
    can_withdraw_proposal(actor, proposal).enforce()
    _decide(actor, proposal, Decision.WITHDRAWN)
    record(actor, "people.duty_withdrawn", subject=proposal, concerns=[proposal.person_id])
    return proposal


@transaction.atomic
def lapse_proposals(*, actor: Actor) -> None:
    """What nobody decided in time is closed and said so. It gave nothing before either. Twice is once."""
    can_lapse_proposals(actor).enforce()
    for proposal in queries.proposals_over():
        _lapse(actor, proposal)


def _propose(actor: Actor, person: Person, duty: str, unit: Unit | None, reason: str) -> DutyProposal:
    reason = " ".join(reason.split())
    if not reason:
        raise Invalid("reason", _("Say why, so that the second person can decide."))
    list(Person.objects.select_for_update().filter(pk=person.pk).values_list("pk"))  # two presses take turns
    for earlier in DutyProposal.objects.filter(person=person, duty=duty, unit=unit, decision=Decision.OPEN):
        if earlier.is_open:
            raise Invalid("reason", _("This is proposed already and waits for a second person."))
        _lapse(actor, earlier)
    proposal = DutyProposal.objects.create(
        person=person,
        duty=duty,
        unit=unit,
        reason=reason,
        proposed_by_id=actor.me,
        expires_at=timezone.now() + OPEN_FOR,
    )
    record(actor, "people.duty_proposed", subject=proposal, concerns=[person.pk], details={"duty": duty})
    return proposal


def _lapse(actor: Actor, proposal: DutyProposal) -> None:
    """Its time is over, and nobody decided meanwhile."""
    proposal = _locked(proposal)
    if proposal.decision == Decision.OPEN:
        _decide(actor, proposal, Decision.LAPSED)
        record(actor, "people.duty_lapsed", subject=proposal, concerns=[proposal.person_id])


def _locked(proposal: DutyProposal) -> DutyProposal:
    """As it is now, and nobody else decides meanwhile."""
    rows = DutyProposal.objects.select_for_update(of=("self",)).select_related(
        "person", "proposed_by", "unit"
    )
    return rows.get(pk=proposal.pk)


def _decide(actor: Actor, proposal: DutyProposal, decision: DutyProposal.Decision) -> None:
    proposal.decision, proposal.decided_by_id = decision, actor.person_id
    proposal.decided_at = timezone.now()
    proposal.save(update_fields=["decision", "decided_by", "decided_at"])


def _still_wanted(proposal: DutyProposal) -> None:
    """Two people decide today: a proposal of somebody who may not propose it any more gives nothing."""
    proposer = actor_for(proposal.proposed_by, door=Door.WEB)
    if proposal.unit is not None:
        verdict = can_propose_partner(proposer, proposal.person)
    else:
        verdict = can_propose_duty(proposer, proposal.person, proposal.duty)
    if not verdict or proposal.proposed_by.left_on is not None:
        raise Refused(_("Whoever proposed this may not give this duty any more. It has to be proposed anew."))


def _give(proposal: DutyProposal) -> None:
    """Written by the software, because neither of the two could do it alone."""
    both = system(f"duty-proposal-{proposal.pk}")
    if proposal.unit is not None:
        if not covers_unit(proposal.person, proposal.unit):
            cover_unit(actor=both, partner=proposal.person, unit=proposal.unit, since=today())
    elif not holds_duty(proposal.person, proposal.duty):
        grant_role(
            actor=both,
            person=proposal.person,
            role=RoleGrant.Role(proposal.duty),
            since=today(),
            wanted_by=proposal.proposed_by,
        )


def _somebody_here(person: Person, field: str) -> None:
    if person.left_on is not None or person.erased_at is not None:
        raise Invalid(field, _("Choose somebody who works here."))
