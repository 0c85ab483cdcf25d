"""Atoms: respondents whom no released cell of a question tells apart."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .algebra import Matrix

Group = frozenset[str]


@dataclass(frozen=True)
class Atoms:
    """Cells (distinct groups of people) against atoms; `incidence[c, a]` is 1 where cell c holds atom a."""

    cells: tuple[Group, ...]
    people: tuple[tuple[str, ...], ...]
    incidence: Matrix

    @cached_property
    def sizes(self) -> list[int]:
        return [len(atom) for atom in self.people]

    def inside(self, group: Group) -> list[int]:
        """The atoms of a group that is a union of atoms."""
        return [a for a, atom in enumerate(self.people) if atom[0] in group]

    def names(self, atoms: Iterable[int]) -> tuple[str, ...]:
        return tuple(sorted(person for atom in atoms for person in self.people[atom]))


def atoms_of(groups: Sequence[Group]) -> Atoms:
    """Split everybody who is in some group by the groups they are in."""
    cells = tuple(dict.fromkeys(groups))
    seen: dict[str, list[int]] = defaultdict(list)
    for number, group in enumerate(cells):
        for person in group:
            seen[person].append(number)
    alike: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for person in sorted(seen):
        alike[tuple(seen[person])].append(person)
    incidence = np.zeros((len(cells), len(alike)), dtype=np.int64)
    for atom, members in enumerate(alike):
        incidence[list(members), atom] = 1
    return Atoms(cells, tuple(tuple(people) for people in alike.values()), incidence)
