"""How the suite calls the library where the black box has no format: waves, trees, comments.

Together with the names in `campaign.py` this is all that touches `alongside/disclosure`.
"""

from collections.abc import Mapping
from typing import Any

from alongside.disclosure.blackbox import plan_document
from alongside.disclosure.rules import ALL_RULES, Rules
from alongside.disclosure.snapshot import UnitTree
from alongside.disclosure.tree import Entry, plan_tree

from .attacks.trees import MANAGERS, Month

Document = dict[str, Any]


def two_waves(earlier: Document, later: Document, rules: Rules = ALL_RULES) -> tuple[Document, Document]:
    """What is released of two waves, the second shown beside the first."""
    return plan_document(earlier, rules=rules), plan_document(later, earlier=[earlier], rules=rules)


def rate_of_units(
    month: Month, second_floor: int = MANAGERS, rules: Rules = ALL_RULES
) -> Mapping[str, frozenset[str]]:
    """The units whose rate of 1:1s is shown, with their pairs."""
    tree = UnitTree(list(month.parent.items()))
    entries = [Entry(pair, unit, 1, manager) for pair, (unit, manager) in sorted(month.pairs.items())]
    plan = plan_tree(tree, entries, second_floor=second_floor, rules=rules)
    return {cell.key.unit: frozenset(entries[at].id for at in cell.members) for cell in plan.cells}
