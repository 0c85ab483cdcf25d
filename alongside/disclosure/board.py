"""All released cells of one question as one system: atoms, their answer counts, and what is displayed.

An atom is a set of respondents who are in exactly the same released cells; nothing displayed can tell them
apart. `counts[atom, answer]` are whole numbers of people. Each displayed text is a row: weights on answers,
the atoms it sums over (those of its cell), its true value, and the window of values that show the same text.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alongside.disclosure.snapshot import Ints


@dataclass(frozen=True, slots=True)
class Row:
    """One displayed text of a cell: weights (answers,), and the least and most of its weighted sum."""

    weights: tuple[int, ...]
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Group:
    """A displayed cell: respondents (people), and its rows."""

    members: Ints
    rows: tuple[Row, ...]


class Board:
    """The system of one question. `answers` is (people,) with 0..scale for each respondent."""

    def __init__(self, groups: Sequence[Group], answers: Ints, scale: int) -> None:
        self.groups = groups
        self.scale = scale
        self.atom_of = _atoms(groups, len(answers))
        self.atom_count = int(self.atom_of.max()) + 1 if self.atom_of.size else 0
        self.counts = self._counts(answers)
        self.sizes = self.counts.sum(axis=1)
        self.atoms_in: list[Ints] = [np.unique(self.atom_of[group.members]) for group in groups]
        self.groups_of: list[list[int]] = [[] for _ in range(self.atom_count)]
        for at, atoms in enumerate(self.atoms_in):
            for atom in atoms.tolist():
                self.groups_of[atom].append(at)
        self._lay_rows()

    def _counts(self, answers: Ints) -> Ints:
        inside = self.atom_of >= 0
        flat = self.atom_of[inside] * (self.scale + 1) + answers[inside]
        size = self.atom_count * (self.scale + 1)
        table = np.bincount(flat, minlength=size).reshape(self.atom_count, self.scale + 1)
        return table.astype(np.int64)

    def _lay_rows(self) -> None:
        self.rows_of: list[list[int]] = []
        group_of: list[int] = []
        weights: list[tuple[int, ...]] = []
        least: list[int] = []
        most: list[int] = []
        for at, group in enumerate(self.groups):
            self.rows_of.append(list(range(len(group_of), len(group_of) + len(group.rows))))
            for row in group.rows:
                group_of.append(at)
                weights.append(row.weights)
                least.append(row.least)
                most.append(row.most)
        self.group_of_row: Ints = np.array(group_of, dtype=np.int64)
        self.weights: Ints = np.array(weights, dtype=np.int64).reshape(-1, self.scale + 1)
        self.least: Ints = np.array(least, dtype=np.int64)
        self.most: Ints = np.array(most, dtype=np.int64)
        totals = np.array([self.counts[atoms].sum(axis=0) for atoms in self.atoms_in], dtype=np.int64)
        totals = totals.reshape(-1, self.scale + 1)
        self.value: Ints = (totals[self.group_of_row] * self.weights).sum(axis=1)

    def rows_touching(self, atoms: Sequence[int]) -> list[int]:
        """Rows of every cell that holds one of these atoms, in a fixed order."""
        groups = sorted({group for atom in atoms for group in self.groups_of[atom]})
        return [row for group in groups for row in self.rows_of[group]]

    def incidence(self, rows: Sequence[int], atoms: Sequence[int]) -> Ints:
        """(rows, atoms): 1 where the row's cell holds the atom."""
        column = {atom: at for at, atom in enumerate(atoms)}
        found = np.zeros((len(rows), len(atoms)), dtype=np.int64)
        groups = self.group_of_row[list(rows)].tolist()
        held = {
            group: [column[atom] for atom in self.atoms_in[group].tolist() if atom in column]
            for group in set(groups)
        }
        for at, group in enumerate(groups):
            found[at, held[group]] = 1
        return found


def _atoms(groups: Sequence[Group], people: int) -> Ints:
    """Atom of each person, -1 for people in no cell; equal sums of one random word per cell, 2 x 62 bits."""
    words = np.random.default_rng(20_260_102).integers(1, 2**62, size=(len(groups), 2), dtype=np.int64)
    marks = np.zeros((people, 2), dtype=np.int64)
    inside: npt.NDArray[np.bool_] = np.zeros(people, dtype=np.bool_)
    for group, word in zip(groups, words, strict=True):
        marks[group.members] ^= word
        inside[group.members] = True
    atom_of = np.full(people, -1, dtype=np.int64)
    if inside.any():
        _, found = np.unique(marks[inside], axis=0, return_inverse=True)
        atom_of[inside] = found.reshape(-1)
    return atom_of
