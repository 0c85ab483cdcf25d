"""How regularly units meet: for HR, by closed month, what was released as the page shows it and no number behind it."""

from __future__ import annotations

from datetime import date, datetime

from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import BaseModel

from alongside.core.api import ALWAYS, ApiRequest, PageIn, page_of
from alongside.one_on_ones.listings import share_in_words
from alongside.one_on_ones.models import MonthRelease
from alongside.one_on_ones.policies import can_see_regularity
from alongside.one_on_ones.queries import releases
from alongside.one_on_ones.queries.releases import Line

router = Router(tags=["Figures for HR"])


class MonthOut(BaseModel):
    """`month` is its first day. What was released never changes."""

    id: int
    month: date
    released_at: datetime

    @classmethod
    def of(cls, release: MonthRelease) -> MonthOut:
        return cls.model_validate(release, from_attributes=True)


class MonthsOut(BaseModel):
    items: list[MonthOut]
    next: int | None


class UnitMonthOut(BaseModel):
    """A band of pairs and a range of talks that took place, in words; `pairs` is null where both are hidden to protect
    people."""

    unit_id: int
    pairs: str | None
    share: str

    @classmethod
    def of(cls, line: Line) -> UnitMonthOut:
        return cls(
            unit_id=line.unit.pk, pairs=line.cell.band if line.cell else None, share=share_in_words(line.cell)
        )


class UnitMonthsOut(BaseModel):
    items: list[UnitMonthOut]
    next: int | None


@router.get("/", response={200: MonthsOut, **ALWAYS}, summary="Months that were released")
def month_list(request: ApiRequest, page: Query[PageIn]) -> MonthsOut:
    can_see_regularity(request.actor).enforce()
    found, further = page_of(releases.releases_visible_to(request.actor), page)
    return MonthsOut(items=[MonthOut.of(one) for one in found], next=further)


@router.get("/{id}", response={200: UnitMonthsOut, **ALWAYS}, summary="One month, by unit")
def month_detail(request: ApiRequest, id: int) -> UnitMonthsOut:
    """The units you support, all of them for HR as a whole, in the order of the tree."""
    can_see_regularity(request.actor).enforce()
    release = get_object_or_404(releases.releases_visible_to(request.actor), pk=id)
    return UnitMonthsOut(
        items=[UnitMonthOut.of(line) for line in releases.table_of(request.actor, release)], next=None
    )
