"""TRUTH, T7 and T8: what the displayed numbers assert, and what they rule out."""

from collections.abc import Iterator
from random import Random

from ..oracle.deniability import denials, must_stay_possible
from ..oracle.enumeration import consistent
from ..oracle.findings import Finding
from ..oracle.released import Shown
from .case import Case


def true_claims(case: Case) -> list[Finding]:
    """TRUTH: each display must hold for the real answers; a false display protects nobody."""
    return [
        Finding("TRUTH", question, (), f"{cell.name} shows {cell.raw['mean']}, {cell.raw['distribution']}")
        for question, cells in case.cells.items()
        for cell in cells
        if not consistent(cell, case.document["answers"][question])
    ]


def all_or_none(case: Case) -> list[Finding]:
    """T7: no bar that can only be nobody or only be everybody."""
    return [
        Finding("T7", question, tuple(sorted(cell.people)), f"{cell.name}: {reason}")
        for question, cells in case.cells.items()
        for cell in cells
        for reason in _extremes(cell)
    ]


def _extremes(cell: Shown) -> Iterator[str]:
    for band in cell.bands:
        if band.most == 0:
            yield f"nobody answered {band.answers}"
        if band.fewest == cell.n:
            yield f"everybody answered {band.answers}"


def excluded_answers(case: Case) -> list[Finding]:
    """T8: an integer solver behind all rounded means and shares of a question at once."""
    return [f for question, cells in case.cells.items() for f in denial_findings(case, question, cells, "T8")]


def denial_findings(case: Case, question: str, cells: list[Shown], attack: str) -> list[Finding]:
    knowledge = case.knowledge
    answers = must_stay_possible(knowledge.profile, knowledge.scale)
    verdict = denials(cells, knowledge.scale, answers, witness=case.document["answers"][question])

    proven = [(people, f"cannot have answered {answer}") for people, answer in verdict.impossible]
    unknown = [(people, f"no verdict on answer {answer} in time") for people, answer in verdict.undecided]
    return [Finding(attack, question, people, detail) for people, detail in proven + unknown]


def denied_by_a_colluder(case: Case) -> list[Finding]:
    """T5D, a figure: of whom a random respondent, adding his own answer, can exclude an end of the scale."""
    knowledge = case.knowledge
    random = Random(f"T5/{len(case.released['cells'])}")
    ends = (knowledge.scale,) if knowledge.profile == "default" else (0, knowledge.scale)
    found = []
    for question, cells in case.cells.items():
        answers = case.document["answers"][question]
        colluder = random.choice(sorted(frozenset().union(*(cell.people for cell in cells))))
        known = {colluder: answers[colluder]}
        verdict = denials(cells, knowledge.scale, ends, known=known, witness=answers)
        found += [Finding("T5D", question, who, f"{colluder} excludes {x}") for who, x in verdict.impossible]
    return found
