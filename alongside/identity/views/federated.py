"""Signing in, proving oneself once more, and linking accounts by a provider of the company.

These pages are for people who are not signed in yet, or are proving it; no once-keys, as in sign_in.py.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.core.actor import Strength
from alongside.core.web import Request, signed_in
from alongside.identity import codes, fresh, limits, queries, sign_in
from alongside.identity.actors import account_actor
from alongside.identity.federation import joining, journeys, oidc, saml
from alongside.identity.federation.claims import Claim
from alongside.identity.federation.problems import ProviderProblem
from alongside.identity.forms import DeviceChoice
from alongside.identity.fresh import fresh_sign_in
from alongside.identity.models import Account, IdentityProvider
from alongside.identity.providers import providers_on
from alongside.identity.return_addresses import return_address
from alongside.identity.second_factor import has_second_factor

log = logging.getLogger(__name__)
Purpose = journeys.Purpose
SKEW = timedelta(seconds=90)


@require_POST
def provider_session_create(request: Request, slug: str) -> HttpResponse:
    """Off to the provider, to sign in."""
    form = DeviceChoice(request.POST)
    is_shared = form.is_valid() and form.is_shared
    back = sign_in.way_back(request, request.POST.get("next", ""))
    return _send(request, slug, Purpose.SIGN_IN, back=back, is_shared=is_shared)


@require_POST
@signed_in
def provider_confirmation_create(request: Request, slug: str) -> HttpResponse:
    """Off to the provider, to prove once more who one is; what was typed waits wrapped in the session."""
    back = sign_in.way_back(request, request.POST.get("next", ""))
    fresh.keep_carried(request)
    return _send(request, slug, Purpose.CONFIRM, back=back)


@require_POST
@signed_in
@fresh_sign_in
def identity_create(request: Request, slug: str) -> HttpResponse:
    """Off to the provider, to link one's account there with the one here."""
    return _send(request, slug, Purpose.LINK, back=reverse("identity:identity_list"))


def _send(request: Request, slug: str, purpose: Purpose, **what: object) -> HttpResponse:
    provider = get_object_or_404(providers_on(), slug=slug)
    limits.take("provider", limits.network_of(request))
    to, once_more = return_address(provider), purpose == Purpose.CONFIRM
    try:
        if provider.is_saml:
            key, address = saml.address_to_ask(provider, once_more=once_more)
            question: dict[str, str] = {}
        else:
            question = oidc.fresh_question()
            key, address = question["state"], oidc.address_to_ask(provider, question, to, once_more=once_more)
    except ProviderProblem as problem:
        return refuse(request, provider, problem)
    journeys.remember(request, key, provider, purpose=purpose, question=question, **what)
    return HttpResponseRedirect(address)


@require_GET
def provider_session_return(request: Request, slug: str) -> HttpResponse:
    """Back from an OpenID provider."""
    provider = get_object_or_404(providers_on(), slug=slug, kind=IdentityProvider.Kind.OIDC)
    journey = journeys.take(request, request.GET.get("state", ""), provider)
    if journey is None:
        return refuse(request, provider, ProviderProblem("unsolicited"))
    try:
        claim = oidc.claim_from(provider, journey["question"], request.GET.dict(), return_address(provider))
    except ProviderProblem as problem:
        return refuse(request, provider, problem)
    return settle(request, provider, journey, claim)


def settle(
    request: Request, provider: IdentityProvider, journey: journeys.Journey, claim: Claim
) -> HttpResponse:
    """What the claim is good for depends on why the person was sent."""
    if journey["purpose"] == Purpose.SIGN_IN:
        return _sign_in(request, provider, journey, claim)
    if request.actor.person_id is None:
        return refuse(request, provider, ProviderProblem("unsolicited"))
    if journey["purpose"] == Purpose.LINK:
        account = queries.account_of(request.actor)
        joining.link_identity(actor=request.actor, account=account, provider=provider, subject=claim.subject)
        messages.success(request, _("Linked. From now on you can sign in with it."))
        return redirect(journey["back"])
    return _confirm(request, provider, journey, claim)


def _sign_in(
    request: Request, provider: IdentityProvider, journey: journeys.Journey, claim: Claim
) -> HttpResponse:
    account = joining.linked_account(provider, claim)
    if account is None and not joining.is_known(provider, claim):
        account = joining.account_to_link(provider, claim)
        if account is not None and joining.was_used(account):
            return _prove_by_mail(request, provider, journey, claim, account)
        if account is not None:
            joining.link_identity(
                actor=account_actor(account), account=account, provider=provider, subject=claim.subject
            )
    if account is None:
        return _show_problem(request, provider, "nobody")
    return begin(request, provider, account, claim.factors, journey)


def begin(
    request: Request,
    provider: IdentityProvider,
    account: Account,
    factors: frozenset[str],
    journey: journeys.Journey,
) -> HttpResponse:
    """The session, or the second step where the provider's word on a second factor does not count."""
    is_shared, back = bool(journey["is_shared"]), journey["back"]
    if _is_second_factor(provider, factors):
        response: HttpResponse = sign_in.begin(
            request, account, Strength.SECOND_FACTOR, is_shared=is_shared, back=back, secure_device=True
        )
    else:
        response = sign_in.go_on(request, account, Strength.PASSWORD, is_shared=is_shared, back=back)
    request.session["provider"] = provider.pk
    return response


def _prove_by_mail(
    request: Request, provider: IdentityProvider, journey: journeys.Journey, claim: Claim, account: Account
) -> HttpResponse:
    """The account was used before: the code from one mail shows that the person agrees to the link."""
    limits.take("mail_code", account.email)
    code = codes.mail_code(codes.Purpose.SIGN_IN, account, language=translation.get_language())
    sign_in.wait_for_second(
        request, account, Strength.PASSWORD, is_shared=bool(journey["is_shared"]), back=journey["back"], by_mail=True,
        code=code.pk, link={"provider": provider.pk, "subject": claim.subject, "factors": sorted(claim.factors)},
    )  # fmt: skip
    return redirect("identity:second_step_create")


def _confirm(
    request: Request, provider: IdentityProvider, journey: journeys.Journey, claim: Claim
) -> HttpResponse:
    if joining.linked_account(provider, claim) != queries.account_of(request.actor):
        return _show_problem(request, provider, "other")
    if claim.proved_at is None or claim.proved_at < journeys.began_at(journey) - SKEW:
        return refuse(request, provider, ProviderProblem("stale"))
    request.session.cycle_key()
    request.session["proved_at"] = timezone.now().isoformat()
    if _is_second_factor(provider, claim.factors):
        request.session["strength"] = Strength.SECOND_FACTOR
    return fresh.go_on(request, back=journey["back"], carried=fresh.take_carried(request))


def _is_second_factor(provider: IdentityProvider, factors: frozenset[str]) -> bool:
    return bool(factors & set(provider.second_factor_words.split()))


def refuse(request: Request, provider: IdentityProvider, problem: ProviderProblem) -> HttpResponse:
    """The page says what the person can do; the log says what the administrator needs, and nothing about the person."""
    return _show_problem(request, provider, problem.code, words=problem.words)


def _show_problem(
    request: Request, provider: IdentityProvider, code: str, words: object = ""
) -> HttpResponse:
    log.warning("sign-in by provider %s refused: %s", provider.slug, code)
    context = {"provider": provider, "code": code, "words": words}
    return render(request, "identity/provider_problem.html", context, status=422)


def finish_link(request: Request, account: Account, pending: dict[str, Any]) -> HttpResponse:
    """The mailed code was right: link, and come in. Whoever has an app or a passkey shows it as well."""
    provider = get_object_or_404(providers_on(), pk=pending["link"]["provider"])
    joining.link_identity(
        actor=account_actor(account), account=account, provider=provider, subject=pending["link"]["subject"]
    )
    journey = {"is_shared": pending["is_shared"], "back": pending["back"]}
    factors = frozenset(pending["link"]["factors"])
    if has_second_factor(account) or _is_second_factor(provider, factors):
        return begin(request, provider, account, factors, journey)
    response = sign_in.begin(request, account, Strength.PASSWORD, secure_device=True, **journey)
    request.session["provider"] = provider.pk
    return response
