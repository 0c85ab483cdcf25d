"""What each released cell displays, and which cells are withheld so that everyone keeps deniability.

A-9 to A-13. In the `default` profile the best answer stays possible for every respondent, whatever is
displayed; in `strict` the worst answer too. While that fails for somebody, the smallest cell that person is
in is withheld.
"""

from dataclasses import dataclass

import numpy as np

from alongside.disclosure.board import Board, Group, Row
from alongside.disclosure.display import Shown, bars, count_band, show_bar, show_mean
from alongside.disclosure.plan import Cause, Cell, CellKey, QuestionPlan
from alongside.disclosure.rules import ALL_RULES, Profile, Rules
from alongside.disclosure.snapshot import Ints
from alongside.disclosure.witness import unwitnessed


@dataclass(frozen=True, slots=True)
class Display:
    """A released cell as shown: banded count, mean, and bars from the lowest answers (None below 10)."""

    key: CellKey
    n_band: str
    mean: Shown
    distribution: tuple[Shown, ...] | None


@dataclass(frozen=True, slots=True)
class Release:
    """What is published for one question: displays, and every hidden cell with its cause."""

    question: str
    displays: tuple[Display, ...]
    hidden: tuple[tuple[CellKey, Cause], ...]


def protect(
    plan: QuestionPlan, answers: Ints, scale: int, root: str, profile: Profile, rules: Rules = ALL_RULES
) -> Release:
    """Display the planned cells of a question. `answers` is (people,), 0..scale for its respondents."""
    drawn = [_draw(cell, answers, scale, root, profile, rules) for cell in plan.cells]
    withheld = _withheld([group for _, group in drawn], plan.cells, answers, scale, profile, rules)
    displays = tuple(display for at, (display, _) in enumerate(drawn) if at not in withheld)
    hidden = [*plan.hidden, *((plan.cells[at].key, Cause.WITHHELD) for at in withheld)]
    hidden.sort(key=lambda each: (each[0].unit, each[0].attribute or "", each[0].values))
    return Release(plan.question, displays, tuple(hidden))


def _draw(
    cell: Cell, answers: Ints, scale: int, root: str, profile: Profile, rules: Rules
) -> tuple[Display, Group]:
    counts = np.bincount(answers[cell.members], minlength=scale + 1)
    n = cell.size
    shown, window = show_mean(int(counts @ np.arange(scale + 1)), n, scale, profile, rules)
    rows = [Row(tuple(range(scale + 1)), window.least, window.most)]
    texts = []
    for first, last in bars(n, scale):
        text, window = show_bar(int(counts[first : last + 1].sum()), n, rules)
        texts.append(text)
        weights = tuple(int(first <= level <= last) for level in range(scale + 1))
        rows.append(Row(weights, window.least, window.most))
    whole = cell.key.unit == root and cell.key.attribute is None
    band = str(n) if whole else count_band(n)
    display = Display(cell.key, band, shown, tuple(texts) or None)
    return display, Group(cell.members, tuple(rows))


def _withheld(
    groups: list[Group], cells: tuple[Cell, ...], answers: Ints, scale: int, profile: Profile, rules: Rules
) -> set[int]:
    """Cells to withhold (A-12)."""
    gone: set[int] = set()
    wanted = [scale] if profile is Profile.DEFAULT else [scale, 0]
    while rules.deniability:
        left = [at for at in range(len(groups)) if at not in gone]
        board = Board([groups[at] for at in left], answers, scale)
        failed = unwitnessed(board, wanted)
        if not failed:
            break
        gone |= _smallest_around(board, failed, left, cells)
    return gone


def _smallest_around(
    board: Board, failed: list[tuple[int, int]], left: list[int], cells: tuple[Cell, ...]
) -> set[int]:
    """For each failed atom in turn its smallest cell, unless a cell it is in is going already."""
    going: set[int] = set()
    for atom, _ in failed:
        around = [left[group] for group in board.groups_of[atom]]
        if going.isdisjoint(around):
            going.add(min(around, key=lambda at: (cells[at].size, -at)))
    return going
