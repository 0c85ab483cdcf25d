"""One SCIM request: who asks, how often, what is answered. The protocol itself is scim2-server's."""

from __future__ import annotations

import json
import logging

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from scim2_models import SCIMException, UnauthorizedException
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse
from scim2_server.routing import Operation
from scim2_server.service import ScimService

from alongside.core import outages
from alongside.core.actor import ANONYMOUS, Actor
from alongside.identity import limits
from alongside.people import closure
from alongside.people.calendar import today
from alongside.people.provisioning.schema import PROVIDER
from alongside.people.provisioning.storage import DirectoryStorage
from alongside.people.tokens import actor_for_provisioning

ADDRESS = "/scim/v2"
LARGEST = 1_048_576  # bytes of any body
SERVICE = ScimService(PROVIDER)
log = logging.getLogger(__name__)


class TooManyException(SCIMException):
    """429, with when to come back."""

    status = 429
    _default_detail = "Too many requests"


class UnavailableException(SCIMException):
    """503: the database is away or full."""

    status = 503
    _default_detail = "The database can't be reached or can't save"


def answer(request: HttpRequest, path: str) -> HttpResponse:
    """Serve one request, in one transaction; whatever fails is an error in the protocol's shape."""
    asked, headers = _asked(request, path), {}
    try:
        actor = _actor(request, asked)
        with transaction.atomic():
            response = _serve(asked, actor)
    except limits.TooMany as early:
        response = SERVICE.error_response(TooManyException())
        headers["Retry-After"] = str(early.seconds)
    except Exception as problem:
        if outages.is_outage(problem):
            headers["Retry-After"] = str(outages.RETRY_SECONDS)
            problem = UnavailableException()
        if not isinstance(problem, SCIMException):
            log.error("SCIM %s failed: %s", asked.method, type(problem).__name__)
        response = SERVICE.error_response(problem)
    return _sent(response, headers)


def _serve(asked: ScimRequest, actor: Actor) -> ScimResponse:
    handler = ScimHandler(SERVICE, DirectoryStorage(actor))
    with PROVIDER:
        is_bulk = SERVICE.match(asked).operation is Operation.bulk
    if not is_bulk:
        return handler.handle(asked)
    with closure.one_rebuild(today()):  # one for all operations
        return handler.handle(asked)


def _actor(request: HttpRequest, asked: ScimRequest) -> Actor:
    """The description of the service is open to everybody (RFC 7643, 5); everything else needs a live token."""
    with PROVIDER:
        operation = SERVICE.match(asked).operation
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    actor = actor_for_provisioning(secret.strip()) if scheme.lower() == "bearer" else None
    if actor is not None:
        limits.take("scim", secret)
        closure.ensure_fresh(today())
        return actor
    if operation is Operation.service_provider_config:
        limits.take("scim", limits.network_of(request))
        return ANONYMOUS
    limits.take("scim", limits.network_of(request))
    raise UnauthorizedException


def _asked(request: HttpRequest, path: str) -> ScimRequest:
    return ScimRequest(
        method=request.method or "GET",
        base_url=f"{settings.BASE_URL}{ADDRESS}",
        path="/" + path.strip("/").removesuffix(".scim"),
        query={name: request.GET[name] for name in request.GET},
        headers=dict(request.headers),
        body=request.body,
    )


def _sent(response: ScimResponse, headers: dict[str, str]) -> HttpResponse:
    body = b"" if response.body is None else json.dumps(response.body).encode()
    sent = HttpResponse(body, status=int(response.status), content_type="application/scim+json")
    for name, value in {**response.headers, **headers}.items():
        if name.lower() != "content-type":
            sent.headers[name] = value
    return sent
