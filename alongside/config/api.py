"""The JSON API: every feature's router under one address."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.security import APIKeyCookie, HttpBearer

from alongside.commitments.api import router as actions
from alongside.core.api import Problem, install_errors
from alongside.core.errors import Refused
from alongside.identity import limits
from alongside.identity.services import WRITE
from alongside.one_on_ones.api import router as one_on_ones
from alongside.people.api import router as people
from alongside.people.tokens import actor_for_token

SAFE = {"GET", "HEAD", "OPTIONS"}


class TokenAuth(HttpBearer):
    """Authorization: Bearer <token>."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        actor = actor_for_token(token)
        if actor is None:
            return None
        limits.take("api", token)
        if request.method not in SAFE and WRITE not in actor.scopes:
            raise Refused(_("This token may only read."))
        request.actor = actor  # type: ignore[attr-defined]
        return actor


class SessionAuth(APIKeyCookie):
    """The session of the web page itself; ninja checks the CSRF token for it."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        actor = request.actor  # type: ignore[attr-defined]
        if actor.person_id is None:
            return None
        limits.take("api", f"person-{actor.person_id}")
        return actor


api = NinjaAPI(
    title="Alongside", version="1", urls_namespace="api", auth=[TokenAuth(), SessionAuth()], docs_url=None
)
install_errors(api)


@api.exception_handler(limits.TooMany)
def too_many(request: HttpRequest, problem: limits.TooMany) -> HttpResponse:
    """The same shape as every other refusal, and when to come back."""
    words = Problem(code="too_many", detail=problem.words)
    headers = {"Retry-After": str(problem.seconds)}
    return HttpResponse(words.model_dump_json(), status=429, content_type="application/json", headers=headers)


api.add_router("/one-on-ones", one_on_ones)
api.add_router("/actions", actions)
api.add_router("", people)
