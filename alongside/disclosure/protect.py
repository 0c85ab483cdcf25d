"""What each released cell displays, and which cells are withheld so that everyone keeps deniability.

A-9 to A-13. In the `default` profile the best answer stays possible for every respondent, whatever is
displayed; in `strict` every answer does. While that fails for somebody, the bars of the smallest cell around
that person go, and when there are none left, the smallest cell itself is withheld.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from alongside.disclosure.bars import bars, bars_fit, bars_of_answers, show_bars
from alongside.disclosure.board import Board, Group, Row
from alongside.disclosure.display import HALVES, Shown, count_band, show_mean
from alongside.disclosure.plan import Cause, Cell, CellKey, Place, QuestionPlan
from alongside.disclosure.rules import ALL_RULES, Profile, Rules
from alongside.disclosure.snapshot import Ints
from alongside.disclosure.witness import missing, neighbours, unwitnessed


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


def answers_to_keep(scale: int, profile: Profile) -> list[int]:
    """Answers that must stay possible for everyone: the best one; in `strict` every one."""
    return [scale] if profile is Profile.DEFAULT else list(range(scale, -1, -1))


def protect(
    plan: QuestionPlan,
    answers: Ints,
    scale: int,
    root: str,
    profile: Profile,
    rules: Rules = ALL_RULES,
    coarse: frozenset[Place] = frozenset(),
) -> Release:
    """Display the planned cells of a question. `answers` is (people,), 0..scale for its respondents.

    Cells in `coarse` are shown in half steps and without bars (`compare.compare_waves` names them).
    """
    drawn = []
    for cell in plan.cells:
        counts = np.bincount(answers[cell.members], minlength=scale + 1)
        drawn.append(draw(cell.key, counts, scale, root, profile, rules, cell.key.place in coarse))
    parts = _Parts([cell.size for cell in plan.cells], [each.rows for each in drawn])
    if rules.deniability:
        parts.reduce(plan.cells, answers, scale, answers_to_keep(scale, profile))
    displays = [
        each.display(bars=len(rows) > 1) for each, rows in zip(drawn, parts.rows, strict=True) if rows
    ]
    withheld = [cell.key for cell, rows in zip(plan.cells, parts.rows, strict=True) if not rows]
    return Release(plan.question, tuple(displays), all_hidden(plan, withheld))


def all_hidden(plan: QuestionPlan, withheld: Iterable[CellKey]) -> tuple[tuple[CellKey, Cause], ...]:
    """What the plan hides and what deniability withholds, in the order of units, attributes and values."""
    hidden = [*plan.hidden, *((key, Cause.WITHHELD) for key in withheld)]
    return tuple(sorted(hidden, key=lambda each: (each[0].unit, each[0].attribute or "", each[0].values)))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cell drawn in full: its texts, and the rows behind them (the mean first)."""

    key: CellKey
    n_band: str
    mean: Shown
    distribution: tuple[Shown, ...]
    rows: tuple[Row, ...]

    def display(self, bars: bool) -> Display:
        return Display(self.key, self.n_band, self.mean, self.distribution if bars else None)


def draw(
    key: CellKey,
    counts: Ints,
    scale: int,
    root: str,
    profile: Profile,
    rules: Rules = ALL_RULES,
    half: bool = False,
) -> Drawn:
    """All that a cell could display. `counts` is (answers,): how many gave each; `half` as in A-15."""
    n = int(counts.sum())
    wanted = tuple(answers_to_keep(scale, profile))
    total = int(counts @ np.arange(scale + 1))
    mean, window = show_mean(total, n, scale, profile, rules, HALVES if half else None)
    rows = [Row(tuple(range(scale + 1)), window.least, window.most)]
    spans = [] if half else bars(n, scale)
    heads = [int(counts[first : last + 1].sum()) for first, last in spans]
    shown = None
    if spans and bars_fit(n, scale, window, wanted, rules):
        shown = show_bars(heads, n, bars_of_answers(spans, wanted), rules)
    shown = shown or []
    for (_, room), (first, last) in zip(shown, spans, strict=False):
        weights = tuple(int(first <= level <= last) for level in range(scale + 1))
        rows.append(Row(weights, room.least, room.most))
    whole = key.unit == root and key.attribute is None
    return Drawn(key, str(n) if whole else count_band(n), mean, tuple(text for text, _ in shown), tuple(rows))


class _Parts:
    """What is still shown of each cell: all its rows, the mean alone, or nothing."""

    def __init__(self, sizes: list[int], rows: list[tuple[Row, ...]]) -> None:
        self.sizes = sizes
        self.rows = rows

    def reduce(self, cells: Sequence[Cell], answers: Ints, scale: int, wanted: list[int]) -> None:
        """While somebody could not have given a wanted answer, show less of cells around (A-12)."""
        groups = [Group(cell.members, rows) for cell, rows in zip(cells, self.rows, strict=True)]
        board = Board(groups, answers, scale)
        failed = unwitnessed(board, missing(board, wanted))
        while failed:
            changed: set[int] = set()
            for atom, _ in failed:
                around = [group for group in board.groups_of[atom] if self.rows[group]]
                if around and changed.isdisjoint(around):
                    changed |= self._show_less(board, atom, around)
            failed = unwitnessed(board, failed)

    def _show_less(self, board: Board, atom: int, around: list[int]) -> set[int]:
        """First the bars of the smallest cell that has any, then all bars nearby, then the smallest cell."""
        own = [at for at in around if len(self.rows[at]) > 1]
        nearby = board.groups_touching(neighbours(board, atom))
        with_bars = [at for at in nearby if len(self.rows[at]) > 1]
        if own:
            return self._cut_down(board, [min(own, key=self._order)], 1)
        if with_bars:
            return self._cut_down(board, with_bars, 1)
        return self._cut_down(board, [min(around, key=self._order)], 0)

    def _order(self, cell: int) -> tuple[int, int]:
        return self.sizes[cell], -cell

    def _cut_down(self, board: Board, cells: list[int], keep: int) -> set[int]:
        for cell in cells:
            self.rows[cell] = self.rows[cell][:keep]
            board.forget(cell, keep)
        return set(cells)
