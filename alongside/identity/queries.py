"""Reading accounts, sessions and tokens. Everybody sees their own and nobody else's."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet
from django.utils import timezone

from alongside.core.actor import Actor
from alongside.core.audience import NOBODY
from alongside.identity.models import (
    Account,
    Device,
    IdentityProvider,
    LinkedIdentity,
    OneTimeCode,
    ServiceToken,
    Session,
    Token,
    open_accounts,
)
from alongside.identity.passkeys import passkeys_of
from alongside.identity.policies import can_keep_service_tokens, can_set_up_sign_in
from alongside.identity.providers import links_of
from alongside.identity.services import digest_of


def live_token(secret: str) -> Token | None:
    """The token with this secret, if it has neither ended nor expired and its account is active."""
    return (
        Token.objects.filter(digest=digest_of(secret), ended_at=None, expires_at__gt=timezone.now())
        .filter(open_accounts("account__"))
        .select_related("account")
        .first()
    )


def live_service_token(secret: str) -> ServiceToken | None:
    """The company's token with this secret, if it has neither ended nor expired."""
    return _live(ServiceToken.objects.filter(digest=digest_of(secret))).first()


def service_tokens_visible_to(actor: Actor) -> QuerySet[ServiceToken]:
    """The company's tokens that still work, for those who look after them."""
    return (
        _live(ServiceToken.objects.order_by("-made_at"))
        if can_keep_service_tokens(actor)
        else ServiceToken.objects.none()
    )


def _live[T: (Token, ServiceToken)](tokens: QuerySet[T]) -> QuerySet[T]:
    return tokens.filter(ended_at=None, expires_at__gt=timezone.now())


def account_of(actor: Actor) -> Account:
    """The acting person's own account. Raises Account.DoesNotExist for the system."""
    return actor.once("identity.account", lambda: Account.objects.get(person=actor.me))


def account_to_write_to(account_id: int) -> Account | None:
    """For the worker: an account that is open."""
    return Account.objects.filter(open_accounts(), pk=account_id).first()


def sessions_visible_to(actor: Actor) -> QuerySet[Session]:
    """Where the actor is signed in now."""
    mine = Session.objects.filter(_own(actor), expire_date__gt=timezone.now())
    return mine.order_by("-started_at")


def devices_visible_to(actor: Actor) -> QuerySet[Device]:
    """The devices the actor trusts."""
    live = Device.objects.filter(_own(actor), ended_at=None, expires_at__gt=timezone.now())
    return live.order_by("-made_at")


def tokens_visible_to(actor: Actor) -> QuerySet[Token]:
    """The actor's own tokens that still work."""
    live = Token.objects.filter(_own(actor), ended_at=None, expires_at__gt=timezone.now())
    return live.select_related("account").order_by("-made_at")


def passkeys_visible_to(actor: Actor) -> QuerySet[Authenticator]:
    """The actor's own passkeys."""
    return passkeys_of(account_of(actor))


def identities_visible_to(actor: Actor) -> QuerySet[LinkedIdentity]:
    """The actor's own accounts elsewhere that open their account here."""
    return links_of(account_of(actor))


def providers_visible_to(actor: Actor) -> QuerySet[IdentityProvider]:
    """For administrators: every identity provider."""
    if not can_set_up_sign_in(actor):
        return IdentityProvider.objects.none()
    return IdentityProvider.objects.order_by("name")


def account_to_open(pk: int) -> Account | None:
    """For sign-in, before there is an actor: an account that is open."""
    return Account.objects.filter(open_accounts(), pk=pk).first()


def code_to_send(pk: int) -> OneTimeCode | None:
    """For the worker: a code that still waits to be mailed and is of use."""
    waiting = OneTimeCode.objects.select_related("account").filter(pk=pk, used_at=None, ended_at=None)
    return waiting.filter(expires_at__gt=timezone.now()).first()


def link_to_announce(pk: int) -> LinkedIdentity | None:
    """For the worker: a link that is still there."""
    return LinkedIdentity.objects.select_related("account", "provider").filter(pk=pk).first()


def letters_of(account: Account) -> QuerySet[OneTimeCode]:
    """Every letter code ever made for an account, newest first."""
    return OneTimeCode.objects.filter(account=account, purpose=OneTimeCode.Purpose.LETTER).order_by("-pk")


def _own(actor: Actor) -> Q:
    return NOBODY if actor.person_id is None else Q(account__person=actor.person_id)
