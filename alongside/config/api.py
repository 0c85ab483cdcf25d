"""The JSON API: every feature's router under one address."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Router
from ninja.security import APIKeyCookie, HttpBearer

from alongside.calendars.api import router as calendars
from alongside.calendars.api.ways import router as ways
from alongside.commitments.api import router as actions
from alongside.core.actor import Actor
from alongside.core.api import PROBLEM, install_errors, problem
from alongside.core.api_answers import JSON, LEAST_REFUSAL
from alongside.core.api_parameters import refuse_unknown_parameters
from alongside.core.errors import Refused
from alongside.home.api import router as traces
from alongside.identity import limits, scopes
from alongside.invitations.api import router as invitations
from alongside.notifications.api import router as notifications
from alongside.one_on_ones.api import router as one_on_ones
from alongside.one_on_ones.api.handovers import router as handovers
from alongside.one_on_ones.api.regularity import router as regularity
from alongside.people.api import router as people
from alongside.people.api.absences import delegations
from alongside.people.api.absences import router as absences
from alongside.people.api.administrations import router as administrations
from alongside.people.api.duties import partners
from alongside.people.api.duties import router as duties
from alongside.people.api.entries import working_days
from alongside.people.api.history import router as history
from alongside.people.api.imports import router as imports
from alongside.people.api.leaving import router as departures
from alongside.people.api.leaving import without_manager
from alongside.people.api.preferences import router as preferences
from alongside.people.api.proposals import router as proposals
from alongside.people.api.sites import router as sites
from alongside.people.tokens import actor_for_token
from alongside.records.api import requests_to_answer
from alongside.records.api import router as my_data
from alongside.skip_levels.api import router as skip_levels
from alongside.webhooks.api import router as webhooks

SAFE = {"GET", "HEAD", "OPTIONS"}
# Address, router, and the area that a token must open.
ROUTERS: tuple[tuple[str, Router, str], ...] = (
    ("/one-on-ones", one_on_ones, "talks"),
    ("/handovers", handovers, "talks"),
    ("/skip-levels", skip_levels, "talks"),
    ("/actions", actions, "actions"),
    ("/news", notifications, "account"),
    ("/preferences", preferences, "account"),
    ("/calendars/talks", ways, "talks"),
    ("/calendars", calendars, "account"),
    ("/my-data", my_data, "account"),
    ("/about-me", traces, "account"),
    ("/erasure-requests", requests_to_answer, "administration"),
    ("/regularity", regularity, "administration"),
    ("/invitations", invitations, "administration"),
    ("/imports", imports, "administration"),
    ("/webhooks", webhooks, "events"),
    ("/absences", absences, "directory"),
    ("/delegations", delegations, "directory"),
    ("/working-days", working_days, "directory"),
    ("/sites", sites, "directory"),
    ("/duties", duties, "administration"),
    ("/duty-proposals", proposals, "administration"),
    ("/hr-partners", partners, "administration"),
    ("/unit-administrations", administrations, "administration"),
    ("/departures", departures, "administration"),
    ("/without-manager", without_manager, "administration"),
    ("", people, "directory"),
    ("", history, "directory"),
)


class TokenAuth(HttpBearer):
    """Authorization: Bearer <token>. A token opens the areas it was made for."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        actor = actor_for_token(token)
        if actor is None:
            limits.take("api_unknown", limits.network_of(request))
            return None
        _count(request, token)
        _open(request, actor)
        request.actor = actor  # type: ignore[attr-defined]
        return actor


class SessionAuth(APIKeyCookie):
    """The session of the web page itself; ninja checks the CSRF token for it."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        actor = request.actor  # type: ignore[attr-defined]
        if actor.person_id is None:
            return None
        _count(request, f"person-{actor.person_id}")
        return actor


def area_of(path: str) -> str:
    """The area an address belongs to."""
    inside = path.removeprefix("/api/v1")
    return next(area for prefix, _router, area in ROUTERS if inside.startswith(prefix))


def _open(request: HttpRequest, actor: Actor) -> None:
    area, to_change = area_of(request.path), request.method not in SAFE
    if scopes.allows(actor.scopes, area, to_change=to_change):
        return
    may_read = scopes.allows(actor.scopes, area, to_change=False)
    raise Refused(_("This token may only read.") if may_read else _("This token is not made for this."))


def _count(request: HttpRequest, key: str) -> None:
    """One call; how many are left is said in every answer (draft-ietf-httpapi-ratelimit-headers)."""
    left = limits.take("api", key)
    window = int(left.limit.window.total_seconds())
    request.rate = {  # type: ignore[attr-defined]
        "RateLimit-Policy": f'"api";q={left.limit.count};w={window}',
        "RateLimit": f'"api";r={left.tries};t={left.seconds}',
    }


class Api(NinjaAPI):
    """Described once per process: writing the description takes a third of a second, and anybody may ask for it."""

    described: Any = None

    def get_openapi_schema(self, **asked: Any) -> Any:
        """As ninja writes it, with what only we know: refusals have a media type of their own."""
        if any(asked.values()):  # another prefix, or parameters in the address of the whole API: we have none
            return self._describe(**asked)
        if self.described is None:
            self.described = self._describe()
        return self.described

    def _describe(self, **asked: Any) -> Any:
        document = super().get_openapi_schema(**asked)
        for path in document["paths"].values():
            for operation in path.values():
                for code, answer in operation["responses"].items():
                    content = answer.get("content", {})
                    if int(code) >= LEAST_REFUSAL and JSON in content:
                        answer["content"] = {PROBLEM: content[JSON]}
        return document


api = Api(
    title="Alongside",
    version="1",
    urls_namespace="api",
    auth=[TokenAuth(), SessionAuth()],
    docs_url=None,
    description="The same rules as on the pages: you see what you see there, and nothing else is there.",
)
install_errors(api)


@api.exception_handler(limits.TooMany)
def too_many(request: HttpRequest, found: limits.TooMany) -> HttpResponse:
    """The same shape as every other refusal, and when to come back."""
    return problem(429, "too_many", found.words, Retry_After=str(found.seconds))


for prefix, router, _area in ROUTERS:
    refuse_unknown_parameters(router)
    api.add_router(prefix, router)
