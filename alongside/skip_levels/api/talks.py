"""Half an hour of a leader with somebody two levels below: whose turn it is, the talk, its topics."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Annotated, Literal

from django.db.models import QuerySet
from django.http import HttpResponse
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
    Moment,
    PageIn,
    changed_once,
    changing,
    made_once,
    page_of,
)
from alongside.people.calendar import today
from alongside.people.queries import people_visible_to
from alongside.skip_levels import queries, services
from alongside.skip_levels.forms import LONGEST_TOPIC
from alongside.skip_levels.models import SkipTalk, Topic

router = Router(tags=["Skip-level talks"])
Purpose = Literal["know", "hindrances", "change", "future"]
State = Literal["planned", "held", "called_off"]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TOPIC)]


class TurnOut(BaseModel):
    """Somebody two levels below me, who has no talk with me ahead. `waits`: not met within six months."""

    person_id: int
    last_on: date | None
    waits: bool

    @classmethod
    def of(cls, one: queries.Suggestion) -> TurnOut:
        turn = one.turn
        return cls(person_id=turn.person_id, last_on=turn.last_on, waits=turn.waits(today()))


class TurnsOut(BaseModel):
    items: list[TurnOut]


class InvitationIn(Body):
    """The purpose is one of a few, because the manager between is told of it."""

    person_id: int = Field(ge=1, le=LARGEST_ID)
    purpose: Purpose
    starts_at: Moment


class TalkOut(BaseModel):
    """`manager_id` is the manager between, who was told. `retelling_id`, where it was heard, is for the leader alone."""

    id: int
    leader_id: int
    person_id: int
    manager_id: int
    purpose: str
    starts_at: datetime
    minutes: int
    state: str
    retelling_id: int | None

    @classmethod
    def seen_by(cls, actor: Actor, talk: SkipTalk) -> TalkOut:
        return cls(
            id=talk.pk,
            leader_id=talk.leader_id,
            person_id=talk.person_id,
            manager_id=talk.manager_id,
            purpose=talk.purpose,
            starts_at=talk.starts_at,
            minutes=talk.minutes,
            state=talk.state,
            retelling_id=talk.retelling_id if actor.person_id == talk.leader_id else None,
        )


class TalksOut(BaseModel):
    items: list[TalkOut]
    next: int | None


class TopicIn(Body):
    text: Words


class TopicOut(BaseModel):
    id: int
    author_id: int
    text: str
    made_at: datetime

    @classmethod
    def of(cls, topic: Topic) -> TopicOut:
        """Raises Unreadable, not a validation error, for words whose key was erased."""
        return cls(id=topic.pk, author_id=topic.author_id, text=topic.text, made_at=topic.made_at)


class TopicsOut(BaseModel):
    items: list[TopicOut]
    next: int | None


@router.get(
    "/turns", response={200: TurnsOut, **ALWAYS}, summary="For leaders: whose turn it is, in fair order"
)
def turn_list(request: ApiRequest) -> TurnsOut:
    """Never met first, then the longest ago. Empty for whoever leads nobody two levels below."""
    return TurnsOut(items=[TurnOut.of(one) for one in queries.suggestions_for(request.actor)])


@router.get(
    "/talks",
    response={200: TalksOut, **ALWAYS},
    summary="My skip-level talks, and those of my people that I was told of",
)
def talk_list(request: ApiRequest, page: Query[PageIn], state: State | None = None) -> TalksOut:
    rows = queries.talks_visible_to(request.actor)
    found, further = page_of(rows.filter(state=state) if state else rows, page)
    return TalksOut(items=[TalkOut.seen_by(request.actor, one) for one in found], next=further)


@router.post("/talks", response={201: TalkOut, **REFUSALS}, summary="Invite somebody and tell their manager")
def talk_create(request: ApiRequest, body: InvitationIn) -> Status[TalkOut]:
    actor = request.actor
    person = get_object_or_404(people_visible_to(actor), pk=body.person_id)
    made = made_once(
        request,
        lambda: services.invite_to_talk(
            actor=actor, person=person, purpose=body.purpose, starts_at=body.starts_at
        ),
        lambda pk: _talk(request, pk),
    )
    return Status(201, TalkOut.seen_by(actor, made))


@router.get("/talks/{id}", response={200: TalkOut, **ALWAYS}, summary="One skip-level talk")
def talk_detail(request: ApiRequest, id: int) -> TalkOut:
    return TalkOut.seen_by(request.actor, _talk(request, id))


@router.post("/talks/{id}/closing", response={200: TalkOut, **REFUSALS}, summary="For the leader: we met")
def closing_create(request: ApiRequest, id: int) -> TalkOut:
    return _changed(request, id, services.close_talk)


@router.post("/talks/{id}/calling-off", response={200: TalkOut, **REFUSALS}, summary="Call it off")
def calling_off_create(request: ApiRequest, id: int) -> TalkOut:
    return _changed(request, id, services.call_off_talk)


@router.get("/talks/{id}/topics", response={200: TopicsOut, **ALWAYS}, summary="Topics, for the two alone")
def topic_list(request: ApiRequest, id: int, page: Query[PageIn]) -> TopicsOut:
    """Empty for the manager between, who reads none."""
    found, further = page_of(_topics(request, _talk(request, id).pk), page)
    return TopicsOut(items=[TopicOut.of(one) for one in found], next=further)


@router.post("/talks/{id}/topics", response={201: TopicOut, **REFUSALS}, summary="Bring a topic")
def topic_create(request: ApiRequest, id: int, body: TopicIn) -> Status[TopicOut]:
    talk = _talk(request, id)
    made = made_once(
        request,
        lambda: services.add_topic(actor=request.actor, talk=talk, text=body.text),
        lambda pk: get_object_or_404(_topics(request, id), pk=pk),
    )
    return Status(201, TopicOut.of(made))


@router.get("/talks/{id}/topics/{topic_id}", response={200: TopicOut, **ALWAYS}, summary="One topic")
def topic_detail(request: ApiRequest, id: int, topic_id: int) -> TopicOut:
    return TopicOut.of(get_object_or_404(_topics(request, id), pk=topic_id))


@router.delete("/talks/{id}/topics/{topic_id}", response={204: None, **REFUSALS}, summary="Take a topic back")
def topic_delete(request: ApiRequest, id: int, topic_id: int) -> HttpResponse:
    with changing(request, _topics(request, id), topic_id, TopicOut.of) as topic:
        services.remove_topic(actor=request.actor, topic=topic)
    return HttpResponse(status=204)


def _changed(request: ApiRequest, id: int, change: Callable[..., object]) -> TalkOut:
    return changed_once(
        request,
        queries.talks_visible_to(request.actor),
        id,
        partial(TalkOut.seen_by, request.actor),
        lambda talk: change(actor=request.actor, talk=talk),
    )


def _talk(request: ApiRequest, id: int) -> SkipTalk:
    return get_object_or_404(queries.talks_visible_to(request.actor), pk=id)


def _topics(request: ApiRequest, id: int) -> QuerySet[Topic]:
    return queries.topics_visible_to(request.actor).filter(talk=id)
