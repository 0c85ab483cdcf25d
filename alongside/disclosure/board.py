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

NO_LIMIT = 2**40


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
        self.scale = scale
        self.atom_of = _atoms(groups, len(answers))
        self.atom_count = int(self.atom_of.max()) + 1 if self.atom_of.size else 0
        self.counts = self._counts(answers)
        self.sizes = self.counts.sum(axis=1)
        self.atoms_in: list[list[int]] = [np.unique(self.atom_of[group.members]).tolist() for group in groups]
        self.groups_of: list[list[int]] = [[] for _ in range(self.atom_count)]
        for at in sorted(range(len(groups)), key=lambda group: (len(self.atoms_in[group]), group)):
            for atom in self.atoms_in[at]:
                self.groups_of[atom].append(at)
        self._lay_rows(groups, answers)

    def _counts(self, answers: Ints) -> Ints:
        inside = self.atom_of >= 0
        flat = self.atom_of[inside] * (self.scale + 1) + answers[inside]
        size = self.atom_count * (self.scale + 1)
        table = np.bincount(flat, minlength=size).reshape(self.atom_count, self.scale + 1)
        return table.astype(np.int64)

    def _lay_rows(self, groups: Sequence[Group], answers: Ints) -> None:
        self.rows_of: list[list[int]] = []
        weights: list[tuple[int, ...]] = []
        values: list[int] = []
        limits: list[tuple[int, int]] = []
        for group in groups:
            self.rows_of.append(list(range(len(limits), len(limits) + len(group.rows))))
            totals = np.bincount(answers[group.members], minlength=self.scale + 1).tolist()
            for row in group.rows:
                weights.append(row.weights)
                values.append(sum(weight * total for weight, total in zip(row.weights, totals, strict=True)))
                limits.append((row.least, row.most))
        self.weights: Ints = np.array(weights, dtype=np.int64).reshape(-1, self.scale + 1)
        self.value: Ints = np.array(values, dtype=np.int64)
        self.least: Ints = np.array([least for least, _ in limits], dtype=np.int64)
        self.most: Ints = np.array([most for _, most in limits], dtype=np.int64)

    def forget(self, group: int, keep: int) -> None:
        """Stop showing the rows of a cell from the `keep`-th on; nothing limits them any more."""
        rows = self.rows_of[group][keep:]
        self.least[rows], self.most[rows] = -NO_LIMIT, NO_LIMIT

    def groups_touching(self, atoms: Sequence[int]) -> list[int]:
        """Cells that hold one of these atoms, in a fixed order."""
        return sorted({group for atom in atoms for group in self.groups_of[atom]})

    def system(self, atoms: Sequence[int]) -> tuple[list[int], Ints]:
        """Rows that touch these atoms, and (rows, atoms): 1 where the row's cell holds the atom."""
        groups = self.groups_touching(atoms)
        place = {group: at for at, group in enumerate(groups)}
        held = np.zeros((len(groups), len(atoms)), dtype=np.int64)
        for column, atom in enumerate(atoms):
            held[[place[group] for group in self.groups_of[atom]], column] = 1
        rows = [row for group in groups for row in self.rows_of[group]]
        return rows, np.repeat(held, [len(self.rows_of[group]) for group in groups], axis=0)


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
        _, found = np.unique(marks[inside].view("i8,i8").reshape(-1), return_inverse=True)
        atom_of[inside] = found.reshape(-1)
    return atom_of
