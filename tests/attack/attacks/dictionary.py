"""T8 by a reader who owns the program: which totals does this planner print as this text?

The interval that a text asserts may be wider than what the program really does: a bound that is only printed
below the floor of the clamp, a rounding that excludes one end. The reader plans a flat unit of the same size
for every total and keeps those that give the same text.
"""

from dataclasses import replace
from typing import Any

from ..oracle.findings import Finding
from ..oracle.released import Shown
from .case import Case, Planner
from .displays import denial_findings

LARGEST_UNIT = 40
REACH = 3  # totals beyond the asserted interval to try as well: a false assertion would show there


class Dictionary:
    """Texts of one planner on one scale and profile, looked up when needed and remembered."""

    def __init__(self, planner: Planner, scale: int, profile: str) -> None:
        self.planner, self.scale, self.profile = planner, scale, profile
        self._texts: dict[tuple[int, int], str | None] = {}

    def totals(self, cell: Shown) -> tuple[int, int]:
        """The lowest and highest total with the cell's text; the asserted interval where none is found."""
        asserted = range(cell.lowest_total, cell.highest_total + 1)
        wider = range(max(0, asserted[0] - REACH), min(cell.n * self.scale, asserted[-1] + REACH) + 1)
        wanted = cell.raw["mean"]["text"]
        same = [t for t in wider if self.text(cell.n, t) in (wanted, None)]
        return (same[0], same[-1]) if same else (asserted[0], asserted[-1])

    def text(self, n: int, total: int) -> str | None:
        """What a flat unit of n people with this total is shown as; None if it is hidden."""
        if (n, total) not in self._texts:
            cells = self.planner(flat_unit(spread(n, total), self.scale, self.profile))["cells"]
            self._texts[n, total] = cells[0]["mean"]["text"] if cells else None
        return self._texts[n, total]


def spread(n: int, total: int) -> list[int]:
    """n answers with this total, as equal as can be."""
    low, more = divmod(total, n)
    return [low + 1] * more + [low] * (n - more)


def flat_unit(answers: list[int], scale: int, profile: str) -> dict[str, Any]:
    people = [f"p{i:03d}" for i in range(len(answers))]
    return {
        "scale": scale,
        "floors": {"k": 5, "k_comment": 10, "k_attribute": 10},
        "profile": profile,
        "units": [{"id": "all", "parent": None}],
        "attributes": {},
        "invited": [{"id": p, "unit": "all", "manages": [], "attributes": {}} for p in people],
        "answers": {"q": dict(zip(people, answers, strict=True))},
    }


def excluded_by_the_program(case: Case, dictionary: Dictionary) -> list[Finding]:
    """T8P: as T8, with the totals that really print the text instead of the interval it asserts."""
    found = []
    for question, cells in case.cells.items():
        sharper = [_sharpened(cell, dictionary) for cell in cells]
        if sharper != cells:
            found += denial_findings(case, question, sharper, "T8P")
    return found


def _sharpened(cell: Shown, dictionary: Dictionary) -> Shown:
    if cell.n > LARGEST_UNIT or cell.raw["mean"] is None:
        return cell
    lowest, highest = dictionary.totals(cell)
    return replace(
        cell,
        lowest_total=max(lowest, cell.lowest_total),
        highest_total=min(highest, cell.highest_total),
    )
