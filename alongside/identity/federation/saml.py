"""SAML 2.0, Web Browser SSO: our request by redirect, the response by POST. python3-saml checks it in strict mode.

Beyond the library: nothing that begins with "<!" (entities, comments within names), our own request must be named
inside what is signed, the audience must be there and ours, and an assertion counts once.
Sources: SAML 2.0 profiles 4.1.4; OWASP SAML Security.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from cryptography import x509
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from onelogin.saml2.authn_request import OneLogin_Saml2_Authn_Request
from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings

from alongside.core import once
from alongside.identity.federation.claims import Claim
from alongside.identity.federation.key_strength import is_strong
from alongside.identity.federation.problems import ProviderProblem
from alongside.identity.models import IdentityProvider
from alongside.identity.return_addresses import our_entity_id, return_address

POST_BINDING = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
REDIRECT_BINDING = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
UNSPECIFIED = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"
EMAIL_FORMAT = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
EMAIL_ATTRIBUTES = (
    "email", "mail", "emailaddress", "urn:oid:0.9.2342.19200300.100.1.3",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
)  # fmt: skip
LONGEST = 300_000  # characters of base64
LONGEST_SUBJECT = 255
# What the library finds wrong -> our words for it.
CODES = {
    "WRONG_AUDIENCE": "audience", "WRONG_DESTINATION": "audience", "EMPTY_DESTINATION": "audience",
    "WRONG_INRESPONSETO": "unsolicited", "WRONG_ISSUER": "issuer",
    "ASSERTION_EXPIRED": "expired", "ASSERTION_TOO_EARLY": "expired", "SESSION_EXPIRED": "expired",
    "INVALID_SIGNATURE": "signature", "NO_SIGNED_ASSERTION": "signature", "NO_SIGNATURE_FOUND": "signature",
    "STATUS_CODE_IS_NOT_SUCCESS": "refused", "INVALID_XML_FORMAT": "xml",
}  # fmt: skip
PEM = re.compile(r"-----BEGIN CERTIFICATE-----(.+?)-----END CERTIFICATE-----", re.S)


def address_to_ask(provider: IdentityProvider, *, once_more: bool) -> tuple[str, str]:
    """(id of our request, address where the browser goes)."""
    asked = OneLogin_Saml2_Authn_Request(_settings(provider), force_authn=once_more, set_nameid_policy=False)
    query = urlencode({"SAMLRequest": asked.get_request()})
    joint = "&" if "?" in provider.sign_in_address else "?"
    return str(asked.get_id()), f"{provider.sign_in_address}{joint}{query}"


def request_id_in(answer: str) -> str:
    """Which request of ours an answer says it belongs to. Not checked yet: only to find what waits."""
    found = re.search(r"<[\w:]*Response\b[^>]*\bInResponseTo\s*=\s*[\"']([\w.-]{1,100})[\"']", _text(answer))
    return found.group(1) if found else ""


def claim_from(provider: IdentityProvider, answer: str, request_id: str) -> Claim:
    """What the provider says, after every check. Raises ProviderProblem."""
    _text(answer)
    certificates_of(provider)
    try:
        response = OneLogin_Saml2_Response(_settings(provider), answer)
        response.is_valid(_request_data(provider), request_id, raise_exceptions=True)
        _check_more(provider, response, request_id)
        return _claim(provider, response)
    except OneLogin_Saml2_ValidationError as problem:
        raise ProviderProblem(_code_of(problem)) from problem
    except (OneLogin_Saml2_Error, ValueError, TypeError, AttributeError, SyntaxError) as problem:
        raise ProviderProblem("xml") from problem


def metadata(provider: IdentityProvider) -> bytes:
    """What the provider has to know about us, as SAML metadata."""
    told = _settings(provider, with_provider=False).get_sp_metadata()
    return told.encode() if isinstance(told, str) else bytes(told)


def certificates_of(provider: IdentityProvider) -> list[x509.Certificate]:
    """The certificates typed for the provider. Raises ProviderProblem when none can be read, or a key is weak."""
    try:
        found = [
            x509.load_pem_x509_certificate(
                f"-----BEGIN CERTIFICATE-----{body}-----END CERTIFICATE-----\n".encode()
            )
            for body in PEM.findall(provider.certificates)
        ]
    except ValueError as problem:
        raise ProviderProblem("certificate") from problem
    if not found:
        raise ProviderProblem("certificate")
    if not all(is_strong(one.public_key()) for one in found):
        raise ProviderProblem("weak")
    return found


def expires_at(provider: IdentityProvider) -> datetime:
    """When the last of its certificates ends."""
    return max(one.not_valid_after_utc for one in certificates_of(provider))


def _text(answer: str) -> str:
    """The XML, plain UTF-8 and without anything that begins with "<!" or a later "<?". Raises ProviderProblem."""
    try:
        plain = base64.b64decode("".join(answer.split()), validate=True).decode("utf-8")
    except (binascii.Error, ValueError) as problem:
        raise ProviderProblem("xml") from problem
    declared = re.match(r"\s*<\?xml[^>]*\?>", plain)
    rest = plain[declared.end() :] if declared else plain
    encoding = re.search(r"encoding\s*=\s*[\"']([^\"']+)", declared.group(0)) if declared else None
    is_utf8 = encoding is None or encoding.group(1).lower() in ("utf-8", "utf8")
    if len(answer) > LONGEST or not is_utf8 or "<!" in rest or "<?" in rest or "\0" in plain:
        raise ProviderProblem("xml")
    return plain


def _check_more(provider: IdentityProvider, response: Any, request_id: str) -> None:
    ours = return_address(provider)
    if not request_id or response.get_in_response_to() != request_id:
        raise ProviderProblem("unsolicited")
    if response.document.get("Destination", ours) != ours:
        raise ProviderProblem("audience")
    if our_entity_id(provider) not in response.get_audiences():
        raise ProviderProblem("audience")
    # The response's own attributes may be unsigned; these are inside the assertion, whose signature was checked.
    confirmed = response._query_assertion(
        "/saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData"
    )
    if not any(one.get("InResponseTo") == request_id and one.get("Recipient") == ours for one in confirmed):
        raise ProviderProblem("unsolicited")
    name = hashlib.sha256(f"saml|{provider.pk}|{response.get_assertion_id()}".encode()).hexdigest()
    if not once.claim(key=name, person_id=0)[1]:
        raise ProviderProblem("replay")


def _claim(provider: IdentityProvider, response: Any) -> Claim:
    subject, name_format = response.get_nameid(), response.get_nameid_format()
    if name_format == TRANSIENT or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise ProviderProblem("claims")
    said = {name.lower(): values for name, values in response.get_attributes().items()}
    emails = [values[0] for name in EMAIL_ATTRIBUTES if (values := said.get(name))]
    if name_format == EMAIL_FORMAT:
        emails.append(subject)
    instants = [one.get("AuthnInstant") for one in response._query_assertion("/saml:AuthnStatement")]
    proved = parse_datetime(instants[0]) if instants and instants[0] else None
    return Claim(
        subject=subject,
        email=str(emails[0]).strip().lower() if emails and provider.vouches_for_email else "",
        factors=frozenset(str(words) for words in response.get_authn_contexts()),
        proved_at=proved if proved and timezone.is_aware(proved) else None,
    )


def _code_of(problem: Any) -> str:
    kinds = {getattr(OneLogin_Saml2_ValidationError, name, None): code for name, code in CODES.items()}
    return kinds.get(problem.code, "saml")


def _request_data(provider: IdentityProvider) -> dict[str, Any]:
    """Where the response arrived, from our own settings: nothing a client sends says what our address is."""
    parts = urlsplit(return_address(provider))
    return {
        "https": "on" if parts.scheme == "https" else "off", "http_host": parts.netloc, "script_name": parts.path,
        "get_data": {}, "post_data": {},
    }  # fmt: skip


def _settings(provider: IdentityProvider, *, with_provider: bool = True) -> Any:
    bodies = ["".join(body.split()) for body in PEM.findall(provider.certificates)]
    if with_provider and not bodies:
        raise ProviderProblem("certificate")
    data = {
        "strict": True,
        "sp": {
            "entityId": our_entity_id(provider),
            "assertionConsumerService": {"url": return_address(provider), "binding": POST_BINDING},
            "NameIDFormat": UNSPECIFIED,
        },
        "idp": {
            "entityId": provider.issuer,
            "singleSignOnService": {"url": provider.sign_in_address, "binding": REDIRECT_BINDING},
            "x509certMulti": {"signing": bodies},
        },
        "security": {
            "wantAssertionsSigned": True, "wantNameId": True, "wantAttributeStatement": False,
            "requestedAuthnContext": False, "rejectDeprecatedAlgorithm": True, "metadataValidUntil": "",
        },
    }  # fmt: skip
    try:
        return OneLogin_Saml2_Settings(data, sp_validation_only=not with_provider)
    except OneLogin_Saml2_Error as problem:
        raise ProviderProblem("saml") from problem
