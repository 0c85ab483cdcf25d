"""From our sign-in page to a provider and back: what waits in the anonymous session meanwhile.

Each way out has a key of its own that only this browser's session knows (OpenID: the state, SAML: the request's id),
so an answer that did not begin here, or comes a second time, finds nothing.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from alongside.core.web import Request
from alongside.identity.models import IdentityProvider

KEY = "journeys"
MOST = 5  # tabs at a time; the oldest goes
LONGEST = timedelta(minutes=15)
type Journey = dict[str, Any]


class Purpose(StrEnum):
    SIGN_IN = "sign_in"
    CONFIRM = "confirm"  # prove once more who one is
    LINK = "link"


def remember(request: Request, key: str, provider: IdentityProvider, **what: Any) -> None:
    """Keep what is needed when the person comes back. `what`: purpose, back, is_shared, question."""
    waiting: dict[str, Journey] = dict(list(request.session.get(KEY, {}).items())[1 - MOST :])
    waiting[key] = {"provider": provider.pk, "began_at": timezone.now().isoformat(), **what}
    request.session[KEY] = waiting


def take(request: Request, key: str, provider: IdentityProvider) -> Journey | None:
    """What waited under this key, once; None when nothing did, or too long, or for another provider."""
    waiting = dict(request.session.get(KEY, {}))
    journey: Journey | None = waiting.pop(key, None)
    if journey is None:
        return None
    request.session[KEY] = waiting
    if journey["provider"] != provider.pk or timezone.now() - began_at(journey) > LONGEST:
        return None
    return journey


def began_at(journey: Journey) -> Any:
    return parse_datetime(journey["began_at"])
