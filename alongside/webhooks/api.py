"""Webhooks for programs: administrators' tokens, and tokens of the company made for it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from alongside.core.api import (
    ALWAYS,
    REFUSALS,
    ApiRequest,
    Body,
    PageIn,
    changed_once,
    changing,
    made_once,
    page_of,
)
from alongside.webhooks import queries, services
from alongside.webhooks.events import TYPES
from alongside.webhooks.models import Delivery, Endpoint, Secret

router = Router(tags=["Webhooks"])
type EventType = Literal[TYPES]  # type: ignore[valid-type]


class EndpointIn(Body):
    """No events: all of them."""

    name: str = Field(min_length=1, max_length=80)
    url: str = Field(min_length=1, max_length=2000)
    events: list[EventType] = Field(default=[], max_length=len(TYPES))


class EndpointOut(BaseModel):
    """`stopped_for` says why nothing is sent now: by_hand, failing, gone; empty while it is on."""

    id: int
    name: str
    url: str
    events: list[str]
    made_at: datetime
    failing_since: datetime | None
    stopped_at: datetime | None
    stopped_for: str

    @classmethod
    def of(cls, endpoint: Endpoint) -> EndpointOut:
        return cls.model_validate(endpoint, from_attributes=True)


class MadeOut(EndpointOut):
    """The secret is told here and never again, but to the same request with the same Idempotency-Key for a day."""

    secret: str


class SecretOut(BaseModel):
    secret: str


class EndpointsOut(BaseModel):
    items: list[EndpointOut]
    next: int | None


class DeliveryOut(BaseModel):
    """`status` is of the last answer, `error` a code of what went wrong."""

    id: int
    event: str
    at: datetime
    state: str
    tries: int
    tried_at: datetime | None
    status: int | None
    error: str

    @classmethod
    def of(cls, delivery: Delivery) -> DeliveryOut:
        return cls.model_validate(delivery, from_attributes=True)


class DeliveriesOut(BaseModel):
    items: list[DeliveryOut]
    next: int | None


@router.get("/", response={200: EndpointsOut, **ALWAYS}, summary="Where events are sent")
def endpoint_list(request: ApiRequest, page: Query[PageIn]) -> EndpointsOut:
    found, further = page_of(queries.endpoints_visible_to(request.actor), page)
    return EndpointsOut(items=[EndpointOut.of(one) for one in found], next=further)


@router.post(
    "/", response={201: MadeOut, **REFUSALS}, summary="Send events somewhere; the secret is told once"
)
def endpoint_create(request: ApiRequest, body: EndpointIn) -> Status[MadeOut]:
    actor = request.actor

    def make() -> Secret:
        made, _told = services.create_endpoint(actor=actor, name=body.name, url=body.url, events=body.events)
        return queries.secrets_to_tell(actor).filter(endpoint=made)[0]

    secret = made_once(request, make, lambda pk: _secret(request, pk))
    return Status(201, MadeOut(secret=secret.words, **EndpointOut.of(secret.endpoint).model_dump()))


@router.get("/{id}", response={200: EndpointOut, **ALWAYS}, summary="One endpoint")
def endpoint_detail(request: ApiRequest, id: int) -> EndpointOut:
    return EndpointOut.of(_endpoint(request, id))


@router.delete("/{id}", response={204: None, **REFUSALS}, summary="Never send there again")
def endpoint_delete(request: ApiRequest, id: int) -> HttpResponse:
    with changing(request, queries.endpoints_visible_to(request.actor), id, EndpointOut.of) as endpoint:
        services.end_endpoint(actor=request.actor, endpoint=endpoint)
    return HttpResponse(status=204)


@router.post(
    "/{id}/secrets", response={200: SecretOut, **REFUSALS}, summary="A new secret; the old one holds a day"
)
def secret_create(request: ApiRequest, id: int) -> SecretOut:
    actor = request.actor

    def make() -> Secret:
        with changing(request, queries.endpoints_visible_to(actor), id, EndpointOut.of) as endpoint:
            services.rotate_secret(actor=actor, endpoint=endpoint)
        return queries.secrets_to_tell(actor).filter(endpoint=endpoint)[0]

    return SecretOut(secret=made_once(request, make, lambda pk: _secret(request, pk)).words)


@router.get(
    "/{id}/deliveries", response={200: DeliveriesOut, **ALWAYS}, summary="What was sent, and what came of it"
)
def delivery_list(
    request: ApiRequest,
    id: int,
    page: Query[PageIn],
    state: Literal["waiting", "sending", "sent", "parked"] | None = None,
) -> DeliveriesOut:
    rows = queries.deliveries_visible_to(request.actor).filter(endpoint=_endpoint(request, id))
    found, further = page_of(rows.filter(state=state) if state else rows, page)
    return DeliveriesOut(items=[DeliveryOut.of(one) for one in found], next=further)


@router.post(
    "/{id}/deliveries/{delivery_id}/replay", response={200: DeliveryOut, **REFUSALS}, summary="Send it again"
)
def replay_create(request: ApiRequest, id: int, delivery_id: int) -> DeliveryOut:
    rows = queries.deliveries_visible_to(request.actor).filter(endpoint=_endpoint(request, id))
    return changed_once(
        request,
        rows,
        delivery_id,
        DeliveryOut.of,
        lambda delivery: services.replay(actor=request.actor, delivery=delivery),
    )


def _secret(request: ApiRequest, pk: int) -> Secret:
    return get_object_or_404(queries.secrets_to_tell(request.actor), pk=pk)


def _endpoint(request: ApiRequest, id: int) -> Endpoint:
    return get_object_or_404(queries.endpoints_visible_to(request.actor), pk=id)
