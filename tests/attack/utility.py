"""How much is still shown, against showing whatever has enough people."""

from dataclasses import dataclass, fields

from .attacks.case import Case
from .attacks.floors import SPECIAL_FLOOR, antichain
from .oracle.knowledge import Knowledge


@dataclass
class Utility:
    """Counts of cells over all questions: `*_kept` of `*` that a bare threshold would show."""

    units: int = 0
    units_kept: int = 0
    large_units: int = 0
    large_units_kept: int = 0
    cuts: int = 0
    cuts_kept: int = 0

    def add(self, other: "Utility") -> None:
        for part in fields(self):
            setattr(self, part.name, getattr(self, part.name) + getattr(other, part.name))

    def __str__(self) -> str:
        return (
            f"units n>=k {share(self.units_kept, self.units)}, units n>=10 "
            f"{share(self.large_units_kept, self.large_units)}, "
            f"attribute cells {share(self.cuts_kept, self.cuts)}"
        )


def share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {100 * part / whole:.1f} %" if whole else "none eligible"


def utility(case: Case) -> Utility:
    """Units with k respondents, and values of one attribute with k_a at the antichain of units."""
    knowledge, total = case.knowledge, Utility()
    for question in knowledge.respondents:
        shown = case.cells.get(question, [])
        kept_units = {cell.unit for cell in shown if cell.attribute is None}
        sizes = {unit: len(knowledge.in_unit(question, unit)) for unit in knowledge.parent}
        total.units += sum(n >= knowledge.floor for n in sizes.values())
        total.units_kept += len(kept_units)
        total.large_units += sum(n >= 10 for n in sizes.values())
        total.large_units_kept += sum(sizes[unit] >= 10 for unit in kept_units)
        eligible = _eligible_cuts(knowledge, question)
        kept = {(c.unit, c.attribute, value) for c in shown if c.attribute for value in c.values}
        total.cuts += len(eligible)
        total.cuts_kept += len(eligible & kept)
    return total


def _eligible_cuts(knowledge: Knowledge, question: str) -> set[tuple[str, str, str]]:
    return {
        (unit, name, value)
        for unit in antichain(knowledge)
        for name, values in knowledge.values.items()
        for value in values
        if len(knowledge.group(question, unit, name, (value,)))
        >= max(knowledge.floors["k_attribute"], SPECIAL_FLOOR if name in knowledge.special else 0)
    }
