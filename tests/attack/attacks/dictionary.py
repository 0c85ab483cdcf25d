"""T8 by a reader who owns the program: which totals does this planner print as this text?

The interval that a text asserts may be wider than what the program really does: a bound that is only printed
below the floor of the clamp, a rounding that excludes one end. The reader plans a flat unit of the same size
for every total and keeps those that give the same text.
"""

from dataclasses import replace
from typing import Any

from ..oracle.findings import Finding
from ..oracle.released import Band, Shown
from .case import Case, Planner
from .displays import denial_findings

LARGEST_UNIT = 40
REACH = 3  # totals beyond the asserted interval to try as well: a false assertion would show there


class Dictionary:
    """Texts of one planner on one scale and profile, looked up when needed and remembered.

    A text of a bar is looked up in units whose other bars are about equal; it is taken not to depend on them.
    """

    def __init__(self, planner: Planner, scale: int, profile: str) -> None:
        self.planner, self.scale, self.profile = planner, scale, profile
        self._texts: dict[tuple[int, int], str | None] = {}
        self._bars: dict[tuple[int, int, int, int], str | None] = {}

    def totals(self, cell: Shown) -> tuple[int, int]:
        """The lowest and highest total with the cell's text; the asserted interval where none is found."""
        asserted = range(cell.lowest_total, cell.highest_total + 1)
        wider = range(max(0, asserted[0] - REACH), min(cell.n * self.scale, asserted[-1] + REACH) + 1)
        wanted = cell.raw["mean"]["text"]
        same = [t for t in wider if self.text(cell.n, t) in (wanted, None)]
        return (same[0], same[-1]) if same else (asserted[0], asserted[-1])

    def bands(self, cell: Shown) -> tuple[Band, ...]:
        """As `totals`, for each bar of the distribution: fewest and most people with the bar's text."""
        return tuple(self._band(cell, at, band) for at, band in enumerate(cell.bands))

    def _band(self, cell: Shown, at: int, band: Band) -> Band:
        wanted = cell.raw["distribution"][at]["text"]
        wider = range(max(0, band.fewest - REACH), min(cell.n, band.most + REACH) + 1)
        same = [c for c in wider if self._bar(cell.n, cell.bands, at, c) in (wanted, None)]
        inside = [c for c in same if band.fewest <= c <= band.most]
        return Band(band.answers, inside[0], inside[-1]) if inside else band

    def _bar(self, n: int, bands: tuple[Band, ...], at: int, count: int) -> str | None:
        """The text of one bar when `count` people are in it and the others in the bars beside it."""
        key = (n, len(bands), at, count)
        if key not in self._bars:
            others = [band.answers[0] for place, band in enumerate(bands) if place != at]
            rest = [others[i % len(others)] for i in range(n - count)]
            shown = self._flat(rest + [bands[at].answers[0]] * count)
            bars = shown["distribution"] if shown else None
            self._bars[key] = bars[at]["text"] if bars else None
        return self._bars[key]

    def text(self, n: int, total: int) -> str | None:
        """What a flat unit of n people with this total is shown as; None if it is hidden."""
        if (n, total) not in self._texts:
            shown = self._flat(spread(n, total))
            self._texts[n, total] = shown["mean"]["text"] if shown else None
        return self._texts[n, total]

    def _flat(self, answers: list[int]) -> dict[str, Any] | None:
        cells = self.planner(flat_unit(answers, self.scale, self.profile))["cells"]
        return cells[0] if cells else None


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
        bands=dictionary.bands(cell),
    )
