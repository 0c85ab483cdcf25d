"""The black box for anonymous surveys: blocks of answers in, the release out (`docs/disclosure.md`).

INPUT is as for linked answers, but instead of `answers` it has `took_part`, a list of people, and `blocks`: for
each question a list of blocks, each with `unit`, `attribute` and `value` (null for what was answered directly in
the unit) and `answers`, how many people gave 0, 1, ... scale.
"""

from collections.abc import Mapping

import numpy as np

from alongside.disclosure.histograms import BlockAnswers, UnlinkedSurvey
from alongside.disclosure.intake import floors_of, profile_of, read_snapshot
from alongside.disclosure.protect_anonymous import release_anonymous
from alongside.disclosure.reading import array_of, map_of, record_of, text_of, texts_of, whole_of
from alongside.disclosure.released import Document, read_released, written_cell, written_hidden
from alongside.disclosure.rules import ALL_RULES, Refusal
from alongside.disclosure.snapshot import Flags, Snapshot
from alongside.disclosure.unlinked_answers import audit_unlinked_cells

_KEYS = {"scale", "floors", "profile", "units", "attributes", "invited", "took_part", "blocks"}


def plan_anonymous_document(document: object) -> Document:
    """OUTPUT for an INPUT document of blocks. Raises `Refusal`, which names what is wrong with the input."""
    releases = release_anonymous(read_unlinked(document))
    return {
        "cells": [written_cell(display) for release in releases for display in release.displays],
        "hidden": [written_hidden(key, cause) for release in releases for key, cause in release.hidden],
    }


def audit_anonymous_document(document: object, released: object) -> list[Document]:
    """Leaks of a RELEASED document against its INPUT of blocks, whoever skipped; empty when there are none."""
    leaks = audit_unlinked_cells(read_unlinked(document), read_released(released))
    return [
        {"kind": leak.kind, "question": leak.question, "people": list(leak.people), "detail": leak.detail}
        for leak in leaks
    ]


def read_unlinked(document: object) -> UnlinkedSurvey:
    """The anonymous survey that a document describes; `Refusal` names the first fault found."""
    body = record_of(document, "the document", _KEYS, {"special"})
    scale, snapshot = read_snapshot(body, ALL_RULES)
    answers = {
        text_of(question, "a question"): _blocks(question, given)
        for question, given in map_of(body["blocks"], "blocks").items()
    }
    took_part = _took_part(body["took_part"], snapshot)
    return UnlinkedSurvey(
        snapshot, took_part, scale, answers, floors_of(body["floors"]), profile_of(body["profile"])
    )


def _took_part(given: object, snapshot: Snapshot) -> Flags:
    took_part = np.zeros(len(snapshot.people), dtype=np.bool_)
    for person in texts_of(given, "took_part"):
        if person not in snapshot.person:
            raise Refusal(f"{person!r} took part and was not invited")
        if took_part[snapshot.person[person]]:
            raise Refusal(f"{person!r} is listed twice in took_part")
        took_part[snapshot.person[person]] = True
    return took_part


def _blocks(question: str, given: object) -> BlockAnswers:
    units: dict[str, list[int]] = {}
    values: dict[tuple[str, str, str], list[int]] = {}
    for entry in array_of(given, f"blocks of {question!r}"):
        block = record_of(entry, f"a block of {question!r}", {"unit", "answers"}, {"attribute", "value"})
        unit, row = text_of(block["unit"], "unit of a block"), _row(block, question)
        if block.get("attribute") is None and block.get("value") is None:
            _add(units, unit, row, f"unit {unit!r}", question)
            continue
        name, value = (text_of(block.get(part), f"{part} of a block") for part in ("attribute", "value"))
        _add(values, (unit, name, value), row, f"unit {unit!r}, {name} = {value}", question)
    return BlockAnswers(units, values)


def _row(block: Mapping[str, object], question: str) -> list[int]:
    what = f"answers of a block of {question!r}"
    return [whole_of(n, what) for n in array_of(block["answers"], what)]


def _add[Key](found: dict[Key, list[int]], key: Key, row: list[int], words: str, question: str) -> None:
    if key in found:
        raise Refusal(f"{words} is listed twice among the blocks of {question!r}")
    found[key] = row
