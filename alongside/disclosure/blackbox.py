"""The black box: one document in, one document out, in formats that are fixed (`docs/disclosure.md`)."""

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from alongside.disclosure.audit import audit_cells
from alongside.disclosure.compare import Wave, compare_all, wave_of
from alongside.disclosure.intake import SKIPPED, Survey, read_survey
from alongside.disclosure.plan import Place, Plan, QuestionPlan, plan_survey
from alongside.disclosure.protect import Release, protect
from alongside.disclosure.released import Document, read_released, written_cell, written_hidden
from alongside.disclosure.rules import ALL_RULES, Rules

_LARGE = 40_000
"""Answers from which it pays to share the questions out to all processors."""


def plan_document(
    document: object,
    *,
    earlier: Sequence[object] = (),
    rules: Rules = ALL_RULES,
    workers: int = 1,
) -> Document:
    """OUTPUT for an INPUT document. Raises `Refusal`, which names what is wrong with the input.

    `earlier` are the INPUT documents of earlier waves; questions of the same name are compared with them.
    """
    waves = [read_survey(each, rules) for each in earlier]
    releases = release_survey(read_survey(document, rules), rules, workers, waves)
    return {
        "cells": [written_cell(display) for release in releases for display in release.displays],
        "hidden": [written_hidden(key, cause) for release in releases for key, cause in release.hidden],
    }


def workers_for(document: object) -> int:
    """As many processes as help with a document: one for a small survey, else one a processor."""
    answers = document.get("answers") if isinstance(document, dict) else None
    maps = (
        [given for given in answers.values() if isinstance(given, dict)] if isinstance(answers, dict) else []
    )
    return (os.cpu_count() or 1) if sum(map(len, maps)) >= _LARGE else 1


def release_survey(
    survey: Survey, rules: Rules = ALL_RULES, workers: int = 1, earlier: Sequence[Survey] = ()
) -> list[Release]:
    """Plan and protect every question of a survey; with several workers the questions are shared out."""
    questions = list(survey.answers)
    if workers < 2 or len(questions) < 2:
        return _release(survey, questions, rules, earlier)
    shares = [questions[at::workers] for at in range(min(workers, len(questions)))]
    alike = [len(shares) * [each] for each in (survey, rules, earlier)]
    with ProcessPoolExecutor(workers) as pool:
        parts = pool.map(_release, alike[0], shares, alike[1], alike[2])
        found = {release.question: release for part in parts for release in part}
    return [found[question] for question in questions]


def _release(
    survey: Survey, questions: list[str], rules: Rules, earlier: Sequence[Survey] = ()
) -> list[Release]:
    root = survey.snapshot.tree.ids[0]
    before = [(_planned(wave, [q for q in questions if q in wave.answers], rules), wave) for wave in earlier]
    releases = []
    for part in _planned(survey, questions, rules).questions:
        own = [
            wave_of(old, wave.snapshot.tree, wave.snapshot.people)
            for plan, wave in before
            for old in plan.questions
            if old.question == part.question
        ]
        coarse = _coarse(own, part, survey, rules) if own else frozenset[Place]()
        answers = survey.answers[part.question]
        releases.append(protect(part, answers, survey.scale, root, survey.profile, rules, coarse))
    return releases


def _coarse(earlier: Sequence[Wave], plan: QuestionPlan, survey: Survey, rules: Rules) -> frozenset[Place]:
    later = wave_of(plan, survey.snapshot.tree, survey.snapshot.people)
    return compare_all(earlier, later, survey.floors.k, rules).coarse


def _planned(survey: Survey, questions: list[str], rules: Rules) -> Plan:
    answered = {question: survey.answers[question] >= 0 for question in questions}
    took_part = np.zeros(len(survey.snapshot.people), dtype=np.bool_)
    for row in survey.answers.values():
        took_part |= row >= SKIPPED
    return plan_survey(survey.snapshot, answered, took_part, survey.floors, rules)


def audit_document(document: object, released: object, *, rules: Rules = ALL_RULES) -> list[Document]:
    """Leaks of a RELEASED document against its INPUT, as plain objects; empty when there are none."""
    leaks = audit_cells(read_survey(document, rules), read_released(released))
    return [
        {"kind": leak.kind, "question": leak.question, "people": list(leak.people), "detail": leak.detail}
        for leak in leaks
    ]
