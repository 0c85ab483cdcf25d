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


def is_distrust(problem: BaseException | None) -> bool:
    """Whether a call failed because nobody here knows who signed the other side's certificate, or for whom."""
    while problem is not None and not isinstance(problem, ssl.SSLCertVerificationError):
        problem = problem.__cause__ or problem.__context__
    return problem is not None
