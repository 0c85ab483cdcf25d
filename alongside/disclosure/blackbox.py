"""The black box: one document in, one document out, in formats that are fixed (see README.md)."""

from typing import Any

import numpy as np

from alongside.disclosure.display import Shown
from alongside.disclosure.intake import SKIPPED, Survey, read_survey
from alongside.disclosure.plan import Cause, CellKey, plan_survey
from alongside.disclosure.protect import Display, Release, protect
from alongside.disclosure.rules import ALL_RULES, Rules

type Document = dict[str, Any]


def plan_document(document: object, *, rules: Rules = ALL_RULES) -> Document:
    """OUTPUT for an INPUT document. Raises `Refusal`, which names what is wrong with the input."""
    survey = read_survey(document, rules)
    releases = release_survey(survey, rules)
    return {
        "cells": [_cell(display) for release in releases for display in release.displays],
        "hidden": [_hidden(key, cause) for release in releases for key, cause in release.hidden],
    }


def release_survey(survey: Survey, rules: Rules = ALL_RULES) -> list[Release]:
    """Plan and protect every question of a survey."""
    answered = {question: row >= 0 for question, row in survey.answers.items()}
    took_part = np.zeros(len(survey.snapshot.people), dtype=np.bool_)
    for row in survey.answers.values():
        took_part |= row >= SKIPPED
    plan = plan_survey(survey.snapshot, answered, took_part, survey.floors, rules)
    root = survey.snapshot.tree.ids[0]
    return [
        protect(part, survey.answers[part.question], survey.scale, root, survey.profile, rules)
        for part in plan.questions
    ]


def _key(key: CellKey) -> Document:
    value: str | list[str] | None = list(key.values)
    if key.attribute is None:
        value = None
    elif len(key.values) == 1:
        value = key.values[0]
    return {"question": key.question, "unit": key.unit, "attribute": key.attribute, "value": value}


def _cell(display: Display) -> Document:
    bars = display.distribution
    return {
        **_key(display.key),
        "n_band": display.n_band,
        "mean": _shown(display.mean),
        "distribution": None if bars is None else [_shown(bar) for bar in bars],
    }


def _shown(shown: Shown) -> Document:
    return {
        "text": shown.text,
        "low": None if shown.low is None else float(shown.low),
        "high": None if shown.high is None else float(shown.high),
    }


def _hidden(key: CellKey, cause: Cause) -> Document:
    return {**_key(key), "cause": cause.value}
