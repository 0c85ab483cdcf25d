"""The auditor where skips cannot be linked: what do released cells let one derive, at worst? (Leak-1)

As `audit.audit_cells`, but known are who took part and how many answers each block has. A set of people is
taken to hold as few respondents as these counts allow, so a finding says "may be", never "is".
"""

from collections.abc import Mapping, Sequence

import numpy as np

from alongside.disclosure.audit import Leak, floor_of, members_of, names_of, words_of
from alongside.disclosure.plan import CellKey
from alongside.disclosure.rules import DEFAULT_FLOORS, Floors, Refusal
from alongside.disclosure.skips import BlockCounts, Skips
from alongside.disclosure.snapshot import Flags, Snapshot


def audit_unlinked(
    snapshot: Snapshot,
    took_part: Flags,
    counts: Mapping[str, BlockCounts],
    cells: Sequence[CellKey],
    floors: Floors = DEFAULT_FLOORS,
) -> list[Leak]:
    """Cells that may be under their floor, and sums about fewer than k respondents; in a fixed order.

    Raises `Refusal` for a cell of an unknown question, unit, attribute or value.
    """
    leaks: list[Leak] = []
    for question in dict.fromkeys(cell.question for cell in cells):
        if question not in counts:
            raise Refusal(f"unknown question {question!r} in a released cell")
        skips = Skips(snapshot, took_part, counts[question])
        own = [cell for cell in cells if cell.question == question]
        members = [members_of(snapshot, cell, took_part) for cell in own]
        for cell, inside in zip(own, members, strict=True):
            n = len(inside) - skips.most(inside)
            if n < floor_of(snapshot, floors, cell):
                detail = f"{words_of(cell)} may have {n}"
                leaks.append(Leak("too_few", question, names_of(snapshot, inside), detail))
        people = np.unique(np.concatenate(members))
        rows = np.array([np.isin(people, inside, assume_unique=True) for inside in members], dtype=np.float64)
        found = skips.few(rows, people, floors.k)
        if found is not None:
            kind = "sum" if len(found) else "unclear"
            names = names_of(snapshot, found)
            leaks.append(Leak(kind, question, names, f"something about {len(names)} people may be derivable"))
    return leaks
