"""The auditor where skips cannot be linked, displays included (Leak-1 at worst, and Leak-2 for unlinked skips).

A release leaks if there is a membership that the counts allow, and that some answers behind the displays could
have, in which a respondent can be proven not to have given an answer that must stay possible. First the proof
for all memberships at once is tried (`doubts.py`). Who lacks it is looked at membership by membership, which is
exact; where there are too many of them, the finding is `unclear`, and counts as a leak.
"""

from collections.abc import Sequence

import numpy as np

from alongside.disclosure.audit import (
    Leak,
    ReleasedCell,
    members_of,
    names_of,
    rows_of,
    words_of,
)
from alongside.disclosure.board import Board, Group
from alongside.disclosure.crowd import Crowd, Part
from alongside.disclosure.doubts import doubts
from alongside.disclosure.histograms import Histograms, UnlinkedSurvey
from alongside.disclosure.memberships import memberships
from alongside.disclosure.protect import answers_to_keep
from alongside.disclosure.rules import Refusal
from alongside.disclosure.skips import Skips
from alongside.disclosure.snapshot import Ints
from alongside.disclosure.solver import Finding, Target, find_world, settle
from alongside.disclosure.unlinked import audit_unlinked


def audit_unlinked_cells(survey: UnlinkedSurvey, cells: Sequence[ReleasedCell]) -> list[Leak]:
    """Every leak of a set of released cells of an anonymous survey, question by question, in a fixed order.

    Raises `Refusal` for a cell of an unknown question, unit, attribute or value, or without stored answers.
    """
    leaks: list[Leak] = []
    for question in dict.fromkeys(cell.key.question for cell in cells):
        if question not in survey.answers:
            raise Refusal(f"unknown question {question!r} in a released cell")
        own = [cell for cell in cells if cell.key.question == question]
        counts = {question: survey.answers[question].counts}
        keys = [cell.key for cell in own]
        leaks += audit_unlinked(survey.snapshot, survey.took_part, counts, keys, survey.floors)
        leaks += _answers(survey, question, own)
    return leaks


def _answers(survey: UnlinkedSurvey, question: str, cells: Sequence[ReleasedCell]) -> list[Leak]:
    histograms = Histograms(survey.snapshot, survey.answers[question], survey.scale)
    parts, leaks = [], []
    for cell in cells:
        counts = histograms.of(cell.key)
        members = members_of(survey.snapshot, cell.key, survey.took_part)
        rows = tuple(rows_of(cell, int(counts.sum()), survey.scale)) if counts.sum() else ()
        if all(row.least <= int(counts @ np.array(row.weights)) <= row.most for row in rows):
            parts.append(Part(members, int(counts.sum()), rows))
        else:
            leaks.append(Leak("untrue", question, (), f"{words_of(cell.key)} asserts what is not so"))
    skips = Skips(survey.snapshot, survey.took_part, survey.answers[question].counts)
    crowd = Crowd(skips, parts, survey.scale)
    open_ = doubts(crowd, answers_to_keep(survey.scale, survey.profile))
    for (atom, answer), finding in sorted(_settled(crowd, open_).items()):
        people = names_of(survey.snapshot, np.flatnonzero(crowd.kind == atom))
        if finding is Finding.IMPOSSIBLE:
            detail = f"with some skips none of them can have answered {answer}"
            leaks.append(Leak("answer", question, people, detail))
        elif finding is Finding.UNCLEAR:
            leaks.append(Leak("unclear", question, people, f"no proof that they may have answered {answer}"))
    return leaks


def _settled(crowd: Crowd, targets: Sequence[Target]) -> dict[Target, Finding]:
    """For each (atom, answer) the worst finding over all memberships."""
    if not targets:
        return {}
    listed = memberships(crowd)
    if listed is None:
        return dict.fromkeys(targets, Finding.UNCLEAR)
    worst = dict.fromkeys(targets, Finding.POSSIBLE)
    for answered in listed:
        for target, finding in _found(crowd, answered, targets).items():
            if worst[target] is not Finding.IMPOSSIBLE and finding is not Finding.POSSIBLE:
                worst[target] = finding
    return worst


def _found(crowd: Crowd, answered: Ints, targets: Sequence[Target]) -> dict[Target, Finding]:
    """One membership, as if it were known who skipped; nothing to find if no answers are behind the displays."""
    board = _linked(crowd, answered)
    place = {}
    for atom, answer in targets:
        if answered[atom]:
            person = np.flatnonzero(crowd.kind == atom)[0]
            place[int(board.atom_of[person]), answer] = (atom, answer)
    counts, finding = find_world(board, list(place))
    if finding is Finding.IMPOSSIBLE:
        return {}
    open_ = [each for each in place if counts is None or not counts[each]]
    found = settle(board, open_, range(board.atom_count)) if open_ else {}
    return {place[each]: finding for each, finding in found.items()}


def _linked(crowd: Crowd, answered: Ints) -> Board:
    """The displays for a membership: the first people of each atom are taken to be its respondents."""
    chosen = np.zeros(len(crowd.kind), dtype=np.bool_)
    for atom, n in enumerate(answered.tolist()):
        chosen[np.flatnonzero(crowd.took_part & (crowd.kind == atom))[:n]] = True
    groups = [Group(part.members[chosen[part.members]], part.rows) for part in crowd.parts]
    return Board(groups, np.zeros(len(crowd.kind), dtype=np.int64), crowd.scale)
