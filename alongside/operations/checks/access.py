"""Is the way in and out open: the mail server, the address that people type, and the proxy in front of it?"""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.core.mail import mailers

from alongside.core.trust import distrust, trusted
from alongside.identity.federation.trying import problems_of_providers
from alongside.operations.checks.finding import Finding, problem, warning, well
from alongside.operations.checks.tls import tls_problems

SECONDS = 10.0
HSTS = "Strict-Transport-Security"


def mail_findings() -> Iterator[Finding]:
    """Greets the mail server and signs in there; sends nothing."""
    if settings.MAIL_URL.scheme not in {"smtp", "smtps", "smtp+starttls"}:
        words = "No mail server is set: mails become files in the data folder."
        advice = "Set ALONGSIDE_MAIL=smtps://name:password@host:465 (docs/operations.md, Mail)."
        yield problem("mail", words, advice) if settings.PRODUCTION else warning("mail", words, advice)
        return
    try:
        server = mailers.default
        server.open()
        server.close()
    except smtplib.SMTPAuthenticationError:
        yield problem("mail", "The mail server refuses name or password.", "Look at ALONGSIDE_MAIL.")
    except (OSError, smtplib.SMTPException) as failed:
        words = f"The mail server {settings.MAIL_URL.hostname} does not answer ({type(failed).__name__})."
        yield problem("mail", words, "Is it up, and may this machine reach that port?")
    else:
        yield well("mail", f"The mail server {settings.MAIL_URL.hostname} answers.")


def address_findings() -> Iterator[Finding]:
    """Goes in by the front door, as people do."""
    host = urlsplit(settings.BASE_URL).hostname or ""
    try:
        socket.getaddrinfo(host, None)
    except OSError:
        yield problem(
            "address", f"The name {host} leads nowhere.", "Enter it in your DNS, or correct ALONGSIDE_URL."
        )
        return
    try:
        answer = httpx.get(
            f"{settings.BASE_URL}/readyz", timeout=SECONDS, follow_redirects=False, verify=trusted()
        )
    except (httpx.HTTPError, ssl.SSLError) as failed:
        yield _no_answer(failed)
        return
    yield from _judge(answer)
    yield from tls_problems()


def _no_answer(failed: Exception) -> Finding:
    if reason := distrust(failed):
        words = f"This machine does not trust the certificate of {settings.BASE_URL}: {reason}."
        advice = "An authority of your own is named by ALONGSIDE_OUTBOUND_CA."
        return problem("address", words, advice)
    words = f"{settings.BASE_URL} does not answer ({type(failed).__name__})."
    return problem("address", words, "Is the web process up, and does the proxy lead to it?")


def provider_findings() -> Iterator[Finding]:
    """Do the companies' own sign-in services answer, with what is needed of them?"""
    found = list(problems_of_providers())
    for name, words in found:
        yield problem("sign-in", f"Sign-in by {name}: {words}", "See docs/single-sign-on.md.")
    if not found:
        yield well("sign-in", "Nothing is wrong with the sign-in providers that are set up.")


def _judge(answer: httpx.Response) -> Iterator[Finding]:
    if answer.status_code == httpx.codes.BAD_REQUEST:
        words = "The product refuses the name it is called by."
        yield problem("address", words, "Add the host of ALONGSIDE_URL to ALONGSIDE_HOSTS.")
    elif answer.status_code != httpx.codes.OK:
        words = f"{settings.BASE_URL}/readyz answers {answer.status_code}."
        yield problem("address", words, "Ask the web process directly, past the proxy, and read its log.")
    elif settings.SECURE and HSTS not in answer.headers:
        words = "The proxy does not say that people come by https."
        advice = "Let it set X-Forwarded-Proto: https and drop what clients send (docs/operations.md, Proxy)."
        yield problem("address", words, advice)
    else:
        yield well("address", f"{settings.BASE_URL} answers.")
