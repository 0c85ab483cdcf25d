"""Two waves of one unit: which cells of the later one must be shown more coarsely (A-15, attacker M7).

Whoever was asked twice often answers alike. If one person joined between two waves, a reader who assumes
that the others repeated themselves takes the old sum from the new one and has the newcomer. A cell whose
respondents differ by 1 to k-1 people from those of the earlier wave is therefore shown in half steps and
without bars, and so is a cell whose remainder (without the sub-units, or the values of one attribute, that are
shown too) differs by so few. The rule looks at who took part, never at answers.

Waves are compared by the ids of people, so ids have to mean the same people in both.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from alongside.disclosure.plan import Place, QuestionPlan
from alongside.disclosure.rules import ALL_RULES, Rules
from alongside.disclosure.snapshot import UnitTree

type People = frozenset[str]


@dataclass(frozen=True, slots=True)
class Wave:
    """The planned cells of one question in one wave: who responded, and the units above each unit."""

    cells: Mapping[Place, People]
    above: Mapping[str, tuple[str, ...]]


def wave_of(plan: QuestionPlan, tree: UnitTree, ids: Sequence[str]) -> Wave:
    """A wave as it is compared later; `ids` names the members of cells (people, or entries of a tree).

    It says who responded, so it is kept as safely as answers are.
    """
    above: dict[str, tuple[str, ...]] = {}
    for at, unit in enumerate(tree.ids):
        parent = tree.ids[tree.parent[at]] if at else None
        above[unit] = () if parent is None else (*above[parent], parent)
    return Wave({cell.key.place: frozenset(ids[at] for at in cell.members) for cell in plan.cells}, above)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`trend`: places planned in both waves. `coarse`: places to be shown in half steps in the later one."""

    trend: frozenset[Place]
    coarse: frozenset[Place]


def compare_waves(earlier: Wave, later: Wave, k: int, rules: Rules = ALL_RULES) -> Comparison:
    """Compare the cells that both waves plan; anything planned once only has no trend and stays as it is."""
    trend = frozenset(earlier.cells.keys() & later.cells.keys())
    if not rules.wave_steps:
        return Comparison(trend, frozenset())
    coarse = {place for place in trend if _near(earlier.cells[place], later.cells[place], k)}
    for place in trend:
        pairs = zip(_rests(earlier, trend, place), _rests(later, trend, place), strict=True)
        if any(_near(before, after, k) for before, after in pairs):
            coarse.add(place)
    return Comparison(trend, frozenset(coarse))


def compare_all(earlier: Sequence[Wave], later: Wave, k: int, rules: Rules = ALL_RULES) -> Comparison:
    """Compare with every earlier wave: a cell is coarse if one of them asks for it."""
    found = [compare_waves(wave, later, k, rules) for wave in earlier]
    return Comparison(
        frozenset[Place]().union(*(one.trend for one in found)),
        frozenset[Place]().union(*(one.coarse for one in found)),
    )


def _near(before: People, after: People, k: int) -> bool:
    return 0 < len(before ^ after) < k


def _rests(wave: Wave, trend: frozenset[Place], place: Place) -> Iterator[People]:
    """What is left of a whole unit without its shown sub-units, and without the shown values of each attribute."""
    unit, attribute, _ = place
    if attribute is not None:
        return
    whole = wave.cells[place]
    parts = [other for other in trend if other[1] is None and unit in wave.above.get(other[0], ())]
    yield whole.difference(*(wave.cells[part] for part in parts))
    for name in sorted({other[1] for other in trend if other[0] == unit and other[1] is not None}):
        values = [other for other in trend if other[:2] == (unit, name)]
        yield whole.difference(*(wave.cells[part] for part in values))
