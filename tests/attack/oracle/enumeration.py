"""Brute force for small cases: try every set of people, every assignment of answers.

Slow, obvious, and written without atoms, blocks or solvers: the judge of the clever code.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

from .algebra import rational_rank
from .atoms import Group
from .released import Shown

Assignment = Mapping[str, int]


def sets_with_a_computable_relation(groups: Sequence[Group], k: int) -> Iterator[frozenset[str]]:
    """Every set of fewer than k respondents outside of which some combination of the sums vanishes."""
    people = sorted(frozenset().union(*groups))
    full = rational_rank(_rows(groups, people))
    for size in range(1, k):
        for some in combinations(people, size):
            rest = [person for person in people if person not in some]
            if rational_rank(_rows(groups, rest)) < full:
                yield frozenset(some)


def possible_answers(cells: Sequence[Shown], scale: int) -> dict[str, set[int]]:
    """For each respondent of the cells the answers that some consistent assignment gives them."""
    people = sorted(frozenset().union(*(cell.people for cell in cells)))
    possible: dict[str, set[int]] = {person: set() for person in people}
    for answers in product(range(scale + 1), repeat=len(people)):
        assignment = dict(zip(people, answers, strict=True))
        if all(consistent(cell, assignment) for cell in cells):
            for person, answer in assignment.items():
                possible[person].add(answer)
    return possible


def consistent(cell: Shown, answers: Assignment) -> bool:
    """Whether these answers make everything that the cell's display asserts true."""
    given = [answers[person] for person in cell.people]
    if not cell.lowest_total <= sum(given) <= cell.highest_total:
        return False
    return all(
        band.fewest <= sum(answer in band.answers for answer in given) <= band.most for band in cell.bands
    )


def _rows(groups: Sequence[Group], people: Sequence[str]) -> list[list[int]]:
    return [[int(person in group) for person in people] for group in groups]
