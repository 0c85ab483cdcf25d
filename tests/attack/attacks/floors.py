"""What every released cell owes: enough people, a place in the plan, labels coarse enough."""

from collections import Counter
from collections.abc import Iterator

from ..oracle.findings import Finding
from ..oracle.knowledge import Knowledge
from ..oracle.released import SLACK, Shown
from .case import Case

SPECIAL_FLOOR = 20
ANTICHAIN_FLOOR = 25
ALL_BARS = 99
# Up to this many people: the least step of a mean, the most bars, the cap of a bar.
PRECISION = [(9, 0.5, 0, 1.0), (19, 0.25, 3, 0.2), (49, 0.1, 3, 0.1), (10**9, 0.1, ALL_BARS, 0.05)]
BANDS = [(5, 9, "5-9"), (10, 19, "10-19"), (20, 49, "20-49"), (50, 99, "50-99")]


def floors(case: Case) -> list[Finding]:
    """FLOOR: cells below their floor, labels that say too much, cuts where no cut may be, repeated cells."""
    found = []
    for question, cells in case.cells.items():
        for cell in cells:
            wrongs = _wrongs(case.knowledge, cell)
            found += [Finding("FLOOR", question, (), f"{cell.name}: {wrong}") for wrong in wrongs]
    keys = Counter(_key(cell) for cell in case.released["cells"] + case.released["hidden"])
    found += [Finding("FLOOR", key[0], (), f"{key} is listed {n} times") for key, n in keys.items() if n > 1]
    return found


def _wrongs(knowledge: Knowledge, cell: Shown) -> Iterator[str]:
    if cell.n < _least(knowledge, cell):
        yield f"{cell.n} respondents"
    whole_company = cell.unit == knowledge.root and cell.attribute is None
    label = str(cell.n) if whole_company else _band(cell.n)
    if cell.raw["n_band"] != label:
        yield f"says n is {cell.raw['n_band']}, expected {label}"
    if cell.raw["mean"] is None and cell.raw["distribution"] is None:
        yield "is released and shows nothing"
    yield from _too_precise(cell, knowledge.scale)
    if cell.attribute is not None and cell.unit not in cut_units(knowledge):
        yield "attributes may not be cut here"
    if len(set(cell.values)) != len(cell.values):
        yield "repeats a value"


def _too_precise(cell: Shown, scale: int) -> Iterator[str]:
    """Means in finer steps than n allows, bars for too few people, bars closer to 0 or 1 than their cap."""
    step, bars, cap = next((s, b, c) for most, s, b, c in PRECISION if cell.n <= most)
    mean, distribution = cell.raw["mean"], cell.raw["distribution"] or []
    inside = mean and None not in (mean["low"], mean["high"]) and 0 < mean["low"] <= mean["high"] < scale
    if inside and mean["high"] - mean["low"] < step - SLACK:
        yield f"shows a mean to {mean['high'] - mean['low']:.3f} for {cell.n} people"
    if distribution and len(distribution) > (scale + 1 if bars == ALL_BARS else bars):
        yield f"shows {len(distribution)} bars for {cell.n} people"
    for bar in distribution:
        low, high = bar["low"] or 0, 1 if bar["high"] is None else bar["high"]
        if high < cap - SLACK or low > 1 - cap + SLACK:
            yield f"a bar says {bar['text']} for {cell.n} people"


def _least(knowledge: Knowledge, cell: Shown) -> int:
    if cell.attribute is None:
        return knowledge.floor
    attribute_floor = knowledge.floors["k_attribute"]
    return max(attribute_floor, SPECIAL_FLOOR) if cell.attribute in knowledge.special else attribute_floor


def _band(n: int) -> str:
    return next((label for low, high, label in BANDS if low <= n <= high), "100+" if n >= 100 else str(n))


def _key(cell: dict[str, object]) -> tuple[str, ...]:
    return tuple(str(cell[part]) for part in ("question", "unit", "attribute", "value"))


def antichain(knowledge: Knowledge) -> set[str]:
    """The lowest units with 25 respondents of the survey that have no child with 25."""
    took_part = frozenset().union(*knowledge.participants.values())
    size = Counter(unit for person in took_part for unit in knowledge.path(knowledge.place[person]))
    large = {unit for unit in knowledge.parent if size[unit] >= ANTICHAIN_FLOOR}
    return {unit for unit in large if not large & set(knowledge.children(unit))}


def cut_units(knowledge: Knowledge) -> set[str]:
    """Where attribute cells may be: the antichain and the root."""
    return antichain(knowledge) | {knowledge.root}
