"""One organisation, what was released about it, and what the attacks share while they work on it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..oracle.knowledge import Knowledge, knowledge_of
from ..oracle.linear import Exposure, exposures
from ..oracle.released import Shown, shown_cells

Planner = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class Case:
    """`document` is the planner's input; its answers are for checking claims, never for attacking."""

    document: dict[str, Any]
    released: dict[str, Any]
    planner: Planner

    @cached_property
    def knowledge(self) -> Knowledge:
        return knowledge_of(self.document)

    @cached_property
    def cells(self) -> dict[str, list[Shown]]:
        """Cells by question, only questions about which something was released."""
        shown = shown_cells(self.knowledge, self.released)
        return {question: cells for question, cells in shown.items() if cells}

    @cached_property
    def exposures(self) -> Mapping[str, list[Exposure]]:
        return {
            question: exposures([cell.people for cell in cells], self.knowledge.floor)
            for question, cells in self.cells.items()
        }


def attacked(document: dict[str, Any], planner: Planner) -> Case:
    return Case(document, planner(document), planner)
