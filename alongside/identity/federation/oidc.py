"""OpenID Connect, authorization code with PKCE (S256), state and nonce. Every check of an id token is here.

Sources: OpenID Connect Core 1.0 sections 3.1.2, 3.1.3.7; RFC 7636; RFC 9207; RFC 9700 (best current practice).
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

import jwt
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from alongside.core.keyring import Unreadable
from alongside.identity import limits
from alongside.identity.federation import fetching
from alongside.identity.federation.claims import Claim
from alongside.identity.federation.key_strength import is_strong
from alongside.identity.federation.problems import ProviderProblem
from alongside.identity.models import IdentityProvider
from alongside.identity.providers import secret_of

# Signatures by a key pair only: with a shared secret (HS256) whoever reads the secret could sign, and "none" is none.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
REQUIRED = ["iss", "sub", "aud", "exp", "iat"]
LEEWAY = timedelta(seconds=60)
KEPT_FOR = timedelta(hours=24)
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
OPTIONAL = (
    "userinfo_endpoint", "end_session_endpoint", "token_endpoint_auth_methods_supported",
    "code_challenge_methods_supported", "authorization_response_iss_parameter_supported",
)  # fmt: skip
LONGEST_SUBJECT = 255
type Json = dict[str, Any]


def fresh_question() -> dict[str, str]:
    """What one sign-in keeps in the session until the answer comes: state, nonce, PKCE verifier."""
    return {
        "state": secrets.token_urlsafe(32),
        "nonce": secrets.token_urlsafe(32),
        "verifier": secrets.token_urlsafe(48),
    }


def address_to_ask(
    provider: IdentityProvider, question: dict[str, str], return_to: str, *, once_more: bool
) -> str:
    """Where the browser goes. `once_more`: the person has to prove again who they are."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(question["verifier"].encode()).digest()).rstrip(b"=")
    asked = {
        "response_type": "code", "client_id": provider.client_id, "redirect_uri": return_to,
        "scope": "openid email profile", "state": question["state"], "nonce": question["nonce"],
        "code_challenge": challenge.decode(), "code_challenge_method": "S256",
    }  # fmt: skip
    if once_more:
        asked |= {"prompt": "login", "max_age": "0"}
    endpoint = published(provider)["authorization_endpoint"]
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"


def claim_from(
    provider: IdentityProvider, question: dict[str, str], answer: dict[str, str], return_to: str
) -> Claim:
    """What the provider says, after every check. `answer` is the query of the return. Raises ProviderProblem."""
    if "error" in answer:
        raise ProviderProblem("refused")
    issuer = answer.get("iss")
    must_say = published(provider).get("authorization_response_iss_parameter_supported")
    if (issuer is not None or must_say) and issuer != provider.issuer:
        raise ProviderProblem("issuer")
    tokens = _redeem(provider, answer.get("code", ""), question["verifier"], return_to)
    told = _checked(provider, str(tokens.get("id_token") or ""), question["nonce"])
    about = told if "email" in told else told | _userinfo(provider, tokens, told["sub"])
    return _claim(provider, told, about)


def published(provider: IdentityProvider, *, anew: bool = False) -> Json:
    """What the provider publishes about itself, at most a day old. Raises ProviderProblem."""
    if not anew and provider.found_at and timezone.now() - provider.found_at < KEPT_FOR:
        return dict(provider.found)
    said = fetching.get(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if said.get("issuer") != provider.issuer:
        raise ProviderProblem("issuer")
    if not all(fetching.is_safe(str(said.get(name) or "")) for name in NEEDED):
        raise ProviderProblem("endpoints")
    methods = said.get("code_challenge_methods_supported")
    if methods is not None and "S256" not in methods:
        raise ProviderProblem("no_pkce")
    provider.found = {name: said[name] for name in (*NEEDED, *OPTIONAL) if name in said}
    provider.found_at = timezone.now()
    IdentityProvider.objects.filter(pk=provider.pk).update(found=provider.found, found_at=provider.found_at)
    return dict(provider.found)


def published_keys(provider: IdentityProvider, *, anew: bool = False) -> list[Json]:
    """The provider's public keys, at most a day old. Raises ProviderProblem."""
    if anew or not provider.keys_at or timezone.now() - provider.keys_at >= KEPT_FOR:
        provider.keys = fetching.get(published(provider)["jwks_uri"])
        provider.keys_at = timezone.now()
        IdentityProvider.objects.filter(pk=provider.pk).update(keys=provider.keys, keys_at=provider.keys_at)
    keys = provider.keys.get("keys")
    return [key for key in keys if isinstance(key, dict)] if isinstance(keys, list) else []


def try_client(provider: IdentityProvider, return_to: str) -> None:
    """Ask with a made-up code: a provider that knows us refuses the code, not us. Raises ProviderProblem("client")."""
    try:
        _redeem(provider, secrets.token_urlsafe(16), secrets.token_urlsafe(48), return_to)
    except ProviderProblem as problem:
        if problem.code != "token":
            raise


def usable(keys: list[Json]) -> list[Json]:
    """Those that can sign in a way we accept."""
    return [key for key in keys if key.get("use", "sig") == "sig" and key.get("kty") in ("RSA", "EC", "OKP")]


def address_to_leave(provider: IdentityProvider, return_to: str) -> str:
    """Where one signs out at the provider too; empty if it offers no such place."""
    endpoint = str(provider.found.get("end_session_endpoint") or "")
    if not endpoint or not fetching.is_safe(endpoint):
        return ""
    asked = {"client_id": provider.client_id, "post_logout_redirect_uri": return_to}
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"


def _redeem(provider: IdentityProvider, code: str, verifier: str, return_to: str) -> Json:
    found = published(provider)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": return_to,
        "code_verifier": verifier,
    }
    headers = {"Accept": "application/json"}
    try:
        secret = secret_of(provider)
    except Unreadable as problem:
        raise ProviderProblem("secret") from problem
    methods = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    if secret and "client_secret_basic" in methods:
        pair = f"{quote(provider.client_id, safe='')}:{quote(secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        form |= {"client_id": provider.client_id} | ({"client_secret": secret} if secret else {})
    status, said = fetching.post(found["token_endpoint"], data=form, headers=headers)
    if status != 200:
        known = said.get("error") in ("invalid_client", "unauthorized_client")
        raise ProviderProblem("client" if known or status == 401 else "token")
    return said


def _checked(provider: IdentityProvider, id_token: str, nonce: str) -> Json:
    """The claims of an id token whose signature, issuer, audience, times and nonce are right."""
    if not id_token:
        raise ProviderProblem("no_id_token")
    try:
        header = jwt.get_unverified_header(id_token)
    except jwt.PyJWTError as problem:
        raise ProviderProblem("algorithm") from problem
    algorithm = header.get("alg")
    if algorithm not in ALGORITHMS or "crit" in header:
        raise ProviderProblem("algorithm")
    # A token with a type of its own (at+jwt, logout+jwt) was made for another purpose (RFC 8725, 3.11).
    if str(header.get("typ") or "JWT").upper().removeprefix("APPLICATION/") != "JWT":
        raise ProviderProblem("no_id_token")
    key = _key(provider, header.get("kid"), algorithm)
    try:
        told: Json = jwt.decode(
            id_token, key=key, algorithms=[algorithm], audience=provider.client_id, issuer=provider.issuer,
            leeway=LEEWAY, options={"require": REQUIRED},
        )  # fmt: skip
    except jwt.PyJWTError as problem:
        raise ProviderProblem(_code_of(problem)) from problem
    # It tells of something that happened, e.g. a sign-out, and proves nothing about who is here.
    if "events" in told:
        raise ProviderProblem("no_id_token")
    if not constant_time_compare(str(told.get("nonce") or ""), nonce):
        raise ProviderProblem("nonce")
    many = isinstance(told["aud"], list) and len(told["aud"]) > 1
    if (many or "azp" in told) and told.get("azp") != provider.client_id:
        raise ProviderProblem("audience")
    subject = told["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise ProviderProblem("claims")
    return told


def _code_of(problem: jwt.PyJWTError) -> str:
    codes: list[tuple[type[Exception], str]] = [
        (jwt.InvalidIssuerError, "issuer"),
        (jwt.InvalidAudienceError, "audience"),
        (jwt.ExpiredSignatureError, "expired"),
        (jwt.ImmatureSignatureError, "expired"),
        (jwt.InvalidSignatureError, "signature"),
        (jwt.InvalidAlgorithmError, "algorithm"),
        (jwt.MissingRequiredClaimError, "claims"),
    ]
    return next((code for kind, code in codes if isinstance(problem, kind)), "claims")


def _key(provider: IdentityProvider, name: object, algorithm: str) -> jwt.PyJWK:
    """The published key with this name. A name nobody knows yet: the provider has changed its keys, so look once."""
    for anew in (False, True):
        if anew:
            try:
                limits.take("provider_keys", provider.pk)
            except limits.TooMany as problem:
                raise ProviderProblem("key") from problem
        keys = usable(published_keys(provider, anew=anew))
        fitting = [key for key in keys if name is None or key.get("kid") == name]
        if len(fitting) == 1:
            return _read(fitting[0], algorithm)
    raise ProviderProblem("key")


def _read(key: Json, algorithm: str) -> jwt.PyJWK:
    try:
        found = jwt.PyJWK(key, algorithm=algorithm)
    except (jwt.PyJWTError, ValueError, TypeError) as problem:
        raise ProviderProblem("key") from problem
    if not is_strong(found.key):
        raise ProviderProblem("weak")
    return found


def _userinfo(provider: IdentityProvider, tokens: Json, subject: str) -> Json:
    endpoint = published(provider).get("userinfo_endpoint")
    if not endpoint or not tokens.get("access_token"):
        return {}
    said = fetching.get(endpoint, headers={"Authorization": f"Bearer {tokens['access_token']}"})
    if said.get("sub") != subject:
        raise ProviderProblem("userinfo")
    return {name: said[name] for name in ("email", "email_verified") if name in said}


def _claim(provider: IdentityProvider, told: Json, about: Json) -> Claim:
    vouched = about.get("email_verified") is True or provider.vouches_for_email
    email = about.get("email") if vouched and about.get("email_verified") is not False else ""
    methods = told.get("amr")
    factors = [*(methods if isinstance(methods, list) else []), told.get("acr")]
    proved = told.get("auth_time")
    return Claim(
        subject=told["sub"],
        email=email.strip().lower() if isinstance(email, str) else "",
        factors=frozenset(word for word in factors if isinstance(word, str)),
        proved_at=datetime.fromtimestamp(proved, UTC) if isinstance(proved, int | float) else None,
    )
