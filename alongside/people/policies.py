"""Who may do what with people and the chart."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.core.verdict import ALLOW, Verdict, deny
from alongside.people import queries
from alongside.people.models import Delegation, DutyProposal, Person, RoleGrant
from alongside.people.queries import duties
from alongside.people.queries.mandates import UNIT_ADMINISTRATOR, administers

CONTENT_ROLES = frozenset({RoleGrant.Role.HEAD_OF_HR, RoleGrant.Role.HR_OPERATIONS, RoleGrant.Role.AUDITOR})
HR_PARTNER = DutyProposal.HR_PARTNER
SCIM = "scim"  # the scope of provisioning tokens
NOT_IN_UNIT = _("They don't work in a unit that you administer, or hold a duty that puts them outside of it.")
OF_HR = frozenset({RoleGrant.Role.HEAD_OF_HR, RoleGrant.Role.HR_OPERATIONS})
SEE_ALL_LEAVE = OF_HR | {RoleGrant.Role.ADMINISTRATOR}


def can_change_chart(actor: Actor) -> Verdict:
    """Load an organisation file, move people, open and close seats."""
    if actor.is_system or actor.roles & {RoleGrant.Role.HR_OPERATIONS, RoleGrant.Role.HEAD_OF_HR}:
        return ALLOW
    return deny(_("Only HR operations can change the organisation chart."))


def can_see_departures(actor: Actor) -> Verdict:
    """Who leaves and when, before everybody knows: HR and administrators, who end the access; of their unit others."""
    if actor.is_system or actor.roles & (SEE_ALL_LEAVE | {UNIT_ADMINISTRATOR}):
        return ALLOW
    return deny(_("Only HR operations or an administrator can see who leaves."))


def can_end_employment(actor: Actor, person: Person) -> Verdict:
    """Say that somebody leaves, or is back: HR and administrators; never for oneself, never the last administrator.

    Who administers the person's unit may do it too.
    """
    if person.pk == actor.person_id:
        return deny(_("Somebody else has to enter that you leave."))
    verdict = can_see_departures(actor)  # first: it asks the database nothing, and is the answer for most
    if verdict and not actor.is_system and not actor.roles & SEE_ALL_LEAVE:
        return ALLOW if administers(actor, person) else deny(NOT_IN_UNIT)
    if verdict and queries.is_last_administrator(person):
        return deny(_("One administrator has to stay. Name another one first."))
    return verdict


def can_provision_people(actor: Actor) -> Verdict:
    """Add and change people and let them go over SCIM: who holds a provisioning token, and nobody at a page."""
    if actor.is_system and SCIM in actor.scopes:
        return ALLOW
    return deny(_("This needs a provisioning token."))


def can_set_up_provisioning(actor: Actor) -> Verdict:
    """Make and end provisioning tokens: administrators."""
    if RoleGrant.Role.ADMINISTRATOR in actor.roles:
        return ALLOW
    return deny(_("Only an administrator can let an identity provider in."))


def can_type_person(actor: Actor) -> Verdict:
    """Begin alone with the names of people one leads: everybody who is signed in; nobody else sees the names."""
    if actor.person_id is not None:
        return ALLOW
    return deny(_("Sign in first."))


def can_set_up_company(actor: Actor) -> Verdict:
    """Name, language, sites, mail: administrators, and the head of HR."""
    if actor.is_system or actor.roles & {RoleGrant.Role.ADMINISTRATOR, RoleGrant.Role.HEAD_OF_HR}:
        return ALLOW
    return deny(_("Only an administrator or the head of HR can set up the company."))


def can_propose_duty(actor: Actor, person: Person, duty: str) -> Verdict:
    """Begin to give a duty. Nobody begins for themselves what takes two, and somebody must be left to confirm."""
    return _with_a_second(actor, _may_give(actor, person, duty), person, duty)


def can_grant_role(actor: Actor, person: Person, role: str) -> Verdict:
    """Give a duty at once: only while one person administers; afterwards a second one confirms it."""
    return _alone(actor, can_propose_duty(actor, person, role), role)


def can_cover_unit(actor: Actor, partner: Person) -> Verdict:
    """Make somebody HR partner at once: as giving a duty."""
    return _alone(actor, can_propose_partner(actor, partner), HR_PARTNER)


def can_propose_partner(actor: Actor, partner: Person) -> Verdict:
    """Begin to make somebody HR partner: HR, and administrators for others."""
    return _with_a_second(actor, can_name_partner(actor, partner), partner, HR_PARTNER)


def can_recover_administration(actor: Actor) -> Verdict:
    """Make a code for a new administrator: only whoever may start commands on the server."""
    if actor.is_system and not actor.scopes:
        return ALLOW
    return deny(_("This is done on the server: “alongside setup --recover”."))


def can_see_proposals(actor: Actor) -> Verdict:
    """What waits for a second person, with the reason: administrators and HR."""
    if actor.roles & (OF_HR | {RoleGrant.Role.ADMINISTRATOR}):
        return ALLOW
    return deny(_("Only administrators and HR see which duties are proposed."))


def can_confirm_duty(actor: Actor, proposal: DutyProposal) -> Verdict:
    """Be the second person: an administrator, never who proposed it, never for oneself."""
    verdict = can_decline_duty(actor, proposal)
    if verdict and proposal.person_id == actor.person_id:
        return deny(_("Nobody confirms a duty for themselves."))
    return verdict


def can_decline_duty(actor: Actor, proposal: DutyProposal) -> Verdict:
    """Say no: every administrator but the one who proposed it, who takes it back instead."""
    if not proposal.is_open:
        return deny(_("This was decided meanwhile, or its time is over. Nothing was given by it."))
    if RoleGrant.Role.ADMINISTRATOR not in actor.roles:
        return deny(_("Only an administrator can be the second person."))
    if proposal.proposed_by_id == actor.person_id:
        return deny(_("You proposed this: another administrator has to decide."))
    return ALLOW


def can_withdraw_proposal(actor: Actor, proposal: DutyProposal) -> Verdict:
    """Take it back: who proposed it, while it is open."""
    if not proposal.is_open:
        return deny(_("This was decided meanwhile, or its time is over."))
    if proposal.proposed_by_id == actor.person_id:
        return ALLOW
    return deny(_("Only whoever proposed it can take it back."))


def can_lapse_proposals(actor: Actor) -> Verdict:
    """Close what nobody decided in time: the software itself."""
    return ALLOW if actor.is_system else deny(_("Alongside does this by itself."))


def _may_give(actor: Actor, person: Person, duty: str) -> Verdict:
    """Whose business duties are. A token acts for nobody, so it gives none, however much else it opens."""
    if actor.is_system and not actor.scopes:
        return ALLOW
    if RoleGrant.Role.ADMINISTRATOR in actor.roles:
        if duty in CONTENT_ROLES and person.pk == actor.person_id and queries.administrators() > 1:
            return deny(
                _(
                    "There is more than one administrator: ask another one to give you a duty that sees content."
                )
            )
        return ALLOW
    if RoleGrant.Role.HEAD_OF_HR in actor.roles:
        if person.pk == actor.person_id:
            return deny(_("Somebody else has to give you a duty."))
        if duty in {RoleGrant.Role.HR_OPERATIONS, RoleGrant.Role.HEAD_OF_HR}:
            return ALLOW
    return deny(_("Only an administrator or the head of HR can give duties."))


def _with_a_second(actor: Actor, verdict: Verdict, person: Person, duty: str) -> Verdict:
    """Where a duty takes two: not for oneself, and not where nobody is left to confirm."""
    if not verdict or actor.is_system or not duties.takes_two(duty):
        return verdict
    if person.pk == actor.person_id:
        return deny(_("Somebody else has to propose a duty for you."))
    if not duties.possible_seconds(actor.person_id, person.pk).exists():
        return deny(
            _(
                "Nobody could confirm this: it takes an administrator beside you and the person it is for. "
                "Name another administrator first."
            )
        )
    return verdict


def _alone(actor: Actor, verdict: Verdict, duty: str) -> Verdict:
    """A yes holds at once only where no second person is needed; the software does what two have decided."""
    if verdict and not actor.is_system and duties.takes_two(duty):
        return deny(_("This duty takes two people: propose it, and another administrator confirms it."))
    return verdict


def can_end_role(actor: Actor, grant: RoleGrant) -> Verdict:
    """End a duty; one administrator has to stay."""
    if grant.role == RoleGrant.Role.ADMINISTRATOR and queries.is_last_administrator(grant.person):
        return deny(_("One administrator has to stay. Name another one first."))
    if actor.is_system or RoleGrant.Role.ADMINISTRATOR in actor.roles or grant.person_id == actor.person_id:
        return ALLOW
    if RoleGrant.Role.HEAD_OF_HR in actor.roles and grant.role == RoleGrant.Role.HR_OPERATIONS:
        return ALLOW
    return deny(_("Only an administrator or the head of HR can end duties."))


def can_name_partner(actor: Actor, partner: Person) -> Verdict:
    """Say who is HR partner of what, and end it. Being HR partner is a duty that sees content."""
    if actor.is_system and not actor.scopes:
        return ALLOW
    if actor.roles & OF_HR:
        return ALLOW
    if RoleGrant.Role.ADMINISTRATOR in actor.roles:
        return _may_give(actor, partner, RoleGrant.Role.HR_OPERATIONS)
    return deny(_("Only HR or an administrator can name HR partners."))


def can_invite(actor: Actor) -> Verdict:
    """Invite people, in waves or one by one: HR operations and the head of HR."""
    if actor.is_system or actor.roles & OF_HR:
        return ALLOW
    return deny(_("Only HR operations can invite people."))


def can_invite_person(actor: Actor, person: Person) -> Verdict:
    """Invite one person: HR, and who administers their unit."""
    return ALLOW if administers(actor, person) else can_invite(actor)


def can_make_letter(actor: Actor, person: Person) -> Verdict:
    """Print the sealed code for the first sign-in of somebody without e-mail: HR, their manager, their unit's
    administrator."""
    if person.email is not None:
        return deny(_("This person has an e-mail address: invite them by mail."))
    if person.account is not None and person.account.has_usable_password():
        return can_ask_for_pin(actor, person)
    if actor.is_system or actor.roles & OF_HR or queries.manager_id_of(person) == actor.person_id:
        return ALLOW
    if administers(actor, person):
        return ALLOW
    return deny(_("Only HR operations or their manager can print this letter."))


def can_reset_pin(actor: Actor, person: Person) -> Verdict:
    """A new letter for somebody who has a PIN already: never their manager, never oneself."""
    if person.pk == actor.person_id:
        return deny(_("Somebody else of HR operations has to do this for you."))
    if queries.manager_id_of(person) == actor.person_id:
        return deny(_("A new PIN never comes from the manager. HR operations can help."))
    if actor.is_system or actor.roles & OF_HR:
        return ALLOW
    return deny(_("Only HR operations can make a letter for a new PIN."))


def can_ask_for_pin(actor: Actor, person: Person) -> Verdict:
    """Ask for a new PIN that somebody of HR then confirms: HR, and who administers the unit without leading there."""
    verdict = can_reset_pin(actor, person)
    if not verdict and administers(actor, person) and queries.manager_id_of(person) != actor.person_id:
        return ALLOW
    return verdict


def can_see_history(actor: Actor, person: Person) -> Verdict:
    """Ask who was above somebody on a past day: oneself and HR operations; a token of the company is neither."""
    if (actor.is_system and not actor.scopes) or actor.person_id == person.pk or actor.roles & OF_HR:
        return ALLOW
    return deny(_("How the chart was is told to the person themselves and to HR operations."))


def can_change_absence(actor: Actor, person: Person) -> Verdict:
    """Enter and remove days away, see and choose weekdays of work: one's own; HR operations for anybody; who
    administers a unit for its people. A token acts for nobody, so it has no say here."""
    if actor.is_system and not actor.scopes:
        return ALLOW
    if actor.person_id == person.pk or actor.roles & OF_HR or administers(actor, person):
        return ALLOW
    return deny(_("Everybody enters their own days away. HR operations can do it for them."))


def can_delegate_for(actor: Actor, person: Person) -> Verdict:
    """Name who stands in for somebody: the person themselves, and HR operations when they cannot. Not a unit's
    administrator: whoever stands in sees a team, and that is for the two to agree."""
    if actor.is_system or actor.person_id == person.pk or actor.roles & OF_HR:
        return ALLOW
    return deny(_("Everybody names who stands in for them. HR operations can do it for them."))


def can_end_delegation(actor: Actor, delegation: Delegation) -> Verdict:
    """End it early: either of the two, and HR operations."""
    if actor.is_system or actor.roles & OF_HR:
        return ALLOW
    if actor.person_id in (delegation.from_person_id, delegation.to_person_id):
        return ALLOW
    return deny(_("The two people concerned can end this, and HR operations."))
