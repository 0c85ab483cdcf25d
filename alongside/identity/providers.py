"""The identity providers of the company: naming, changing, switching on and off, removing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core import keyring
from alongside.core.actor import Actor
from alongside.core.errors import Refused
from alongside.core.register import DataClass
from alongside.identity.bearers import bearers
from alongside.identity.models import Account, IdentityProvider, LinkedIdentity
from alongside.identity.policies import can_change_account, can_set_up_sign_in, can_switch_on_provider

# Whoever can change one of these can come in as somebody else: after it, another administrator looks.
WEIGHTY = (
    "issuer", "client_id", "sign_in_address", "certificates", "vouches_for_email", "joining", "second_factor_words",
)  # fmt: skip


def providers_on() -> QuerySet[IdentityProvider]:
    """Those that the sign-in page offers."""
    return IdentityProvider.objects.filter(is_on=True).order_by("name")


def providers_by_saml() -> QuerySet[IdentityProvider]:
    """On or off: a provider has to know us before it can be tried."""
    return IdentityProvider.objects.filter(kind=IdentityProvider.Kind.SAML)


@transaction.atomic
def save_provider(
    *, actor: Actor, provider: IdentityProvider | None, kind: str, client_secret: str = "", **fields: Any
) -> IdentityProvider:
    """Name a provider or change it. An empty secret keeps the one before; a weighty change switches it off."""
    can_set_up_sign_in(actor).enforce()
    row = provider or IdentityProvider(kind=kind)
    weighty = provider is None or any(
        getattr(row, name) != fields.get(name, getattr(row, name)) for name in WEIGHTY
    )
    for name, value in fields.items():
        setattr(row, name, value)
    if weighty:
        row.found, row.keys, row.found_at, row.keys_at = {}, {}, None, None
        row.changed_by_id = actor.person_id
        row.is_on = row.is_on and bearers().administrators() <= 1
    row.save()
    if client_secret:
        row.ring_key, row.sealed = keyring.wrap(client_secret.encode(), _context(row))
        row.save(update_fields=["ring_key", "sealed"])
    action = "identity.provider_named" if provider is None else "identity.provider_changed"
    record(actor, action, subject=row, data_class=DataClass.TECHNICAL)
    return row


def secret_of(provider: IdentityProvider) -> str:
    """The client secret; empty for a public client. Raises keyring.Unreadable when the ring lost its key."""
    if not provider.sealed:
        return ""
    return keyring.unwrap(provider.ring_key, bytes(provider.sealed), _context(provider)).decode()


@transaction.atomic
def switch_on_provider(*, actor: Actor, provider: IdentityProvider) -> None:
    """From now on the sign-in page offers it."""
    can_switch_on_provider(actor, provider).enforce()
    IdentityProvider.objects.filter(pk=provider.pk).update(is_on=True)
    record(actor, "identity.provider_switched_on", subject=provider, data_class=DataClass.TECHNICAL)


@transaction.atomic
def switch_off_provider(*, actor: Actor, provider: IdentityProvider) -> None:
    """Nobody comes in through it any more. What is linked stays linked."""
    can_set_up_sign_in(actor).enforce()
    IdentityProvider.objects.filter(pk=provider.pk).update(is_on=False)
    record(actor, "identity.provider_switched_off", subject=provider, data_class=DataClass.TECHNICAL)


@transaction.atomic
def remove_provider(*, actor: Actor, provider: IdentityProvider) -> None:
    """Forget it and every link to it."""
    can_set_up_sign_in(actor).enforce()
    if provider.is_on:
        raise Refused(_("Switch it off first."))
    record(actor, "identity.provider_removed", subject=provider, data_class=DataClass.TECHNICAL)
    LinkedIdentity.objects.filter(provider=provider).delete()
    IdentityProvider.objects.filter(pk=provider.pk).delete()


@transaction.atomic
def end_link(*, actor: Actor, link: LinkedIdentity) -> None:
    """The account elsewhere no longer opens this one."""
    can_change_account(actor, link.account).enforce()
    record(actor, "identity.identity_unlinked", subject=link, concerns=[actor.me])
    LinkedIdentity.objects.filter(pk=link.pk).delete()


def links_of(account: Account) -> QuerySet[LinkedIdentity]:
    """The accounts elsewhere that open this one."""
    return (
        LinkedIdentity.objects.filter(account=account)
        .select_related("provider", "account")
        .order_by("-linked_at")
    )


def origins_on() -> list[str]:
    """Where forms of the sign-in pages may lead: the providers that are on, and where they forward to."""
    found = set()
    for provider in providers_on():
        addresses = [
            provider.sign_in_address,
            provider.found.get("authorization_endpoint", ""),
            provider.issuer,
        ]
        for address in [*addresses, *provider.further_origins.split()]:
            parts = urlsplit(address)
            if parts.scheme in ("http", "https") and parts.netloc:
                found.add(f"{parts.scheme}://{parts.netloc}")
    return sorted(found)


def _context(row: IdentityProvider) -> str:
    return f"identity.provider.{row.pk}"
