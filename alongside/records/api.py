"""The JSON door to “My data”: how much is held, and requests to be forgotten, one's own and those HR answers.

Taking everything along, asking, answering, and legal holds altogether ask for a fresh proof: pages alone.
"""

from __future__ import annotations

from datetime import date, datetime

from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import BaseModel

from alongside.core.api import ALWAYS, REFUSALS, ApiRequest, PageIn, changed_once, only_there_for, page_of
from alongside.people.queries import me
from alongside.records import policies, services
from alongside.records.held import held_about
from alongside.records.models import ErasureRequest
from alongside.records.queries import requests as queries

router = Router(tags=["My data"])
requests_to_answer = Router(tags=["My data"])


class HeldOut(BaseModel):
    """One kind of record about me, in words: how many there are, and who sees them."""

    what: str
    count: int
    seen_by: str


class HeldListOut(BaseModel):
    items: list[HeldOut]
    next: int | None


class RequestOut(BaseModel):
    """`answer` is empty until there is one by `due_on`, then done, employed, claims or withdrawn."""

    id: int
    person_id: int
    asked_at: datetime
    due_on: date
    answer: str
    answered_at: datetime | None

    @classmethod
    def of(cls, asked: ErasureRequest) -> RequestOut:
        return cls.model_validate(asked, from_attributes=True)


class RequestsOut(BaseModel):
    items: list[RequestOut]
    next: int | None


@router.get("/", response={200: HeldListOut, **ALWAYS}, summary="How much is held about me")
def held_list(request: ApiRequest) -> HeldListOut:
    """All kinds, the most first. Nothing of the records themselves: those are taken along at the page."""
    found = held_about(me(request.actor))
    items = [HeldOut(what=str(one.what), count=one.count, seen_by=str(one.seen_by)) for one in found]
    return HeldListOut(items=items, next=None)


@router.get("/erasure-requests", response={200: RequestsOut, **ALWAYS}, summary="My requests to be forgotten")
def my_request_list(request: ApiRequest, page: Query[PageIn]) -> RequestsOut:
    found, further = page_of(queries.my_requests(request.actor), page)
    return RequestsOut(items=[RequestOut.of(one) for one in found], next=further)


@router.get("/erasure-requests/{id}", response={200: RequestOut, **ALWAYS}, summary="One request of mine")
def my_request_detail(request: ApiRequest, id: int) -> RequestOut:
    return RequestOut.of(get_object_or_404(queries.my_requests(request.actor), pk=id))


@router.post(
    "/erasure-requests/{id}/taking-back",
    response={200: RequestOut, **REFUSALS},
    summary="Take my request back",
)
def taking_back_create(request: ApiRequest, id: int) -> RequestOut:
    return changed_once(
        request,
        queries.my_requests(request.actor),
        id,
        RequestOut.of,
        lambda asked: services.withdraw_request(actor=request.actor, request=asked),
    )


@requests_to_answer.get(
    "/", response={200: RequestsOut, **ALWAYS}, summary="Requests to be forgotten, for those who answer them"
)
def request_list(request: ApiRequest, page: Query[PageIn], is_open: bool | None = None) -> RequestsOut:
    only_there_for(policies.can_see_requests(request.actor))
    rows = queries.requests_visible_to(request.actor)
    if is_open is not None:
        rows = rows.filter(answer="") if is_open else rows.exclude(answer="")
    found, further = page_of(rows, page)
    return RequestsOut(items=[RequestOut.of(one) for one in found], next=further)
