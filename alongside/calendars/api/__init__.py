"""The JSON door to calendars: what stands on “Your calendar”, and how a pair's talks get into theirs.

A new address and a new connection ask for a fresh proof of who one is, or lead through a browser: pages alone.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import BaseModel

from alongside.calendars import finding, queries, services
from alongside.calendars.models import Connection, Feed
from alongside.core.api import ALWAYS, REFUSALS, ApiRequest, Body, PageIn, changing, page_of

router = Router(tags=["Calendars"])


class FeedOut(BaseModel):
    """The address itself was shown once and is stored nowhere."""

    id: int
    title: str
    made_at: datetime
    last_read_on: date | None

    @classmethod
    def of(cls, feed: Feed) -> FeedOut:
        return cls.model_validate(feed, from_attributes=True)


class FeedsOut(BaseModel):
    items: list[FeedOut]
    next: int | None


class FeedChange(Body):
    """“names” says with whom one talks, “neutral” only that one is busy."""

    title: Literal["names", "neutral"]


class ConnectionOut(BaseModel):
    """`address` is that of a CalDAV calendar, otherwise empty. Name and password are told nobody."""

    id: int
    provider: str
    address: str
    state: str
    made_at: datetime

    @classmethod
    def of(cls, connection: Connection) -> ConnectionOut:
        """Raises Unreadable, not a validation error, for words whose key was erased."""
        return cls(
            id=connection.pk,
            provider=connection.provider,
            address=connection.address,
            state=connection.state,
            made_at=connection.made_at,
        )


class ConnectionsOut(BaseModel):
    items: list[ConnectionOut]
    next: int | None


@router.get("/feeds", response={200: FeedsOut, **ALWAYS}, summary="The address my calendar reads")
def feed_list(request: ApiRequest, page: Query[PageIn]) -> FeedsOut:
    """At most one."""
    found, further = page_of(queries.feeds_visible_to(request.actor), page)
    return FeedsOut(items=[FeedOut.of(one) for one in found], next=further)


@router.get("/feeds/{id}", response={200: FeedOut, **ALWAYS}, summary="An address that a calendar reads")
def feed_detail(request: ApiRequest, id: int) -> FeedOut:
    return FeedOut.of(get_object_or_404(queries.feeds_visible_to(request.actor), pk=id))


@router.patch("/feeds/{id}", response={200: FeedOut, **REFUSALS}, summary="What its events are called")
def feed_update(request: ApiRequest, id: int, body: FeedChange) -> FeedOut:
    with changing(request, queries.feeds_visible_to(request.actor), id, FeedOut.of) as feed:
        services.choose_title(actor=request.actor, feed=feed, title=body.title)
    return FeedOut.of(feed)


@router.delete("/feeds/{id}", response={204: None, **REFUSALS}, summary="End the address at once")
def feed_delete(request: ApiRequest, id: int) -> HttpResponse:
    with changing(request, queries.feeds_visible_to(request.actor), id, FeedOut.of) as feed:
        services.end_feed(actor=request.actor, feed=feed)
    return HttpResponse(status=204)


@router.get(
    "/connections",
    response={200: ConnectionsOut, **ALWAYS},
    summary="My calendar that is asked for busy times",
)
def connection_list(request: ApiRequest, page: Query[PageIn]) -> ConnectionsOut:
    """At most one. As on the page, a calendar that is “untried” is asked now."""
    found, further = page_of(queries.connections_visible_to(request.actor), page)
    return ConnectionsOut(items=[_tried(request, one) for one in found], next=further)


@router.get("/connections/{id}", response={200: ConnectionOut, **ALWAYS}, summary="A connected calendar")
def connection_detail(request: ApiRequest, id: int) -> ConnectionOut:
    return _tried(request, get_object_or_404(queries.connections_visible_to(request.actor), pk=id))


@router.put(
    "/connections/{id}/trial",
    response={200: ConnectionOut, **REFUSALS},
    summary="Have it tried at the next look",
)
def trial_update(request: ApiRequest, id: int) -> ConnectionOut:
    rows = queries.connections_visible_to(request.actor)
    with changing(request, rows, id, ConnectionOut.of) as connection:
        services.try_anew(actor=request.actor, connection=connection)
    return ConnectionOut.of(get_object_or_404(rows, pk=id))


@router.delete("/connections/{id}", response={204: None, **REFUSALS}, summary="Ask my calendar no more")
def connection_delete(request: ApiRequest, id: int) -> HttpResponse:
    rows = queries.connections_visible_to(request.actor)
    with changing(request, rows, id, ConnectionOut.of) as connection:
        services.end_connection(actor=request.actor, connection=connection)
    return HttpResponse(status=204)


def _tried(request: ApiRequest, connection: Connection) -> ConnectionOut:
    """Calendars are asked by what is read, never within a change."""
    if connection.state == Connection.State.UNTRIED:
        finding.try_once(request.actor, connection)
    return ConnectionOut.of(connection)
