"""SAML responses for tests: signed as a provider signs them, and spoiled in every way that attackers have found."""

from __future__ import annotations

import base64
import copy
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zlib import decompress

import xmlsec
from lxml import etree

from alongside.identity.tests.federation_makers import ENTITY, certificate, key_pem

SAML, SAMLP = "urn:oasis:names:tc:SAML:2.0:assertion", "urn:oasis:names:tc:SAML:2.0:protocol"
NS = {"saml": SAML, "samlp": SAMLP, "ds": "http://www.w3.org/2000/09/xmldsig#"}
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
PASSWORD = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
OURS = "http://127.0.0.1:8000/sign-in/with/idp"


def request_id(address: str) -> str:
    """The id of the request that the address carries."""
    packed = parse_qs(urlsplit(address).query)["SAMLRequest"][0]
    return str(etree.fromstring(decompress(base64.b64decode(packed), -15)).get("ID"))


@dataclass
class Said:
    """One response. Times are seconds from now."""

    in_response_to: str
    subject: str = "eve-1"
    email: str = "eve.employee@example.org"
    issuer: str = ENTITY
    audience: str = f"{OURS}/metadata/"
    recipient: str = f"{OURS}/response/"
    destination: str = f"{OURS}/response/"
    name_format: str = PERSISTENT
    context: str = PASSWORD
    status: str = "urn:oasis:names:tc:SAML:2.0:status:Success"
    since: int = -60
    until: int = 300
    proved: int = 0
    key: str = "idp"
    signs: str = "assertion"
    algorithm: Any = xmlsec.constants.TransformRsaSha256
    digest: Any = xmlsec.constants.TransformSha256
    assertion_id: str = field(default_factory=lambda: f"_{uuid.uuid4().hex}")

    def tree(self) -> etree._Element:
        """The response, signed."""
        root = etree.fromstring(self._xml())
        if self.signs == "assertion":
            self._sign(root.find("saml:Assertion", NS))
        elif self.signs == "response":
            self._sign(root)
        return root

    def posted(self, change: Callable[[etree._Element], etree._Element | bytes | None] | None = None) -> str:
        """As the browser posts it; `change` gets the signed tree and may give back another, or raw bytes."""
        tree: Any = self.tree()
        changed = change(tree) if change else None
        words = tree if changed is None else changed
        return base64.b64encode(words if isinstance(words, bytes) else etree.tostring(words)).decode()

    def _sign(self, element: Any) -> None:
        template = xmlsec.template.create(
            element, xmlsec.constants.TransformExclC14N, self.algorithm, ns="ds"
        )
        element.insert(1, template)
        reference = xmlsec.template.add_reference(template, self.digest, uri=f"#{element.get('ID')}")
        xmlsec.template.add_transform(reference, xmlsec.constants.TransformEnveloped)
        xmlsec.template.add_transform(reference, xmlsec.constants.TransformExclC14N)
        xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(template))
        context = xmlsec.SignatureContext()
        context.key = xmlsec.Key.from_memory(key_pem(self.key), xmlsec.constants.KeyDataFormatPem)
        context.key.load_cert_from_memory(certificate(self.key).encode(), xmlsec.constants.KeyDataFormatPem)
        context.register_id(element, "ID")
        context.sign(template)

    def _xml(self) -> str:
        def at(seconds: int) -> str:
            return (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")

        belongs = f' InResponseTo="{self.in_response_to}"' if self.in_response_to else ""
        return (
            f'<samlp:Response xmlns:samlp="{SAMLP}" xmlns:saml="{SAML}" ID="_{uuid.uuid4().hex}" Version="2.0" '
            f'IssueInstant="{at(0)}" Destination="{self.destination}"{belongs}>'
            f"<saml:Issuer>{self.issuer}</saml:Issuer>"
            f'<samlp:Status><samlp:StatusCode Value="{self.status}"/></samlp:Status>'
            f'<saml:Assertion ID="{self.assertion_id}" Version="2.0" IssueInstant="{at(0)}">'
            f"<saml:Issuer>{self.issuer}</saml:Issuer>"
            f'<saml:Subject><saml:NameID Format="{self.name_format}">{self.subject}</saml:NameID>'
            '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">'
            f'<saml:SubjectConfirmationData NotOnOrAfter="{at(self.until)}" Recipient="{self.recipient}"{belongs}/>'
            "</saml:SubjectConfirmation></saml:Subject>"
            f'<saml:Conditions NotBefore="{at(self.since)}" NotOnOrAfter="{at(self.until)}">'
            f"<saml:AudienceRestriction><saml:Audience>{self.audience}</saml:Audience></saml:AudienceRestriction>"
            "</saml:Conditions>"
            f'<saml:AuthnStatement AuthnInstant="{at(self.proved)}" SessionIndex="_s"><saml:AuthnContext>'
            f"<saml:AuthnContextClassRef>{self.context}</saml:AuthnContextClassRef></saml:AuthnContext>"
            "</saml:AuthnStatement><saml:AttributeStatement>"
            f'<saml:Attribute Name="email"><saml:AttributeValue>{self.email}</saml:AttributeValue></saml:Attribute>'
            "</saml:AttributeStatement></saml:Assertion></samlp:Response>"
        )


def _evil(root: Any) -> Any:
    """A copy of the signed assertion that speaks for somebody else, without its signature and under another id."""
    evil = copy.deepcopy(root.find("saml:Assertion", NS))
    evil.remove(evil.find("ds:Signature", NS))
    evil.set("ID", "_evil")
    evil.find("saml:Subject/saml:NameID", NS).text = "max-1"
    return evil


def wrapped_before(root: Any) -> None:
    """The evil assertion first, the signed one after it."""
    root.insert(2, _evil(root))


def wrapped_after(root: Any) -> None:
    """The signed assertion first, the evil one after it."""
    root.append(_evil(root))


def wrapped_around(root: Any) -> None:
    """The signed assertion inside the evil one."""
    evil, signed = _evil(root), root.find("saml:Assertion", NS)
    root.replace(signed, evil)
    evil.append(signed)


def wrapped_in_extensions(root: Any) -> None:
    """The signed assertion where extensions go, the evil one in its place."""
    evil, signed = _evil(root), root.find("saml:Assertion", NS)
    root.replace(signed, evil)
    extensions = etree.Element(f"{{{SAMLP}}}Extensions")
    extensions.append(signed)
    root.insert(1, extensions)


def wrapped_in_the_signature(root: Any) -> None:
    """The evil assertion carries the signature, and the signed assertion as an object of it."""
    evil, signed = _evil(root), root.find("saml:Assertion", NS)
    signature = signed.find("ds:Signature", NS)
    root.replace(signed, evil)
    signed.remove(signature)
    evil.insert(1, signature)
    etree.SubElement(signature, f"{{{NS['ds']}}}Object").append(signed)


def wrapped_under_the_same_id(root: Any) -> None:
    """The evil assertion bears the signed one's id and its signature."""
    evil, signed = _evil(root), root.find("saml:Assertion", NS)
    evil.set("ID", signed.get("ID"))
    evil.insert(1, copy.deepcopy(signed.find("ds:Signature", NS)))
    root.replace(signed, evil)
    etree.SubElement(evil.find("ds:Signature", NS), f"{{{NS['ds']}}}Object").append(signed)


def wrapped_response(root: Any) -> Any:
    """An evil response whose signature points at the true response, hidden inside."""
    evil = copy.deepcopy(root)
    signature = evil.find("ds:Signature", NS)
    evil.set("ID", "_evil")
    evil.find("saml:Assertion/saml:Subject/saml:NameID", NS).text = "max-1"
    true = copy.deepcopy(root)
    true.remove(true.find("ds:Signature", NS))
    etree.SubElement(signature, f"{{{NS['ds']}}}Object").append(true)
    return evil


def tampered(root: Any) -> None:
    root.find("saml:Assertion/saml:Subject/saml:NameID", NS).text = "max-1"


def without_signature(root: Any) -> None:
    assertion = root.find("saml:Assertion", NS)
    assertion.remove(assertion.find("ds:Signature", NS))


def with_a_comment_in_the_name(root: Any) -> bytes:
    """Canonical form drops comments, so the signature still fits; naive readers stop at the comment."""
    return etree.tostring(root).replace(b">eve-1<", b">eve<!-- -->-1<")


def with_an_entity(root: Any) -> bytes:
    return b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + etree.tostring(root).replace(
        b"</samlp:Response>", b"&x;</samlp:Response>"
    )


def with_growing_entities(root: Any) -> bytes:
    return b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + etree.tostring(
        root
    )


def with_a_stylesheet(root: Any) -> bytes:
    return etree.tostring(root).replace(b"<saml:Issuer>", b"<?xml-stylesheet href='x'?><saml:Issuer>", 1)


def in_utf_16(root: Any) -> bytes:
    return etree.tostring(root, encoding="UTF-16")


def without_audience(root: Any) -> None:
    conditions = root.find("saml:Assertion/saml:Conditions", NS)
    conditions.remove(conditions.find("saml:AudienceRestriction", NS))
