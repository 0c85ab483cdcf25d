"""T7: teams that agree, or nearly: every combination of answers of small teams, a sample of larger ones."""

from collections.abc import Iterator
from itertools import combinations_with_replacement
from random import Random

from ..oracle.findings import Finding
from .case import Case
from .dictionary import Dictionary, excluded_by_the_program
from .displays import all_or_none, true_claims


def every_combination(n: int, scale: int) -> Iterator[list[int]]:
    """All answers of n people up to their order, which no display can depend on."""
    for answers in combinations_with_replacement(range(scale + 1), n):
        yield list(answers)


def unusual_combinations(seed: int, count: int, scale: int) -> Iterator[list[int]]:
    """Teams of 8 to 60: all best, all worst, all but one or two, two camps."""
    random = Random(f"T7/{seed}")
    for _ in range(count):
        n = random.randint(8, 60)
        usual, other = random.choice([0, scale, scale, random.randint(0, scale)]), random.randint(0, scale)
        odd = random.choice([0, 1, 1, 2, n // 2])
        yield [other] * odd + [usual] * (n - odd)


def team_findings(answers: list[int], dictionary: Dictionary, case: Case) -> list[Finding]:
    """All display attacks on one team that is the whole company."""
    found = [*true_claims(case), *all_or_none(case), *excluded_by_the_program(case, dictionary)]
    team = str(sorted(answers))
    return [Finding("T7", f.question, f.people[:1], f"{team}: {f.attack} {f.detail}") for f in found]
