"""Circles of managers: found, told in order, and cut where the user says."""

import re
from collections import Counter
from collections.abc import Mapping

from alongside.people.importing.identities import Place
from alongside.people.importing.organisation import Cycle
from alongside.people.importing.texts import folded

# Words of titles, highest first: only used to propose which line of a circle is the wrong one.
_RANKS = (
    re.compile(
        r"\b(ceo|chief executive\w*|geschaftsfuhr\w*|managing director|president|inhaber\w*|owner|founder)\b"
    ),
    re.compile(r"\b(c[a-z]o|chief|vorstand\w*|executive)\b"),
    re.compile(r"\b(vp|vice president|svp|evp|bereichsleit\w*)\b"),
    re.compile(r"\b(head|director\w*|direktor\w*|leiter\w*|leitung|abteilungsleit\w*)\b"),
    re.compile(r"\b(manager\w*|lead|supervisor|teamleit\w*|principal)\b"),
)


def cycles_in(managers: Mapping[str, str], places: Mapping[str, Place], cuts: frozenset[int]) -> list[Cycle]:
    """All circles among seats (seat key to manager's seat key), in the order of their first rows."""
    below = _sizes_off_circle(managers)
    found = []
    for members in _circles(managers):
        top = min(members, key=lambda key: (*_standing(places[key], below[key]), places[key].row.line))
        start = members.index(top)
        ordered = (*members[start:], *members[:start])
        lines = tuple(places[key].row.line for key in ordered)
        found.append(Cycle(ordered, lines, tuple(line for line in lines if line in cuts)))
    return sorted(found, key=lambda cycle: min(cycle.lines))


def _circles(managers: Mapping[str, str]) -> list[list[str]]:
    """Each seat has one manager at most, so every walk upwards ends or runs into one circle."""
    done: set[str] = set()
    circles = []
    for start in managers:
        walk: dict[str, int] = {}
        key = start
        while key in managers and key not in done and key not in walk:
            walk[key] = len(walk)
            key = managers[key]
        if key in walk:
            circles.append([seat for seat, step in walk.items() if step >= walk[key]])
        done.update(walk)
    return circles


def _sizes_off_circle(managers: Mapping[str, str]) -> Counter[str]:
    """How many seats are below each seat, counted from the bottom up; a circle is never entered."""
    waiting = Counter(managers.values())
    below: Counter[str] = Counter()
    ready = [key for key in managers if not waiting[key]]
    while ready:
        key = ready.pop()
        above = managers.get(key)
        if above is None:
            continue
        below[above] += below[key] + 1
        waiting[above] -= 1
        if not waiting[above]:
            ready.append(above)
    return below


def _standing(place: Place, below: int) -> tuple[int, int]:
    """Smaller is higher: by the words of the title, then by how many are below outside the circle."""
    title = folded(place.row.title)
    rank = next((rank for rank, words in enumerate(_RANKS) if words.search(title)), len(_RANKS))
    return rank, -below
