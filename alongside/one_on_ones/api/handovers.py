"""Handing over to a new manager: the employee chooses item by item, the manager before may add a note."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from typing import Annotated, Literal

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Status
from pydantic import BaseModel, Field, StringConstraints

from alongside.core.actor import Actor
from alongside.core.api import (
    ALWAYS,
    LARGEST_ID,
    REFUSALS,
    ApiRequest,
    Body,
    PageIn,
    changed_once,
    changing,
    made_once,
    page_of,
)
from alongside.one_on_ones import services
from alongside.one_on_ones.forms import LONGEST_SUMMARY
from alongside.one_on_ones.models import HandedOn, Handover
from alongside.one_on_ones.policies import can_prepare_handover
from alongside.one_on_ones.queries import handovers as queries

router = Router(tags=["Handovers"])
LONGEST_NAME = 40  # of a source, and of a mark


class HandoverOut(BaseModel):
    """That and when, without a word of it."""

    id: int
    employee_id: int
    old_manager_id: int
    new_manager_id: int
    state: str
    opened_at: datetime
    completed_at: datetime | None

    @classmethod
    def of(cls, handover: Handover) -> HandoverOut:
        return cls.model_validate(handover, from_attributes=True)


class HandedOnOut(BaseModel):
    """A topic or an action as `source` names it, a summary, or the note of the manager before.

    `mark` changes with every change of the words; whoever hands over says which note they have read.
    """

    id: int
    kind: str
    source: str
    author_id: int
    text: str
    mark: str

    @classmethod
    def of(cls, item: HandedOn) -> HandedOnOut:
        """Raises Unreadable, not a validation error, for words whose key was erased."""
        return cls(
            id=item.pk,
            kind=item.kind,
            source=item.source,
            author_id=item.author_id,
            text=item.text,
            mark=item.mark,
        )


class WholeHandoverOut(HandoverOut):
    """With what I may read of it: the employee all of it, each what they wrote, the new manager what has travelled."""

    items: list[HandedOnOut]

    @classmethod
    def seen_by(cls, actor: Actor, handover: Handover) -> WholeHandoverOut:
        items = [HandedOnOut.of(item) for item in queries.items_visible_to(actor, handover)]
        return cls(**HandoverOut.of(handover).model_dump(), items=items)


class HandoversOut(BaseModel):
    items: list[HandoverOut]
    next: int | None


class CandidateOut(BaseModel):
    kind: str
    source: str
    text: str


class CandidatesOut(BaseModel):
    items: list[CandidateOut]


class ChoiceIn(Body):
    """`source` as the list of what could travel names it."""

    source: str = Field(min_length=1, max_length=LONGEST_NAME)


class HandoverWordsIn(Body):
    """Empty takes the words away."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_SUMMARY)]


class CompletionIn(Body):
    """To whom, as you read it: who moves on meanwhile is a 403, and nothing has travelled.

    `note_read` is the mark of the note you have read; empty where there is none.
    """

    new_manager_id: int = Field(ge=1, le=LARGEST_ID)
    note_read: str = Field(max_length=LONGEST_NAME)


@router.get("/", response={200: HandoversOut, **ALWAYS}, summary="Handovers that I take part in")
def handover_list(
    request: ApiRequest,
    page: Query[PageIn],
    state: Literal["open", "completed", "dropped"] | None = None,
) -> HandoversOut:
    rows = queries.handovers_visible_to(request.actor)
    found, further = page_of(rows.filter(state=state) if state else rows, page)
    return HandoversOut(items=[HandoverOut.of(one) for one in found], next=further)


@router.get(
    "/progress",
    response={200: HandoversOut, **ALWAYS},
    summary="For HR partners: that people hand over, and when; no words",
)
def progress_list(request: ApiRequest, page: Query[PageIn]) -> HandoversOut:
    found, further = page_of(queries.progress_visible_to(request.actor), page)
    return HandoversOut(items=[HandoverOut.of(one) for one in found], next=further)


@router.get("/{id}", response={200: WholeHandoverOut, **ALWAYS}, summary="One handover, with what I may read")
def handover_detail(request: ApiRequest, id: int) -> WholeHandoverOut:
    return WholeHandoverOut.seen_by(request.actor, _handover(request, id))


@router.get(
    "/{id}/candidates",
    response={200: CandidatesOut, **ALWAYS},
    summary="For the employee: what stays, unless they let it travel",
)
def candidate_list(request: ApiRequest, id: int) -> CandidatesOut:
    actor, handover = request.actor, _handover(request, id)
    can_prepare_handover(actor, handover).enforce()
    chosen = {item.source for item in queries.items_visible_to(actor, handover)}
    staying = [one for one in queries.candidates(actor, handover) if one.source not in chosen]
    return CandidatesOut(
        items=[CandidateOut(kind=one.kind, source=one.source, text=one.text) for one in staying]
    )


@router.post("/{id}/items", response={201: HandedOnOut, **REFUSALS}, summary="Let a topic or action travel")
def item_create(request: ApiRequest, id: int, body: ChoiceIn) -> Status[HandedOnOut]:
    actor = request.actor

    def choose() -> HandedOn:
        with _changing(request, id) as handover:
            return services.choose_item(actor=actor, handover=handover, source=body.source)

    found = queries.handed_on_visible_to(actor).filter(handover_id=id)
    made = made_once(request, choose, lambda pk: get_object_or_404(found, pk=pk))
    return Status(201, HandedOnOut.of(made))


@router.delete(
    "/{id}/items/{item_id}",
    response={200: WholeHandoverOut, **REFUSALS},
    summary="Leave a topic or action here after all",
)
def item_delete(request: ApiRequest, id: int, item_id: int) -> WholeHandoverOut:
    """A summary and a note are taken away by emptying them."""
    actor = request.actor
    chosen = queries.handed_on_visible_to(actor).filter(handover_id=id).exclude(source="")
    with _changing(request, id) as handover:
        item = get_object_or_404(chosen, pk=item_id)
        services.leave_item(actor=actor, handover=handover, source=item.source)
    return WholeHandoverOut.seen_by(actor, _handover(request, id))


@router.put(
    "/{id}/summary",
    response={200: WholeHandoverOut, **REFUSALS},
    summary="The employee’s own words for the new manager",
)
def summary_update(request: ApiRequest, id: int, body: HandoverWordsIn) -> WholeHandoverOut:
    return _written(request, id, services.write_summary, body.text)


@router.put(
    "/{id}/note",
    response={200: WholeHandoverOut, **REFUSALS},
    summary="A note of the manager before, which the employee reads first",
)
def note_update(request: ApiRequest, id: int, body: HandoverWordsIn) -> WholeHandoverOut:
    return _written(request, id, services.write_handover_note, body.text)


@router.post(
    "/{id}/completion",
    response={200: WholeHandoverOut, **REFUSALS},
    summary="Hand over what was chosen, and nothing else",
)
def completion_create(request: ApiRequest, id: int, body: CompletionIn) -> WholeHandoverOut:
    actor = request.actor
    return changed_once(
        request,
        queries.handovers_visible_to(actor),
        id,
        partial(WholeHandoverOut.seen_by, actor),
        lambda handover: services.complete_handover(
            actor=actor, handover=handover, to_id=body.new_manager_id, note_read=body.note_read
        ),
    )


def _written(request: ApiRequest, id: int, write: Callable[..., None], text: str) -> WholeHandoverOut:
    with _changing(request, id) as handover:
        write(actor=request.actor, handover=handover, text=text)
    return WholeHandoverOut.seen_by(request.actor, _handover(request, id))


def _changing(request: ApiRequest, id: int) -> AbstractContextManager[Handover]:
    """A handover to change, held; If-Match names all that one may read of it."""
    shape = partial(WholeHandoverOut.seen_by, request.actor)
    return changing(request, queries.handovers_visible_to(request.actor), id, shape)


def _handover(request: ApiRequest, id: int) -> Handover:
    return get_object_or_404(queries.handovers_visible_to(request.actor), pk=id)
