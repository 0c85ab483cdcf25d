"""The numbers of an import: what a person checks against what they know about their company.

How seats enter `roots` and `depths`:
- a seat is a root, at depth 0, if its row names no manager, names one who can't be found, or names itself;
- where a circle was cut, the seat that was cut is a root too;
- the members of a circle that nobody has cut yet, and everybody below them, hang from no root: they are in
no depth and are counted in `unplaced`, so that roots and depths are never guessed. sum(depths) + unplaced =
seats. `managers` and the spans count the lines that are loaded, so a line in an open circle counts once it
is decided.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from statistics import median
from typing import TypedDict

from alongside.people.importing.organisation import LineKind, Organisation


class ProblemFigures(TypedDict):
    line: int
    column: str
    value: str
    reason: str


class Figures(TypedDict):
    """Integers, but for `depths` (seats per level from the roots, vacancies included) and `problems`."""

    rows: int
    people: int
    seats: int
    vacancies: int
    roots: int
    depths: list[int]
    managers: int
    span_max: int
    span_median: int
    unresolved_managers: int
    self_managed: int
    cycles: int
    duplicates: int
    left_out: int
    unplaced: int
    problems: list[ProblemFigures]


def figures(organisation: Organisation, translate: Callable[[str], str] = lambda text: text) -> Figures:
    """All numbers of a proposal. The median span is rounded half up, because all figures are integers."""
    managers = {line.seat_key: line.manager_key for line in organisation.lines if line.kind is LineKind.LINE}
    spans = Counter(managers.values())
    undecided = {key for cycle in organisation.cycles if cycle.is_open for key in cycle.members}
    below = managers.keys() | undecided
    roots = [seat.key for seat in organisation.seats if seat.key not in below]
    depths = _depths(roots, managers)
    return Figures(
        rows=organisation.counts.rows,
        people=len(organisation.people),
        seats=len(organisation.seats),
        vacancies=len(organisation.vacancies),
        roots=len(roots),
        depths=depths,
        managers=len(spans),
        span_max=max(spans.values(), default=0),
        span_median=int(median(spans.values()) + 0.5) if spans else 0,
        unresolved_managers=organisation.counts.unresolved_managers,
        self_managed=organisation.counts.self_managed,
        cycles=len(organisation.cycles),
        duplicates=organisation.counts.duplicates,
        left_out=organisation.counts.left_out,
        unplaced=len(organisation.seats) - sum(depths),
        problems=[
            {"line": p.line, "column": p.column, "value": p.value, "reason": p.in_words(translate)}
            for p in organisation.problems
        ],
    )


def _depths(roots: list[str], managers: dict[str, str]) -> list[int]:
    """Seats per level, walking down from the roots."""
    reports: dict[str, list[str]] = defaultdict(list)
    for seat, manager in managers.items():
        reports[manager].append(seat)
    depths, level = [], roots
    while level:
        depths.append(len(level))
        level = [report for seat in level for report in reports.get(seat, ())]
    return depths


def seats_below(organisation: Organisation, seat_key: str) -> int:
    """How many seats are below one, on all levels."""
    reports: dict[str, list[str]] = defaultdict(list)
    for line in organisation.lines:
        if line.kind is LineKind.LINE:
            reports[line.manager_key].append(line.seat_key)
    count, level = 0, reports.get(seat_key, [])
    while level:
        count += len(level)
        level = [report for seat in level for report in reports.get(seat, ())]
    return count
