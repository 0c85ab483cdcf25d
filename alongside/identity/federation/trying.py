"""Trying a provider before people do: each step with what it found, in words for the administrator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.core.keyring import Unreadable
from alongside.identity.federation import fetching, oidc, saml
from alongside.identity.federation.problems import ProviderProblem
from alongside.identity.models import IdentityProvider
from alongside.identity.providers import providers_on, secret_of
from alongside.identity.return_addresses import return_address

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Finding:
    """One step: what was tried, whether it went well, and what is wrong if not."""

    tried: str | Promise
    is_good: bool
    words: str | Promise = ""


def try_provider(provider: IdentityProvider) -> list[Finding]:
    """Every step up to the first that fails: later ones would say nothing new."""
    findings: list[Finding] = []
    for tried, step in _saml_steps(provider) if provider.is_saml else _oidc_steps(provider):
        try:
            step()
        except ProviderProblem as problem:
            return [*findings, Finding(tried, False, problem.words)]
        findings.append(Finding(tried, True))
    return findings


def standing_problems(provider: IdentityProvider) -> list[str | Promise]:
    """What can be seen to be wrong without asking the provider; for `alongside check` and the list."""
    found: list[str | Promise] = []
    if not fetching.is_safe(provider.sign_in_address if provider.is_saml else provider.issuer):
        found.append(ProviderProblem("https").words)
    try:
        secret_of(provider)
    except Unreadable:
        found.append(ProviderProblem("secret").words)
    if provider.is_saml:
        try:
            _certificate_lasts(provider)
            if saml.expires_at(provider) - timezone.now() < SOON:
                found.append(
                    _(
                        "Its certificate ends within 30 days. Ask for the next one and paste it beside this one."
                    )
                )
        except ProviderProblem as problem:
            found.append(problem.words)
    return found


def problems_of_providers() -> list[tuple[str, str | Promise]]:
    """(name, what is wrong) of each provider that is on, as far as it can be seen from here."""
    return [(provider.name, words) for provider in providers_on() for words in standing_problems(provider)]


def _oidc_steps(provider: IdentityProvider) -> list[tuple[str | Promise, Callable[[], object]]]:
    def has_keys() -> None:
        if not oidc.usable(oidc.published_keys(provider, anew=True)):
            raise ProviderProblem("no_keys")

    return [
        (_("It answers, and calls itself by the issuer"), lambda: oidc.published(provider, anew=True)),
        (_("It publishes keys that we accept"), has_keys),
        (
            _("It knows the client id and the secret"),
            lambda: oidc.try_client(provider, return_address(provider)),
        ),
    ]


def _saml_steps(provider: IdentityProvider) -> list[tuple[str | Promise, Callable[[], object]]]:
    return [
        (_("Its certificate can be read and is valid today"), lambda: _certificate_lasts(provider)),
        (_("Its sign-in address is safe"), lambda: _is_safe(provider.sign_in_address)),
        (_("We can ask it to sign somebody in"), lambda: saml.address_to_ask(provider, once_more=False)),
    ]


def _certificate_lasts(provider: IdentityProvider) -> None:
    if saml.expires_at(provider) < timezone.now():
        raise ProviderProblem("certificate")


def _is_safe(address: str) -> None:
    if not fetching.is_safe(address):
        raise ProviderProblem("https")
