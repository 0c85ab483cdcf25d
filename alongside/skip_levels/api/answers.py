"""What comes back to the team: you said, we did."""

from __future__ import annotations

from datetime import datetime

from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import BaseModel

from alongside.core.api import ALWAYS, ApiRequest, PageIn, page_of
from alongside.skip_levels import queries
from alongside.skip_levels.models import Reading

router = Router(tags=["Skip-level talks"])


class AnswerOut(BaseModel):
    """An answer to my team, or to me who was heard."""

    id: int
    leader_id: int
    manager_id: int
    given_at: datetime

    @classmethod
    def of(cls, reading: Reading) -> AnswerOut:
        return cls(
            id=reading.pk,
            leader_id=reading.retelling.leader_id,
            manager_id=reading.retelling.manager_id,
            given_at=reading.given_at,
        )


class WholeAnswerOut(AnswerOut):
    """You said, we did."""

    themes: list[str]
    done: str

    @classmethod
    def read(cls, reading: Reading) -> WholeAnswerOut:
        themes = queries.themes_of(reading.retelling)
        return cls(
            **AnswerOut.of(reading).model_dump(),
            themes=[theme.text for theme in themes],
            done=reading.retelling.done,
        )


class AnswersOut(BaseModel):
    items: list[AnswerOut]
    next: int | None


@router.get("/answers", response={200: AnswersOut, **ALWAYS}, summary="Answers to my team")
def answer_list(request: ApiRequest, page: Query[PageIn]) -> AnswersOut:
    found, further = page_of(queries.readings_visible_to(request.actor), page)
    return AnswersOut(items=[AnswerOut.of(one) for one in found], next=further)


@router.get("/answers/{id}", response={200: WholeAnswerOut, **ALWAYS}, summary="You said, we did")
def answer_detail(request: ApiRequest, id: int) -> WholeAnswerOut:
    return WholeAnswerOut.read(get_object_or_404(queries.readings_visible_to(request.actor), pk=id))
