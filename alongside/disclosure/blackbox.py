"""The black box: one document in, one document out, in formats that are fixed (see README.md)."""

from concurrent.futures import ProcessPoolExecutor

import numpy as np

from alongside.disclosure.audit import audit_cells
from alongside.disclosure.intake import SKIPPED, Survey, read_survey
from alongside.disclosure.plan import plan_survey
from alongside.disclosure.protect import Release, protect
from alongside.disclosure.released import Document, read_released, written_cell, written_hidden
from alongside.disclosure.rules import ALL_RULES, Rules


def plan_document(document: object, *, rules: Rules = ALL_RULES) -> Document:
    """OUTPUT for an INPUT document. Raises `Refusal`, which names what is wrong with the input."""
    survey = read_survey(document, rules)
    releases = release_survey(survey, rules)
    return {
        "cells": [written_cell(display) for release in releases for display in release.displays],
        "hidden": [written_hidden(key, cause) for release in releases for key, cause in release.hidden],
    }


def release_survey(survey: Survey, rules: Rules = ALL_RULES, workers: int = 1) -> list[Release]:
    """Plan and protect every question of a survey; with several workers the questions are shared out."""
    questions = list(survey.answers)
    if workers < 2 or len(questions) < 2:
        return _release(survey, questions, rules)
    shares = [questions[at::workers] for at in range(workers)]
    with ProcessPoolExecutor(workers) as pool:
        parts = pool.map(_release, [survey] * workers, shares, [rules] * workers)
        found = {release.question: release for part in parts for release in part}
    return [found[question] for question in questions]


def _release(survey: Survey, questions: list[str], rules: Rules) -> list[Release]:
    answered = {question: survey.answers[question] >= 0 for question in questions}
    took_part = np.zeros(len(survey.snapshot.people), dtype=np.bool_)
    for row in survey.answers.values():
        took_part |= row >= SKIPPED
    plan = plan_survey(survey.snapshot, answered, took_part, survey.floors, rules)
    root = survey.snapshot.tree.ids[0]
    return [
        protect(part, survey.answers[part.question], survey.scale, root, survey.profile, rules)
        for part in plan.questions
    ]


def audit_document(document: object, released: object, *, rules: Rules = ALL_RULES) -> list[Document]:
    """Leaks of a RELEASED document against its INPUT, as plain objects; empty when there are none."""
    leaks = audit_cells(read_survey(document, rules), read_released(released))
    return [
        {"kind": leak.kind, "question": leak.question, "people": list(leak.people), "detail": leak.detail}
        for leak in leaks
    ]
