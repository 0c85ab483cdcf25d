"""The auditor: what does any set of released cells let one derive? (T1 to T8, A-8, A-12)

It takes cells however they were chosen, rebuilds their membership from the snapshot, and looks for Leak-1
(sums of fewer than k people) and Leak-2 (an answer that somebody can be proven not to have given).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np

from alongside.disclosure.bars import bars_of
from alongside.disclosure.board import Board, Group, Row
from alongside.disclosure.intake import Survey
from alongside.disclosure.linear import derivable_few
from alongside.disclosure.plan import CellKey
from alongside.disclosure.protect import answers_to_keep
from alongside.disclosure.rules import Floors, Refusal
from alongside.disclosure.snapshot import Flags, Ints, Snapshot
from alongside.disclosure.solver import Finding, settle
from alongside.disclosure.witness import missing, unwitnessed

type Interval = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class ReleasedCell:
    """A cell as published: the asserted interval of its mean, and of its bars from the lowest answers."""

    key: CellKey
    mean: Interval
    distribution: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True)
class Leak:
    """A finding. `kind` is too_few, sum (Leak-1), answer (Leak-2), untrue or unclear (search given up)."""

    kind: str
    question: str
    people: tuple[str, ...]
    detail: str


def members_of(snapshot: Snapshot, key: CellKey, answered: Flags) -> Ints:
    """Respondents of a cell; `Refusal` for an unknown unit, attribute or value."""
    people = snapshot.inside(snapshot.tree.at(key.unit), answered)
    if key.attribute is None:
        return people
    if key.attribute not in snapshot.values:
        raise Refusal(f"unknown attribute {key.attribute!r} in a released cell")
    listed = snapshot.values[key.attribute]
    for value in key.values:
        if value not in listed:
            raise Refusal(f"unknown value {value!r} of attribute {key.attribute!r} in a released cell")
    codes = [listed.index(value) for value in key.values]
    return people[np.isin(snapshot.codes[key.attribute][people], codes)]


def audit_cells(survey: Survey, cells: Sequence[ReleasedCell]) -> list[Leak]:
    """Every leak of a set of released cells, question by question, in a fixed order."""
    leaks: list[Leak] = []
    for question in dict.fromkeys(cell.key.question for cell in cells):
        if question not in survey.answers:
            raise Refusal(f"unknown question {question!r} in a released cell")
        own = [cell for cell in cells if cell.key.question == question]
        answered = survey.answers[question] >= 0
        members = [members_of(survey.snapshot, cell.key, answered) for cell in own]
        leaks += _few(survey, own, members)
        leaks += _sums(survey, question, members)
        leaks += _answers(survey, question, own, members)
    return leaks


def floor_of(snapshot: Snapshot, floors: Floors, key: CellKey) -> int:
    """Least respondents of a cell."""
    return floors.k if key.attribute is None else floors.attribute(key.attribute in snapshot.special)


def _few(survey: Survey, cells: Sequence[ReleasedCell], members: Sequence[Ints]) -> list[Leak]:
    return [
        Leak(
            "too_few",
            cell.key.question,
            names_of(survey.snapshot, inside),
            f"{words_of(cell.key)} has {len(inside)}",
        )
        for cell, inside in zip(cells, members, strict=True)
        if len(inside) < floor_of(survey.snapshot, survey.floors, cell.key)
    ]


def _sums(survey: Survey, question: str, members: Sequence[Ints]) -> list[Leak]:
    """Leak-1: the row space of the cells holds a word about fewer than k respondents."""
    people = np.unique(np.concatenate(members)) if members else np.zeros(0, dtype=np.int64)
    rows = np.array([np.isin(people, inside, assume_unique=True) for inside in members], dtype=np.float64)
    if not people.size:
        return []
    found = derivable_few(rows, np.ones(len(people), dtype=np.int64), survey.floors.k)
    if found is None:
        return []
    if not found:
        return [Leak("unclear", question, (), "the search for derivable sums was given up")]
    names = names_of(survey.snapshot, people[found])
    return [Leak("sum", question, names, f"something about these {len(names)} people is derivable")]


def _answers(
    survey: Survey, question: str, cells: Sequence[ReleasedCell], members: Sequence[Ints]
) -> list[Leak]:
    """Leak-2: no answers that fit everything displayed give somebody the answer that must stay possible."""
    answers = survey.answers[question]
    groups, leaks = [], []
    for cell, inside in zip(cells, members, strict=True):
        if not len(inside):
            continue
        group = Group(inside, tuple(rows_of(cell, len(inside), survey.scale)))
        counts = np.bincount(answers[inside], minlength=survey.scale + 1)
        wrong = [
            row for row in group.rows if not row.least <= int(counts @ np.array(row.weights)) <= row.most
        ]
        if wrong:
            leaks.append(Leak("untrue", question, (), f"{words_of(cell.key)} asserts what is not so"))
        else:
            groups.append(group)
    board = Board(groups, np.maximum(answers, 0), survey.scale)
    open_ = unwitnessed(board, missing(board, answers_to_keep(survey.scale, survey.profile)))
    for (atom, answer), finding in sorted(settle(board, open_, range(board.atom_count)).items()):
        people = names_of(survey.snapshot, np.flatnonzero(board.atom_of == atom))
        if finding is Finding.IMPOSSIBLE:
            leaks.append(Leak("answer", question, people, f"none of them can have answered {answer}"))
        elif finding is Finding.UNCLEAR:
            leaks.append(Leak("unclear", question, people, f"no answers with {answer} were found for them"))
    return leaks


def rows_of(cell: ReleasedCell, n: int, scale: int) -> list[Row]:
    """What a published cell of n respondents asserts, in whole numbers: its mean, then its bars."""
    rows = [_row(cell.mean, n, n * scale, tuple(range(scale + 1)))]
    for share, (first, last) in zip(cell.distribution, bars_of(len(cell.distribution), scale), strict=True):
        rows.append(_row(share, n, n, tuple(int(first <= level <= last) for level in range(scale + 1))))
    return rows


def _row(interval: Interval, n: int, most: int, weights: tuple[int, ...]) -> Row:
    """Whole totals within an interval per person; decimals such as 0.1 are read as written."""
    low, high = interval
    least = 0 if low is None else ceil(Fraction(str(low)) * n)
    top = most if high is None else floor(Fraction(str(high)) * n)
    return Row(weights, min(max(least, -1), most + 1), min(max(top, -1), most + 1))


def names_of(snapshot: Snapshot, people: Ints) -> tuple[str, ...]:
    """Ids of people, sorted."""
    return tuple(sorted(snapshot.people[at] for at in people.tolist()))


def words_of(key: CellKey) -> str:
    """A cell in words, for findings."""
    own = "" if key.attribute is None else f", {key.attribute} = {' or '.join(key.values)}"
    return f"unit {key.unit}{own}"
