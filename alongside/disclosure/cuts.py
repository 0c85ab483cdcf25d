"""Attribute cells of one unit: which values may be shown (A-6 to A-8).

Everything released outside the unit is constant on it, and the unit itself is released, so a combination of
released sums that tells about few people of the unit shows up in the unit's own sums already. The audit can
therefore be local: the unit, its released sub-units, and the attribute cells kept so far.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Protocol

import numpy as np
import numpy.typing as npt

from alongside.disclosure.linear import derivable_few
from alongside.disclosure.rules import Floors
from alongside.disclosure.snapshot import Ints, Snapshot

Floats = npt.NDArray[np.float64]
_DROPS_TRIED = 60


type Counted = Callable[[str, str, Ints], int]
"""Respondents among some people who carry a value of an attribute."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One value of an attribute, or several merged; `cause` is None when the cell is released.

    `n` are its respondents: all of `members`, or as many of them as are known to have answered.
    """

    attribute: str
    values: tuple[str, ...]
    members: Ints
    n: int
    cause: str | None = None


def everybody(_attribute: str, _value: str, members: Ints) -> int:
    """Where it is known who answered, members are respondents."""
    return len(members)


class Room(Protocol):
    """Everything else that is released about the people concerned."""

    def safe(self, cuts: Sequence[Cut]) -> bool:
        """Whether nothing about fewer than k people is derivable once these cuts are shown too."""


def choose_cuts(
    snapshot: Snapshot,
    people: Ints,
    room: Room | None,
    floors: Floors,
    total: int | None = None,
    counted: Counted = everybody,
) -> list[Cut]:
    """Every candidate cut of a unit, released or with the cause why not; `room` is None if it is hidden.

    `people` are the unit's respondents; or those who took part, of whom `total` answered.
    """
    total = len(people) if total is None else total
    cuts = _candidates(snapshot, people, floors, counted)
    if room is None:
        return [replace(cut, cause=cut.cause or "unit_hidden") for cut in cuts]
    ordered = sorted(
        (cut for cut in cuts if cut.cause is None),
        key=lambda cut: (-cut.n, cut.attribute, cut.values),
    )
    kept = _enough_left(snapshot, _best(ordered, room), total, floors)
    chosen = {(cut.attribute, cut.values) for cut in kept}
    done = [
        cut if cut.cause or (cut.attribute, cut.values) in chosen else replace(cut, cause="combination")
        for cut in cuts
    ]
    return _with_merged(snapshot, done, room, floors, total)


def _candidates(snapshot: Snapshot, people: Ints, floors: Floors, counted: Counted) -> list[Cut]:
    cuts = []
    for name, listed in snapshot.values.items():
        codes = snapshot.codes[name][people]
        floor = floors.attribute(name in snapshot.special)
        for code, value in enumerate(listed):
            members = people[codes == code]
            n = counted(name, value, members)
            cuts.append(Cut(name, (value,), members, n, None if n >= floor else "too_few"))
    return cuts


class UnitRoom:
    """The local audit of one released unit: the parts its released sub-units leave, and chosen cuts.

    `blocks` is (people,): the nearest released unit of each.
    """

    def __init__(self, people: Ints, blocks: Ints, k: int) -> None:
        self.people, self.k = people, k
        self.blocks = (blocks[None, :] == np.unique(blocks)[:, None]).astype(np.float64)

    def rows(self, cuts: Sequence[Cut]) -> Floats:
        """Released sums as rows over the unit's people."""
        own = [np.isin(self.people, cut.members, assume_unique=True).astype(np.float64) for cut in cuts]
        return np.vstack([self.blocks, *own]) if own else self.blocks

    def safe(self, cuts: Sequence[Cut]) -> bool:
        return derivable_few(self.rows(cuts), np.ones(len(self.people), dtype=np.int64), self.k) is None


class OpenRoom:
    """No audit at all, for tests that switch rule A-8 off."""

    def safe(self, cuts: Sequence[Cut]) -> bool:
        return len(cuts) >= 0


def _best(cuts: list[Cut], room: Room) -> list[Cut]:
    """The largest safe choice when dropping a few suffices, else larger cells first, one by one."""
    tried = 0
    for drop in range(len(cuts)):
        for gone in combinations(reversed(range(len(cuts))), drop):
            tried += 1
            if tried > _DROPS_TRIED:
                return _one_by_one(cuts, room)
            left = [cut for at, cut in enumerate(cuts) if at not in gone]
            if room.safe(left):
                return left
    return []


def _one_by_one(cuts: list[Cut], room: Room) -> list[Cut]:
    kept: list[Cut] = []
    for cut in cuts:
        if room.safe([*kept, cut]):
            kept.append(cut)
    return kept


def _enough_left(snapshot: Snapshot, kept: list[Cut], total: int, floors: Floors) -> list[Cut]:
    """For a special attribute, what its shown values leave over must reach that attribute's floor too."""
    for name in sorted(snapshot.special):
        own = sorted((cut for cut in kept if cut.attribute == name), key=lambda cut: -cut.n)
        while own and 0 < total - sum(cut.n for cut in own) < floors.attribute(True):
            dropped = own.pop()
            kept = [cut for cut in kept if cut is not dropped]
    return kept


def _with_merged(snapshot: Snapshot, cuts: list[Cut], room: Room, floors: Floors, total: int) -> list[Cut]:
    """Show the hidden values of an attribute together where that is large enough and safe.

    Where they are all that is left of the unit, their sum is derivable anyway and needs no audit.
    """
    result = list(cuts)
    for name in snapshot.values:
        hidden = [cut for cut in result if cut.attribute == name and cut.cause and cut.n]
        if len(hidden) < 2:
            continue
        together = np.sort(np.concatenate([cut.members for cut in hidden]))
        n = sum(cut.n for cut in hidden)
        merged = Cut(name, tuple(sorted(cut.values[0] for cut in hidden)), together, n)
        shown = [cut for cut in result if cut.cause is None]
        if n < floors.attribute(name in snapshot.special):
            continue
        own = sum(cut.n for cut in shown if cut.attribute == name)
        if own + n < total and not room.safe([*shown, merged]):
            continue
        kept = _enough_left(snapshot, [*shown, merged], total, floors)
        if len(kept) == len(shown) + 1:
            result = [replace(cut, cause="merged") if cut in hidden else cut for cut in result]
            result.append(merged)
    return result
