"""T1 to T6: attacks that combine released sums."""

from collections.abc import Iterator
from itertools import combinations
from random import Random

from ..oracle.atoms import Group
from ..oracle.findings import Finding
from ..oracle.linear import Span, exposures, smallest_exposed
from ..oracle.released import Shown
from .case import Case

MOST_CELLS_FOR_TRIPLES = 60


def every_linear_combination(case: Case) -> list[Finding]:
    """T1: the null-space attack on each question."""
    return [
        Finding("T1", question, found.people, _formula(case.cells[question], found.formula))
        for question, exposures_found in case.exposures.items()
        for found in exposures_found
    ]


def filters_minus_filters(case: Case) -> list[Finding]:
    """T2: all ordered pairs A - B and triples A - B - C of released cells."""
    return [f for question, cells in case.cells.items() for f in _differences(case, question, cells)]


def _differences(case: Case, question: str, cells: list[Shown]) -> Iterator[Finding]:
    number = {person: i for i, person in enumerate(sorted(case.knowledge.respondents[question]))}
    masks = {sum(1 << number[p] for p in cell.people): cell for cell in cells}
    k = case.knowledge.floor
    for a, b in combinations(masks, 2):
        if 0 < (a ^ b).bit_count() < k:
            yield Finding("T2", question, (), f"{masks[a].name} minus {masks[b].name}")
    some = Random(question).sample(sorted(masks), min(len(masks), MOST_CELLS_FOR_TRIPLES))
    for a in some:
        for b, c in combinations([m for m in some if m != a], 2):
            left = (a & ~(b ^ c)) | (~a & (b | c))
            if 0 < left.bit_count() < k:
                yield Finding("T2", question, (), f"{masks[a].name} - {masks[b].name} - {masks[c].name}")


def wholes_minus_parts(case: Case) -> list[Finding]:
    """T3: a unit minus all its released sub-units; minus one attribute's values; a value minus its units."""
    return [finding for question in case.cells for finding in _remainders(case, question)]


def _remainders(case: Case, question: str) -> Iterator[Finding]:
    k = case.knowledge.floor
    for whole in case.cells[question]:
        for label, parts in _part_families(case, question, whole):
            rest = whole.people - frozenset().union(*parts)
            disjoint = sum(map(len, parts)) == len(whole.people) - len(rest)
            if disjoint and 0 < len(rest) < k:
                yield Finding("T3", question, tuple(sorted(rest)), f"{whole.name} minus {label}")


def _part_families(case: Case, question: str, whole: Shown) -> Iterator[tuple[str, list[Group]]]:
    knowledge, cells = case.knowledge, case.cells[question]
    inside = [c for c in cells if c.unit != whole.unit and whole.unit in knowledge.path(c.unit)]
    alike = [c for c in inside if (c.attribute, c.values) == (whole.attribute, whole.values)]
    highest = [c for c in alike if not any(o.unit in knowledge.path(c.unit)[1:] for o in alike)]
    if highest:
        yield "its sub-units", [cell.people for cell in highest]
    if whole.attribute is None:
        for name in knowledge.values:
            here = [c for c in cells if c.unit == whole.unit and c.attribute == name]
            if here:
                yield f"its {name} cells", [cell.people for cell in here]


def pooled_viewers(case: Case, pairs: int = 4) -> list[Finding]:
    """T4: two viewers with different parts of the tree pool what each may see."""
    random = Random(f"T4/{len(case.released['cells'])}")
    units = sorted(case.knowledge.parent)
    found = []
    for question, cells in case.cells.items():
        for _ in range(pairs):
            viewers = [random.choice(units), random.choice(units)]
            pooled = [c.people for c in cells if any(v in case.knowledge.path(c.unit) for v in viewers)]
            pooled += [c.people for c in cells if c.unit == case.knowledge.root and random.random() < 0.5]
            for exposure in exposures(pooled, case.knowledge.floor, 1) if pooled else []:
                found.append(Finding("T4", question, exposure.people, f"viewers of {' and '.join(viewers)}"))
    return found


def smallest_set_with_colluders(case: Case, question: str, colluders: int, tries: int = 3) -> int:
    """T5: the smallest set of others that respondents who pool their own answers learn something about."""
    groups = [cell.people for cell in case.cells[question]]
    random = Random(f"T5/{question}/{len(groups)}")
    everybody = sorted(frozenset().union(*groups))
    smallest = case.knowledge.floor
    for _ in range(tries):
        known = frozenset(random.sample(everybody, colluders))
        others = [rest for group in groups if (rest := group - known)]
        smallest = min(smallest, smallest_exposed(others, smallest))
    return smallest


def colluding_respondents(case: Case) -> list[Finding]:
    """T5: with c colluders no set of others smaller than k - c."""
    found = []
    for question in case.cells:
        for colluders in (1, 2):
            least = case.knowledge.floor - colluders
            reached = smallest_set_with_colluders(case, question, colluders)
            if reached < least:
                found.append(Finding("T5", question, (), f"{colluders} colluders reach a set of {reached}"))
    return found


def known_skips(case: Case) -> list[Finding]:
    """T6: as T1 to T3 where the manager knows exactly who skipped the question."""
    skipped = [q for q, answers in case.document["answers"].items() if None in answers.values()]
    found = []
    for question in set(skipped) & set(case.cells):
        found += [
            Finding("T6", question, exposure.people, "known skips") for exposure in case.exposures[question]
        ]
        found += [Finding("T6", question, f.people, f.detail) for f in _remainders(case, question)]
    return found


def rare_values(case: Case) -> list[Finding]:
    """T13: the people of a rare value in a unit, or all but them, merged or not, must not be computable."""
    return [f for question, cells in case.cells.items() for f in _rare(case, question, cells)]


def _rare(case: Case, question: str, cells: list[Shown]) -> Iterator[Finding]:
    knowledge = case.knowledge
    span = Span([cell.people for cell in cells])
    for unit in knowledge.parent:
        for name, values in knowledge.values.items():
            for value in values:
                rare = knowledge.group(question, unit, name, (value,))
                if 0 < len(rare) < knowledge.floor and span.holds(rare):
                    yield Finding("T13", question, tuple(sorted(rare)), f"computable: {unit}/{name}={value}")


def _formula(cells: list[Shown], formula: tuple[tuple[int, object], ...]) -> str:
    names = {cell.people: cell.name for cell in reversed(cells)}
    order = list(dict.fromkeys(cell.people for cell in cells))
    return " ".join(f"{weight:+}*({names[order[number]]})" for number, weight in formula)
