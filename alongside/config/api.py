"""The JSON API: every feature's router under one address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.security import APIKeyCookie, HttpBearer

from alongside.core.api import install_errors
from alongside.one_on_ones.api import router as one_on_ones
from alongside.people.tokens import actor_for_token


class TokenAuth(HttpBearer):
    """Authorization: Bearer <token>."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        actor = actor_for_token(token)
        if actor is not None:
            request.actor = actor  # type: ignore[attr-defined]
        return actor


class SessionAuth(APIKeyCookie):
    """The session of the web page itself; ninja checks the CSRF token for it."""

    param_name = "session"

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        actor = request.actor  # type: ignore[attr-defined]
        return actor if actor.person_id is not None else None


api = NinjaAPI(
    title="Alongside", version="1", urls_namespace="api", auth=[TokenAuth(), SessionAuth()], docs_url=None
)
install_errors(api)
api.add_router("/one-on-ones", one_on_ones)
