"""How often the two meet, when and how long, and whether mails after a talk carry words."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import partial
from typing import Annotated, Literal

from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import BaseModel, Field, model_validator

from alongside.core.actor import Actor
from alongside.core.api import ALWAYS, REFUSALS, ApiRequest, Body, Clock, Day, changing
from alongside.core.errors import Invalid
from alongside.one_on_ones import queries, services
from alongside.one_on_ones.forms import LONGEST, NO_DAY, NO_TIME, SHORTEST
from alongside.one_on_ones.models import Series
from alongside.one_on_ones.own_rules import dates_of
from alongside.one_on_ones.recurrence import MAX_LENGTH
from alongside.one_on_ones.schemas import LARGEST_VERSION

router = Router(tags=["1:1s"])


class RhythmIn(Body):
    """`starts_at` is a time of day in the zone of the 1:1; `recurrence` (RFC 5545) goes with the cadence "custom"."""

    cadence: Literal["weekly", "fortnightly", "monthly", "custom"]
    recurrence: str = Field(default="", max_length=MAX_LENGTH)
    first_on: Day
    starts_at: Clock
    minutes: int = Field(ge=SHORTEST, le=LONGEST)
    version: int = Field(ge=0, le=LARGEST_VERSION)

    @model_validator(mode="after")
    def _rule_goes_with_custom(self) -> RhythmIn:
        if (self.cadence == "custom") != bool(self.recurrence):
            raise ValueError("recurrence goes with the cadence custom, and only with it")
        return self


class RhythmOut(BaseModel):
    """Without `first_on` and `starts_at`: the two have chosen no time yet, and the rest is proposed."""

    cadence: str
    recurrence: str
    first_on: date | None
    starts_at: str | None
    minutes: int
    time_zone: str
    version: int

    @classmethod
    def of(cls, series: Series) -> RhythmOut:
        return cls(
            cadence=series.cadence,
            recurrence=series.recurrence,
            first_on=series.first_on,
            starts_at=series.starts_at.isoformat("minutes") if series.starts_at else None,
            minutes=series.minutes,
            time_zone=series.time_zone,
            version=series.version,
        )


class DatesOut(BaseModel):
    items: list[datetime]


class WordsIn(Body):
    wanted: bool


class WordsOut(BaseModel):
    """`wanted` is my choice; `sent` while both of us want it."""

    wanted: bool
    sent: bool

    @classmethod
    def of(cls, actor: Actor, series: Series) -> WordsOut:
        is_employee = actor.person_id == series.employee_id
        wanted = series.employee_wants_words_by_mail if is_employee else series.manager_wants_words_by_mail
        return cls(wanted=wanted, sent=series.sends_words)


@router.get("/{id}/rhythm", response={200: RhythmOut, **ALWAYS}, summary="How often and when we meet")
def rhythm_detail(request: ApiRequest, id: int) -> RhythmOut:
    return RhythmOut.of(_series(request, id))


@router.put(
    "/{id}/rhythm",
    response={200: RhythmOut, **REFUSALS},
    summary="Choose how often, when and how long (with the version you read)",
)
def rhythm_update(request: ApiRequest, id: int, body: RhythmIn) -> RhythmOut:
    """Untouched future meetings follow; those that somebody moved stay."""
    rows = queries.series_visible_to(request.actor)
    with changing(request, rows, id, RhythmOut.of) as series:
        services.set_rhythm(
            actor=request.actor,
            series=series,
            cadence=body.cadence,
            recurrence=body.recurrence,
            first_on=body.first_on,
            starts_at=time.fromisoformat(body.starts_at),
            minutes=body.minutes,
            version=body.version,
        )
    return RhythmOut.of(_series(request, id))


@router.get(
    "/{id}/rhythm/dates",
    response={200: DatesOut, **ALWAYS},
    summary="The first dates of a rule of your own, before you choose it",
)
def date_list(
    request: ApiRequest,
    id: int,
    recurrence: Annotated[str | None, Query(max_length=MAX_LENGTH)] = None,
    first_on: Day | None = None,
    starts_at: Clock | None = None,
) -> DatesOut:
    """What is left out is as the rhythm has it. Nothing is changed."""
    series = _series(request, id)
    day = first_on or series.first_on
    clock = time.fromisoformat(starts_at) if starts_at else series.starts_at
    if day is None:
        raise Invalid("first_on", NO_DAY)
    if clock is None:
        raise Invalid("starts_at", NO_TIME)
    rule = series.recurrence if recurrence is None else recurrence
    return DatesOut(items=dates_of(series, recurrence=rule, first_on=day, starts_at=clock))


@router.get(
    "/{id}/words-by-mail",
    response={200: WordsOut, **ALWAYS},
    summary="Whether the mail after a talk holds what was agreed",
)
def words_detail(request: ApiRequest, id: int) -> WordsOut:
    return WordsOut.of(request.actor, _series(request, id))


@router.put("/{id}/words-by-mail", response={200: WordsOut, **REFUSALS}, summary="My own choice of it")
def words_update(request: ApiRequest, id: int, body: WordsIn) -> WordsOut:
    actor = request.actor
    with changing(request, queries.series_visible_to(actor), id, partial(WordsOut.of, actor)) as series:
        services.choose_words_by_mail(actor=actor, series=series, wanted=body.wanted)
    return WordsOut.of(actor, _series(request, id))


def _series(request: ApiRequest, id: int) -> Series:
    return get_object_or_404(queries.series_visible_to(request.actor), pk=id)
