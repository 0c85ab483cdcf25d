"""What is frozen at launch: the unit tree, who is invited, where each person counts, and attributes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from alongside.disclosure.rules import Refusal

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Invitee:
    """A person at launch: home unit, units managed (in the order given), one value per attribute."""

    id: str
    unit: str
    manages: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)


class UnitTree:
    """Units with one root, stored parents before children.

    `ids[i]`, `parent[i]` (-1 at the root), `depth[i]`, `children[i]`; `end[i]` is one past the last unit
    below i, so the units of a subtree are the range i..end[i]-1. Raises `Refusal` for a unit listed twice,
    an unknown parent, a cycle, and for anything but one root.
    """

    def __init__(self, parents: Sequence[tuple[str, str | None]]) -> None:
        known: dict[str, str | None] = {}
        for unit, parent in parents:
            if unit in known:
                raise Refusal(f"unit {unit!r} is listed twice")
            known[unit] = parent
        below: dict[str | None, list[str]] = {}
        for unit, parent in known.items():
            if parent is not None and parent not in known:
                raise Refusal(f"unit {unit!r} names an unknown unit as parent: {parent!r}")
            below.setdefault(parent, []).append(unit)
        self._order(known, below)

    def _order(self, known: dict[str, str | None], below: dict[str | None, list[str]]) -> None:
        self.ids: list[str] = []
        stack = sorted(below.get(None, []), reverse=True)
        while stack:
            unit = stack.pop()
            self.ids.append(unit)
            stack.extend(sorted(below.get(unit, []), reverse=True))
        if len(self.ids) < len(known):
            caught = min(set(known) - set(self.ids))
            raise Refusal(f"unit {_on_cycle(caught, known)!r} lies on a cycle of parents")
        roots = below.get(None, [])
        if len(roots) != 1:
            raise Refusal(f"there must be one root unit, found {len(roots)}: {', '.join(sorted(roots))}")
        self.index = {unit: at for at, unit in enumerate(self.ids)}
        up = [known[unit] for unit in self.ids]
        self.parent = [-1 if above is None else self.index[above] for above in up]
        self._measure()

    def _measure(self) -> None:
        count = len(self.ids)
        self.depth = [0] * count
        self.children: list[list[int]] = [[] for _ in range(count)]
        self.end = list(range(1, count + 1))
        for at in range(1, count):
            self.depth[at] = self.depth[self.parent[at]] + 1
            self.children[self.parent[at]].append(at)
        for at in range(count - 1, 0, -1):
            self.end[self.parent[at]] = max(self.end[self.parent[at]], self.end[at])

    def __len__(self) -> int:
        return len(self.ids)

    def at(self, unit: str) -> int:
        """Index of a unit; `Refusal` when it is unknown."""
        if unit not in self.index:
            raise Refusal(f"unknown unit {unit!r}")
        return self.index[unit]

    def totals(self, direct: Ints) -> Ints:
        """Sum over each unit's subtree; `direct` has the units on its first axis."""
        running = np.concatenate([np.zeros_like(direct[:1]), np.cumsum(direct, axis=0)])
        return np.asarray(running[np.asarray(self.end)] - running[:-1], dtype=np.int64)


def _on_cycle(start: str, known: Mapping[str, str | None]) -> str:
    """The first unit met twice on the way up: it is on the cycle, not merely below it."""
    seen: set[str] = set()
    at: str | None = start
    while at is not None and at not in seen:
        seen.add(at)
        at = known[at]
    return start if at is None else at


def counting_unit(tree: UnitTree, invitee: Invitee, manager_one_up: bool = True) -> int:
    """The unit in which a person's answer counts, -1 for none (rule A-4).

    Who manages units counts in the parent of the highest of them, the first listed if several are equally
    high; who manages the root counts nowhere.
    """
    home = tree.at(invitee.unit)
    managed = [tree.at(unit) for unit in invitee.manages]
    if not managed or not manager_one_up:
        return home
    return tree.parent[min(managed, key=lambda unit: tree.depth[unit])]


class Snapshot:
    """The launch snapshot: tree, people, the unit where each counts, and their attribute codes.

    `home` is (people,), unit index or -1; `codes[name]` is (people,), index into `values[name]` or -1 for a
    person without a value. Raises `Refusal` for a person listed twice, unknown units, attributes or values.
    """

    def __init__(
        self,
        tree: UnitTree,
        invited: Sequence[Invitee],
        values: Mapping[str, Sequence[str]],
        special: frozenset[str] = frozenset(),
        manager_one_up: bool = True,
    ) -> None:
        self.tree = tree
        self.values = {name: list(listed) for name, listed in values.items()}
        self.special = special
        self.people: list[str] = [invitee.id for invitee in invited]
        self.person = {person: at for at, person in enumerate(self.people)}
        self._check(invited)
        self.home: Ints = np.array(
            [counting_unit(tree, invitee, manager_one_up) for invitee in invited], dtype=np.int64
        )
        self.codes: dict[str, Ints] = {name: self._codes(name, invited) for name in self.values}

    def _check(self, invited: Sequence[Invitee]) -> None:
        for name, listed in self.values.items():
            if len(set(listed)) != len(listed):
                raise Refusal(f"attribute {name!r} lists a value twice")
        unknown = self.special - set(self.values)
        if unknown:
            raise Refusal(f"special names an unknown attribute: {min(unknown)!r}")
        seen: set[str] = set()
        for invitee in invited:
            if invitee.id in seen:
                raise Refusal(f"person {invitee.id!r} is listed twice")
            seen.add(invitee.id)
            strange = set(invitee.attributes) - set(self.values)
            if strange:
                raise Refusal(f"person {invitee.id!r} has an unknown attribute {min(strange)!r}")

    def _codes(self, name: str, invited: Sequence[Invitee]) -> Ints:
        index = {value: at for at, value in enumerate(self.values[name])}
        codes = []
        for invitee in invited:
            value = invitee.attributes.get(name)
            if value is not None and value not in index:
                raise Refusal(f"person {invitee.id!r} has an unknown value {value!r} of attribute {name!r}")
            codes.append(-1 if value is None else index[value])
        return np.array(codes, dtype=np.int64)

    def direct_counts(self, answered: Flags) -> Ints:
        """Respondents who count directly in each unit: (units,)."""
        homes = self.home[answered & (self.home >= 0)]
        return np.bincount(homes, minlength=len(self.tree)).astype(np.int64)

    def inside(self, unit: int, answered: Flags) -> Ints:
        """Indices of the respondents who count in a unit or anywhere below it."""
        below = (self.home >= unit) & (self.home < self.tree.end[unit])
        return np.flatnonzero(below & answered)
