"""Whose certificates are believed where the product calls others: the system's authorities, and the company's own."""

from __future__ import annotations

import ssl

from django.conf import settings


def trusted() -> ssl.SSLContext:
    """For one call. ALONGSIDE_OUTBOUND_CA stands beside the system's authorities, not in their place."""
    context = ssl.create_default_context()
    if settings.OUTBOUND_CA:
        context.load_verify_locations(cafile=settings.OUTBOUND_CA)
    return context


def distrust(problem: BaseException | None) -> str:
    """Why the other side's certificate was not believed, in OpenSSL's words; empty where a call failed otherwise."""
    while problem is not None and not isinstance(problem, ssl.SSLCertVerificationError):
        problem = problem.__cause__ or problem.__context__
    return "" if problem is None else problem.verify_message or "unknown"
