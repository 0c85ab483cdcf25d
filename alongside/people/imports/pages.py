"""What the pages of an import show, made from what the last look has stored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from alongside.people.forms.imports import ColumnsForm, ReadingForm
from alongside.people.importing.reasons import Effect
from alongside.people.imports import queries
from alongside.people.imports.plan import MANY_LEAVE
from alongside.people.imports.wording import EFFECTS, FAILURES, KINDS, WHY, detailed, said, told
from alongside.people.models import ImportChange, ImportProblem, ImportRun

MOST_FIXES = 50  # corrections that are listed
STEPS = 3


def of_run(run: ImportRun) -> dict[str, Any]:
    counts, figures = run.counts, run.figures
    kinds = [
        {"kind": kind, "label": label, "count": counts.get(kind, 0)}
        for kind, label in KINDS.items()
        if counts.get(kind)
    ]
    refusal = run.reading.get("refusal")
    return {
        "kinds": kinds,
        "refusal": said(refusal["code"], refusal["parameters"]) if refusal else "",
        "failure": FAILURES.get(run.failure, ""),
        "notes": [said(note["code"], note["parameters"]) for note in run.reading.get("notes", [])],
        "levels": len(figures.get("depths", [])),
        "open_circles": sum(not one["cut"] for one in run.reading.get("cycles", [])),
        "many_leave": counts.get("leaving", 0) * MANY_LEAVE > counts.get("here", 0),
        "problem_counts": _problem_counts(run) if run.is_open else [],
        "read_columns": sum(bool(one["field"]) for one in run.reading.get("columns", [])),
        "steps": STEPS,
    }


def reading_form(run: ImportRun, data: Mapping[str, Any] | None = None) -> ReadingForm:
    initial = {name: getattr(run, name) for name in ("encoding", "delimiter", "sheet", "date_order")}
    sheets, kind = run.reading.get("sheets", []), run.reading.get("format", "")
    return ReadingForm(data, initial=initial, sheets=sheets, kind=kind)


def of_columns(run: ImportRun, form: ColumnsForm) -> dict[str, Any]:
    samples = json.loads(run.file.excerpt).get("samples", []) if run.is_open else []
    columns = run.reading.get("columns", [])
    refusal = run.reading.get("refusal")
    return {
        "columns": [
            {
                "header": column["header"],
                "samples": samples[index] if index < len(samples) else [],
                "why": WHY.get(column["why"], ""),
                "field": form[f"column-{index}"],
            }
            for index, column in enumerate(columns)
        ],
        "source": run.reading,
        "refusal": said(refusal["code"], refusal["parameters"]) if refusal else "",
    }


def of_problems(run: ImportRun, problems: Iterable[ImportProblem], effect: str) -> dict[str, Any]:
    headers = [column["header"] for column in run.reading.get("columns", [])]
    file = run.file
    rows = json.loads(file.excerpt).get("rows", {})
    fixes = json.loads(file.fixes)
    return {
        "problems": [_problem(one, headers, rows.get(str(one.line), {})) for one in problems],
        "circles": run.reading.get("cycles", []),
        "fixes": fixes[:MOST_FIXES],
        "more_fixes": max(len(fixes) - MOST_FIXES, 0),
        "views": _problem_counts(run),
        "page_query": f"effect={effect}&" if effect in EFFECTS else "",
    }


def of_changes(run: ImportRun, changes: Iterable[ImportChange], kind: str) -> dict[str, Any]:
    return {
        "rows": [
            {
                "change": one,
                "label": KINDS.get(one.kind, one.kind),
                "details": detailed(one.before, one.after),
            }
            for one in changes
        ],
        "views": [
            {"label": label, "kind": name, "count": run.counts[name], "is_current": name == kind}
            for name, label in KINDS.items()
            if run.counts.get(name)
        ],
        "heading": KINDS.get(kind, ""),
        "page_query": f"kind={kind}&" if kind in KINDS else "",
    }


def _problem(found: ImportProblem, headers: list[str], cells: Mapping[str, str]) -> dict[str, Any]:
    """With one input for the cell at fault, or one for each column that is read where the whole row is."""
    shown = {found.column: found.value} if found.column else cells
    return {
        "line": found.line,
        "column": found.column,
        "value": found.value,
        "words": told(found),
        "effect": EFFECTS.get(found.effect, found.effect),
        "is_grave": found.effect == Effect.LEFT_OUT,
        "cells": [
            {"name": f"{found.line}-{headers.index(header)}", "header": header, "value": value}
            for header, value in shown.items()
            if header in headers
        ],
    }


def _problem_counts(run: ImportRun) -> list[dict[str, Any]]:
    counted = queries.problems_by_effect(run)
    return [
        {"effect": effect, "label": label, "count": counted[effect]}
        for effect, label in EFFECTS.items()
        if counted.get(effect)
    ]
