"""Who may have skipped, when only numbers are known: memberships that fit the numbers of answers of all blocks.

A block is a group of people who took part, and how many of them answered. Written without the planner's bounds,
bands or crowds: a membership is a set of people, found by trying all, or by an integer solver that is sent in
some direction.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from random import Random

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from .deniability import Verdict, denials
from .released import Shown

Group = frozenset[str]


@dataclass(frozen=True)
class Blocks:
    """`took_part`, and for each group of them the number that answered."""

    took_part: Group
    answered: Mapping[Group, int]

    def allow(self, respondents: Group) -> bool:
        return all(len(group & respondents) == n for group, n in self.answered.items())

    def alike(self, cells: Sequence[Group]) -> list[Group]:
        """People whom neither a block nor a cell tells apart."""
        found: dict[tuple[bool, ...], set[str]] = defaultdict(set)
        for person in self.took_part:
            found[tuple(person in group for group in (*self.answered, *cells))].add(person)
        return sorted((frozenset(group) for group in found.values()), key=min)


def every_membership(blocks: Blocks) -> Iterator[Group]:
    """All sets of respondents, by trying all subsets: for a handful of people."""
    people = sorted(blocks.took_part)
    for size in range(len(people) + 1):
        for some in combinations(people, size):
            if blocks.allow(frozenset(some)):
                yield frozenset(some)


def memberships_up_to_names(blocks: Blocks, cells: Sequence[Group], most: int) -> list[Group] | None:
    """One membership for each way to spread the skips over people who are alike; None if more than `most`."""
    alike = blocks.alike(cells)
    left = {group: len(group) - n for group, n in blocks.answered.items()}
    found: list[Group] = []

    def spread(at: int, left: dict[Group, int], skipped: Group) -> bool:
        if at == len(alike):
            if not any(left.values()):
                found.append(blocks.took_part - skipped)
            return len(found) <= most
        own = [group for group in left if alike[at] <= group]
        ahead = frozenset().union(*alike[at + 1 :])
        if any(n > len(group & (ahead | alike[at])) for group, n in left.items()):
            return True
        for n in range(min([len(alike[at]), *(left[group] for group in own)]) + 1):
            fewer = {group: rest - n if group in own else rest for group, rest in left.items()}
            if not spread(at + 1, fewer, skipped | frozenset(sorted(alike[at])[:n])):
                return False
        return True

    return found if spread(0, left, frozenset()) else None


def membership_towards(
    blocks: Blocks, wish: Mapping[str, float], needed: Group = frozenset()
) -> Group | None:
    """The membership in which those with high wishes answered, as far as the numbers allow."""
    people = sorted(blocks.took_part)
    groups = [group for group in blocks.answered if group]
    inside = np.array([[float(person in group) for person in people] for group in groups])
    counts = np.array([blocks.answered[group] for group in groups], dtype=float)
    least = np.array([float(person in needed) for person in people])
    result = milp(
        np.array([-wish.get(person, 0.0) for person in people]),
        integrality=np.ones(len(people)),
        bounds=Bounds(least, np.ones(len(people))),
        constraints=LinearConstraint(inside, counts, counts),
        options={"time_limit": 20.0},
    )
    if result.x is None:
        return None
    found = frozenset(p for p, x in zip(people, result.x, strict=True) if x > 0.5)
    return found if blocks.allow(found) else None


def nasty_memberships(blocks: Blocks, cells: Sequence[Group], random: Random, count: int) -> Iterator[Group]:
    """Memberships at the edges of what is allowed: one person answered, as few as can be of the alike beside."""
    alike = blocks.alike(cells)
    for at in range(count):
        group = random.choice(alike)
        wish = {person: random.gauss(0.0, 1.0) for person in blocks.took_part}
        wish |= dict.fromkeys(group, -100.0)
        needed = frozenset({min(group)}) if at % 2 == 0 else frozenset()
        found = membership_towards(blocks, wish, needed)
        if found is not None:
            yield found


def with_respondents(cells: Sequence[Shown], respondents: Group) -> list[Shown]:
    """The cells as they read for whoever knows that these people answered."""
    return [replace(cell, people=cell.people & respondents) for cell in cells]


def denied(cells: Sequence[Shown], respondents: Group, scale: int, answers: Sequence[int]) -> Verdict:
    """What somebody can be proven not to have answered, if these are the respondents.

    Nothing, where no answers of these respondents are behind the displays: then it was not they.
    """
    known = [cell for cell in with_respondents(cells, respondents) if cell.people]
    verdict = denials(known, scale, answers)
    if not verdict.impossible or _possible(known, scale):
        return verdict
    return Verdict()


def _possible(cells: Sequence[Shown], scale: int) -> bool:
    """Whether any answers at all are behind the displays: somebody then gave some answer."""
    everything = denials(cells, scale, range(scale + 1)).impossible
    ruled_out = defaultdict(set)
    for people, answer in everything:
        ruled_out[people].add(answer)
    return all(len(answers) <= scale for answers in ruled_out.values())
