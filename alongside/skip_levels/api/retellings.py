"""What a leader heard: themes to the manager between, then one answer. From whom it was heard is not stored."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from functools import partial
from typing import Annotated, Literal

from django.http import Http404
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
from alongside.skip_levels import queries, services
from alongside.skip_levels.api.talks import Words
from alongside.skip_levels.forms import LONGEST_ANSWER
from alongside.skip_levels.models import Retelling, Theme
from alongside.skip_levels.policies import can_change_themes

router = Router(tags=["Skip-level talks"])
MOST_NAMED = 500


class RetellingOut(BaseModel):
    """`due_on` is the day by which the leader hands it on, from the third person heard until it is handed on."""

    id: int
    leader_id: int
    manager_id: int
    state: str
    due_on: date | None
    handed_on_at: datetime | None
    answered_at: datetime | None

    @classmethod
    def of(cls, retelling: Retelling) -> RetellingOut:
        return cls(
            id=retelling.pk,
            leader_id=retelling.leader_id,
            manager_id=retelling.manager_id,
            state=retelling.state,
            due_on=retelling.due_on if retelling.is_open else None,
            handed_on_at=retelling.handed_on_at,
            answered_at=retelling.answered_at,
        )


class ThemeOut(BaseModel):
    id: int
    text: str

    @classmethod
    def of(cls, theme: Theme) -> ThemeOut:
        """Raises Unreadable, not a validation error, for words whose key was erased."""
        return cls(id=theme.pk, text=theme.text)


class WholeRetellingOut(RetellingOut):
    """`people_heard` are for the leader while themes are written: who was there, never who said what."""

    themes: list[ThemeOut]
    done: str
    people_heard: list[int]

    @classmethod
    def seen_by(cls, actor: Actor, retelling: Retelling) -> WholeRetellingOut:
        heard = queries.people_heard(retelling) if can_change_themes(actor, retelling) else []
        return cls(
            **RetellingOut.of(retelling).model_dump(),
            themes=[ThemeOut.of(theme) for theme in queries.themes_of(retelling)],
            done=retelling.done,
            people_heard=[person.pk for person in heard],
        )


class RetellingsOut(BaseModel):
    items: list[RetellingOut]
    next: int | None


class ThemeIn(Body):
    """In the leader's own words. `heard_from` are two people or more: checked, and not stored."""

    text: Words
    heard_from: list[Annotated[int, Field(ge=1, le=LARGEST_ID)]] = Field(max_length=MOST_NAMED)


class AnswerIn(Body):
    done: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_ANSWER)]


@router.get(
    "/retellings",
    response={200: RetellingsOut, **ALWAYS},
    summary="What I heard in a team, or what was handed on to me",
)
def retelling_list(
    request: ApiRequest,
    page: Query[PageIn],
    state: Literal["open", "handed_on", "answered", "closed"] | None = None,
) -> RetellingsOut:
    rows = queries.retellings_visible_to(request.actor)
    found, further = page_of(rows.filter(state=state) if state else rows, page)
    return RetellingsOut(items=[RetellingOut.of(one) for one in found], next=further)


@router.get("/retellings/{id}", response={200: WholeRetellingOut, **ALWAYS}, summary="One, with its themes")
def retelling_detail(request: ApiRequest, id: int) -> WholeRetellingOut:
    return WholeRetellingOut.seen_by(request.actor, _retelling(request, id))


@router.post(
    "/retellings/{id}/themes", response={201: ThemeOut, **REFUSALS}, summary="For the leader: add a theme"
)
def theme_create(request: ApiRequest, id: int, body: ThemeIn) -> Status[ThemeOut]:
    def add() -> Theme:
        with _changing(request, id) as retelling:
            return services.add_theme(
                actor=request.actor, retelling=retelling, text=body.text, heard_from=body.heard_from
            )

    made = made_once(request, add, lambda pk: _theme(_retelling(request, id), pk))
    return Status(201, ThemeOut.of(made))


@router.delete(
    "/retellings/{id}/themes/{theme_id}",
    response={200: WholeRetellingOut, **REFUSALS},
    summary="For the leader: take a theme out",
)
def theme_delete(request: ApiRequest, id: int, theme_id: int) -> WholeRetellingOut:
    with _changing(request, id) as retelling:
        theme = _theme(retelling, theme_id)
        services.remove_theme(actor=request.actor, retelling=retelling, theme_id=theme.pk)
    return WholeRetellingOut.seen_by(request.actor, _retelling(request, id))


@router.post(
    "/retellings/{id}/handing-on",
    response={200: WholeRetellingOut, **REFUSALS},
    summary="For the leader: the manager gets the themes",
)
def handing_on_create(request: ApiRequest, id: int) -> WholeRetellingOut:
    return _changed(request, id, services.hand_on_themes)


@router.post(
    "/retellings/{id}/closing",
    response={200: WholeRetellingOut, **REFUSALS},
    summary="For the leader: nothing was heard from two people; what was written is deleted",
)
def retelling_closing_create(request: ApiRequest, id: int) -> WholeRetellingOut:
    return _changed(request, id, services.close_without_themes)


@router.post(
    "/retellings/{id}/answer",
    response={200: WholeRetellingOut, **REFUSALS},
    summary="For the leader: tell the team, once, what was heard and done",
)
def answer_create(request: ApiRequest, id: int, body: AnswerIn) -> WholeRetellingOut:
    return _changed(request, id, services.answer_team, done=body.done)


def _changed(
    request: ApiRequest, id: int, change: Callable[..., object], **values: object
) -> WholeRetellingOut:
    return changed_once(
        request,
        queries.retellings_visible_to(request.actor),
        id,
        partial(WholeRetellingOut.seen_by, request.actor),
        lambda retelling: change(actor=request.actor, retelling=retelling, **values),
    )


def _changing(request: ApiRequest, id: int) -> AbstractContextManager[Retelling]:
    shape = partial(WholeRetellingOut.seen_by, request.actor)
    return changing(request, queries.retellings_visible_to(request.actor), id, shape)


def _theme(retelling: Retelling, pk: int) -> Theme:
    """One of a retelling that the caller may read."""
    for theme in queries.themes_of(retelling):
        if theme.pk == pk:
            return theme
    raise Http404


def _retelling(request: ApiRequest, id: int) -> Retelling:
    return get_object_or_404(queries.retellings_visible_to(request.actor), pk=id)
