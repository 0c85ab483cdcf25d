"""Whose account a claim opens: by (provider, subject) alone; by e-mail once, to link the two."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.core.errors import Refused
from alongside.core.later import later
from alongside.identity.bearers import bearers
from alongside.identity.federation.claims import Claim
from alongside.identity.models import Account, IdentityProvider, LinkedIdentity
from alongside.identity.policies import can_change_account


def linked_account(provider: IdentityProvider, claim: Claim) -> Account | None:
    """The account that this subject opens, if it is open; the day is noted."""
    link = (
        LinkedIdentity.objects.filter(provider=provider, subject=claim.subject)
        .select_related("account")
        .first()
    )
    if link is None or not link.account.is_open:
        return None
    today = timezone.now().date()
    if link.last_used_on != today:
        LinkedIdentity.objects.filter(pk=link.pk).update(last_used_on=today)
    return link.account


def is_known(provider: IdentityProvider, claim: Claim) -> bool:
    """Whether this subject is linked, to an account that is open or closed."""
    return LinkedIdentity.objects.filter(provider=provider, subject=claim.subject).exists()


@transaction.atomic
def account_to_link(provider: IdentityProvider, claim: Claim) -> Account | None:
    """Whose the trusted e-mail is: somebody invited, or (if the provider may) somebody of the chart, let in now."""
    if not claim.email:
        return None
    account = Account.objects.filter(email=claim.email).first()
    if account is not None:
        return account if account.is_open and bearers().is_invited(account) else None
    if provider.joining == IdentityProvider.Joining.DIRECTORY:
        return bearers().admit(claim.email)
    return None


def was_used(account: Account) -> bool:
    """Whether somebody has signed in here before. Then an administrator's provider alone does not open it."""
    return account.last_login is not None


@transaction.atomic
def link_identity(
    *, actor: Actor, account: Account, provider: IdentityProvider, subject: str
) -> LinkedIdentity:
    """From now on this subject opens the account; the person gets a mail about it."""
    can_change_account(actor, account).enforce()
    try:
        with transaction.atomic():
            link = LinkedIdentity.objects.create(account=account, provider=provider, subject=subject)
    except IntegrityError as taken:
        raise Refused(_("That sign-in belongs to another account here. Tell an administrator.")) from taken
    person = bearers().person_id_of(account)
    record(actor, "identity.identity_linked", subject=link, concerns=[] if person is None else [person])
    later("alongside.identity.tasks.announce_link", link_id=link.pk, language=translation.get_language())
    return link
