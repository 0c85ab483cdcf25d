"""Imports of organisation files, to read: how far each is and what was wrong. Loading is a matter for eyes."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import BaseModel

from alongside.core.api import ALWAYS, ApiRequest, PageIn, page_of
from alongside.people.imports.queries import problems_of, runs_visible_to
from alongside.people.models import ImportProblem, ImportRun

router = Router(tags=["Imports"])


class ImportOut(BaseModel):
    id: int
    state: str
    file_name: str
    made_by_id: int | None
    made_at: datetime
    applied_at: datetime | None
    counts: dict[str, int]

    @classmethod
    def of(cls, run: ImportRun) -> ImportOut:
        return cls(
            id=run.pk,
            state=run.state,
            file_name=run.file_name,
            made_by_id=run.made_by_id,
            made_at=run.made_at,
            applied_at=run.applied_at,
            counts={name: count for name, count in run.counts.items() if isinstance(count, int)},
        )


class ImportsOut(BaseModel):
    items: list[ImportOut]
    next: int | None


class ImportProblemOut(BaseModel):
    """`line` is of the file, `effect` what became of the row. The cell itself stays in the product."""

    id: int
    line: int
    column: str
    code: str
    effect: str

    @classmethod
    def of(cls, one: ImportProblem) -> ImportProblemOut:
        return cls(id=one.pk, line=one.line, column=one.column, code=one.code, effect=one.effect)


class ImportProblemsOut(BaseModel):
    items: list[ImportProblemOut]
    next: int | None


@router.get("/", response={200: ImportsOut, **ALWAYS}, summary="Imports, for HR operations")
def import_list(
    request: ApiRequest,
    page: Query[PageIn],
    state: Literal["reading", "draft", "applying", "applied", "discarded"] | None = None,
) -> ImportsOut:
    rows = runs_visible_to(request.actor)
    found, further = page_of(rows.filter(state=state) if state else rows, page)
    return ImportsOut(items=[ImportOut.of(run) for run in found], next=further)


@router.get("/{id}", response={200: ImportOut, **ALWAYS}, summary="One import")
def import_detail(request: ApiRequest, id: int) -> ImportOut:
    return ImportOut.of(_run(request, id))


@router.get("/{id}/problems", response={200: ImportProblemsOut, **ALWAYS}, summary="Rows that need a look")
def problem_list(request: ApiRequest, id: int, page: Query[PageIn]) -> ImportProblemsOut:
    found, further = page_of(problems_of(_run(request, id)), page)
    return ImportProblemsOut(items=[ImportProblemOut.of(one) for one in found], next=further)


def _run(request: ApiRequest, id: int) -> ImportRun:
    return get_object_or_404(runs_visible_to(request.actor), pk=id)
