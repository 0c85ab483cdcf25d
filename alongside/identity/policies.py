"""Who may do what with a way in: everybody with their own, and the software where somebody leaves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.core.verdict import ALLOW, Verdict, deny
from alongside.identity.bearers import bearers
from alongside.identity.models import Account, IdentityProvider


def can_change_account(actor: Actor, account: Account) -> Verdict:
    """Password, second factor, sessions, devices, tokens: one's own alone. Not HR, not an administrator."""
    if actor.is_system or (
        actor.person_id is not None and bearers().person_id_of(account) == actor.person_id
    ):
        return ALLOW
    return deny(_("Everybody looks after their own sign-in."))


def can_set_up_sign_in(actor: Actor) -> Verdict:
    """Name the identity providers of the company: administrators."""
    if actor.is_system or "administrator" in actor.roles:
        return ALLOW
    return deny(_("Only an administrator can set up how people sign in."))


def can_forget_factors(actor: Actor) -> Verdict:
    """Take away another's lost second factor: whoever runs the server, after HR has recognised the person."""
    if actor.is_system:
        return ALLOW
    return deny(_("Only whoever runs the server can do that, after HR has recognised the person."))


def can_end_all_sessions(actor: Actor) -> Verdict:
    """Sign others out everywhere, one or all: administrators. It opens nothing, and ends nothing but sessions."""
    if actor.is_system or "administrator" in actor.roles:
        return ALLOW
    return deny(_("Only an administrator can sign others out."))


def can_switch_on_provider(actor: Actor, provider: IdentityProvider) -> Verdict:
    """Let a provider open accounts: an administrator other than the one who last changed it, where there are two.

    Whoever controls a provider can come in as anybody: one administrator alone must not be able to.
    """
    verdict = can_set_up_sign_in(actor)
    is_own_change = not actor.is_system and provider.changed_by_id == actor.person_id
    if verdict and is_own_change and bearers().administrators() > 1:
        return deny(_("Another administrator has to look at it and switch it on."))
    return verdict


def can_close_account(actor: Actor, account: Account) -> Verdict:
    """End a way in: the services that let somebody leave decide who may; oneself, never."""
    if not actor.is_system and bearers().person_id_of(account) == actor.person_id:
        return deny(_("Somebody else has to close your account."))
    if actor.is_system or actor.roles & {"hr_operations", "head_of_hr", "administrator"}:
        return ALLOW
    return deny(_("Only HR operations or an administrator can close an account."))


def can_keep_service_tokens(actor: Actor) -> Verdict:
    """Tokens for programs that act for nobody: those who look after the machine."""
    if actor.is_system or "administrator" in actor.roles:
        return ALLOW
    return deny(_("Only an administrator can make tokens for the company's programs."))


def can_open_support(actor: Actor) -> Verdict:
    """Let somebody from outside see the machine for some hours, see who was let in, and end it: administrators."""
    if "administrator" in actor.roles:
        return ALLOW
    return deny(_("Only an administrator opens access for support."))


def can_look_as_supporter(actor: Actor) -> Verdict:
    """See the state of the machine: a supporter whose access is open, and administrators, who see the same page."""
    if actor.support_id is not None:
        return ALLOW
    return can_open_support(actor)
