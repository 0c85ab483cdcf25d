"""T7 and T8 without any cleverness: every answer vector of a tiny organisation, through the planner.

The reader owns the program and knows who took part. What he can conclude from an output is exactly what all
the answer vectors with that output have in common, hidden cells included. T8X counts companies that are one
group of people; T8H counts several groups, where the pattern of withheld cells can tell something, too.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement, product
from typing import Any

from ..oracle.deniability import must_stay_possible
from ..oracle.findings import Finding
from .case import Planner
from .constancy import canonical

Teams = Sequence[tuple[int, ...]]


def organisation_of(teams: Teams, scale: int, profile: str) -> dict[str, Any]:
    """A root without people of its own and one unit a team; answers as given."""
    people = {f"t{t}p{i}": (f"t{t}", a) for t, team in enumerate(teams) for i, a in enumerate(team)}
    units = [{"id": "all", "parent": None}]
    units += [{"id": f"t{t}", "parent": "all"} for t in range(len(teams))]
    return {
        "scale": scale,
        "floors": {"k": 5, "k_comment": 10, "k_attribute": 10},
        "profile": profile,
        "units": units,
        "attributes": {},
        "invited": [
            {"id": p, "unit": unit, "manages": [], "attributes": {}} for p, (unit, _) in people.items()
        ],
        "answers": {"q": {p: answer for p, (_, answer) in people.items()}},
    }


def answer_vectors(sizes: Sequence[int], scale: int) -> Iterator[Teams]:
    """All answers of the teams, up to the order inside a team, which no output can depend on."""
    return product(*(list(combinations_with_replacement(range(scale + 1), size)) for size in sizes))


def conclusions(
    planner: Planner, sizes: Sequence[int], scale: int, profile: str
) -> tuple[int, list[Finding]]:
    """How many vectors were planned, and every (team, answer) that some output rules out."""
    by_output: dict[str, list[set[int]]] = defaultdict(lambda: [set() for _ in sizes])
    runs = 0
    for teams in answer_vectors(sizes, scale):
        output = canonical(planner(organisation_of(teams, scale, profile)))
        runs += 1
        for given, team in zip(by_output[output], teams, strict=True):
            given.update(team)
    wanted = set(must_stay_possible(profile, scale))
    name = "T8X" if len(sizes) == 1 else "T8H"
    return runs, [
        Finding(name, "q", (f"all of t{t}",), f"cannot have answered {sorted(wanted - given)}: {output}")
        for output, teams_given in by_output.items()
        for t, given in enumerate(teams_given)
        if wanted - given
    ]
