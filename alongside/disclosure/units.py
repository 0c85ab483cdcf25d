"""Which units keep their score: the best choice under the exact rule for a tree (A-7).

Released units form a nested family. The sums that anybody can derive from such a family are exactly the
sums of its *residuals*: a released unit minus its highest released sub-units. So nothing about fewer than k
people is derivable if and only if every residual has 0 or at least k respondents. Members who count
directly in a unit, and every hidden sub-unit, are part of the residual of the nearest released unit above.
The choice below keeps as many units as any choice with the company total could, and breaks ties by hiding
whole branches rather than their tops, then the smaller units. It sees counts only, never answers.
"""

from collections.abc import Sequence

from alongside.disclosure.rules import ALL_RULES, Rules
from alongside.disclosure.snapshot import UnitTree

type _State = tuple[int, int]
type _Trail = tuple["_Trail", int, _State] | None
type _Inner = dict[_State, tuple[int, _Trail]]
type _Outer = dict[_State, tuple[int, bool, _State]]

_NOBODY: _State = (0, 0)


class _Choice:
    """Dynamic programme over the tree; the state is what a branch leaves to the residual above it.

    A state is (people, seconds), capped at the floors, where the cap means "that many or more". A score is
    one number: units kept, then few hidden units with released parts, then people in the units kept.
    """

    def __init__(
        self, tree: UnitTree, direct: Sequence[int], seconds: Sequence[int], k: int, second_floor: int
    ) -> None:
        self.tree = tree
        self.enough: _State = (k, second_floor)
        self.direct = list(zip(direct, seconds, strict=True))
        self.size = _sums(tree, direct)
        self.second = _sums(tree, seconds)
        self.split_cost = sum(self.size) + 1
        self.cell_gain = self.split_cost * (len(tree) + 1)
        self.inner: list[_Inner] = [{} for _ in range(len(tree))]
        self.outer: list[_Outer] = [{} for _ in range(len(tree))]

    def released(self) -> list[bool]:
        for unit in range(len(self.tree) - 1, -1, -1):
            self.inner[unit] = self._inside(unit)
            self.outer[unit] = self._outside(unit)
        top = self.outer[0]
        if self.eligible(0):
            return self._descend(_NOBODY)
        return self._descend(max(top, key=lambda state: top[state][0]))

    def eligible(self, unit: int) -> bool:
        return self.size[unit] >= self.enough[0] and self.second[unit] >= self.enough[1]

    def _add(self, left: _State, right: _State) -> _State:
        return min(left[0] + right[0], self.enough[0]), min(left[1] + right[1], self.enough[1])

    def _inside(self, unit: int) -> _Inner:
        states: _Inner = {self._add(self.direct[unit], _NOBODY): (0, None)}
        for child in self.tree.children[unit]:
            if self.size[child] == 0:
                continue
            merged: _Inner = {}
            for left, (score, trail) in states.items():
                for out, (gain, _, _) in self.outer[child].items():
                    state = self._add(left, out)
                    if state not in merged or score + gain > merged[state][0]:
                        merged[state] = (score + gain, (trail, child, out))
            states = merged
        return states

    def _outside(self, unit: int) -> _Outer:
        outer: _Outer = {}
        for state, (score, _) in self.inner[unit].items():
            outer[state] = (score - (self.split_cost if score > 0 else 0), False, state)
        if self.eligible(unit):
            for state in (_NOBODY, self.enough):
                if state in self.inner[unit]:
                    score = self.inner[unit][state][0] + self.cell_gain + self.size[unit]
                    if _NOBODY not in outer or score > outer[_NOBODY][0]:
                        outer[_NOBODY] = (score, True, state)
        return outer

    def _descend(self, top: _State) -> list[bool]:
        released = [False] * len(self.tree)
        stack = [(0, top)]
        while stack:
            at, leaves = stack.pop()
            _, released[at], state = self.outer[at][leaves]
            trail = self.inner[at][state][1]
            while trail is not None:
                trail, child, out = trail
                stack.append((child, out))
        return released


def _sums(tree: UnitTree, direct: Sequence[int]) -> list[int]:
    total = list(direct)
    for unit in range(len(tree) - 1, 0, -1):
        total[tree.parent[unit]] += total[unit]
    return total


def _naive(tree: UnitTree, direct: Sequence[int], k: int, rules: Rules) -> list[bool]:
    """Weaker rules for the attack suite: a floor alone, or hidden units counted without their parts."""
    size = _sums(tree, direct)
    released = [count >= k for count in size]
    if not rules.hidden_remainder:
        return released
    for unit in range(len(tree)):
        children = sorted((child for child in tree.children[unit] if size[child]), key=lambda at: size[at])
        rest = direct[unit] + sum(size[child] for child in children if not released[child])
        for child in children:
            if released[child] and 0 < rest < k:
                released[child] = False
                rest += size[child]
    return released


def choose_units(tree: UnitTree, direct: Sequence[int], k: int, rules: Rules = ALL_RULES) -> list[bool]:
    """Which units keep their score, one flag per unit; `direct` counts respondents directly in each unit."""
    if not (rules.hidden_remainder and rules.hidden_sub_units):
        return _naive(tree, direct, k, rules)
    return _Choice(tree, direct, [0] * len(tree), k, 0).released()


def choose_units_with_second(
    tree: UnitTree, direct: Sequence[int], seconds: Sequence[int], k: int, second_floor: int
) -> list[bool]:
    """As `choose_units`, where a unit also needs `second_floor` of a second count (such as managers)."""
    return _Choice(tree, direct, seconds, k, second_floor).released()


def labels(tree: UnitTree, released: Sequence[bool]) -> list[int]:
    """For each unit, itself or the nearest unit above that is released; -1 where there is none."""
    found = [-1] * len(tree)
    for unit in range(len(tree)):
        above = found[tree.parent[unit]] if unit else -1
        found[unit] = unit if released[unit] else above
    return found
