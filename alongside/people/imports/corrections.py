"""What somebody typed on the page of rows, as corrections: by line and column, however the page was cut."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_CELL = re.compile(r"cell-(\d{1,9})-(\d{1,3})")
_OUT = re.compile(r"out-(\d{1,9})")
_CUT = re.compile(r"cut-\d{1,6}")


def corrections_in(posted: Mapping[str, list[str]], headers: list[str]) -> list[dict[str, Any]]:
    """Cells that differ from what was shown (`was-…`), and rows to leave out.

    A cell with two problems is on the page twice: whichever of the two was changed counts.
    """
    fixes: list[dict[str, Any]] = []
    for name, values in posted.items():
        cell, out = _CELL.fullmatch(name), _OUT.fullmatch(name)
        if out:
            fixes.append({"line": int(out[1])})
        elif cell and int(cell[2]) < len(headers):
            shown = posted.get(f"was-{cell[1]}-{cell[2]}", [""])
            typed = [value for value in values if value not in shown]
            if typed:
                fixes.append({"line": int(cell[1]), "column": headers[int(cell[2])], "value": typed[-1]})
    return fixes


def cuts_in(posted: Mapping[str, list[str]]) -> list[int] | None:
    """Lines where circles are cut; None where the page showed no circles."""
    if "circles" not in posted:
        return None
    return [
        int(value)
        for name, values in posted.items()
        if _CUT.fullmatch(name)
        for value in values
        if value.isdecimal()
    ]
