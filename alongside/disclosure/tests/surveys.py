"""Small surveys for the tests of this package."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from alongside.disclosure.snapshot import Flags, Invitee, Snapshot, UnitTree


def tree_of(**parents: str | None) -> UnitTree:
    """Units by keyword: `tree_of(all=None, sales="all")`."""
    return UnitTree(list(parents.items()))


def snapshot_of(
    tree: UnitTree, staff: Mapping[str, int], values: Mapping[str, Sequence[str]] | None = None
) -> Snapshot:
    """People `unit-0`, `unit-1`, ...; values go round in turn, each attribute one step slower."""
    values = values or {}
    invited = [
        Invitee(
            id=f"{unit}-{at}",
            unit=unit,
            attributes={
                name: listed[at // (step + 1) % len(listed)]
                for step, (name, listed) in enumerate(values.items())
            },
        )
        for unit, count in staff.items()
        for at in range(count)
    ]
    return Snapshot(tree, invited, values)


def everybody(snapshot: Snapshot) -> Flags:
    return np.ones(len(snapshot.people), dtype=np.bool_)


def document_of(
    staff: Mapping[str, int], answers: Sequence[int], parents: Mapping[str, str | None], **more: Any
) -> dict[str, Any]:
    """An INPUT document with one question `q`; answers go round over the people."""
    people = [(f"{unit}-{at}", unit) for unit, count in staff.items() for at in range(count)]
    return {
        "scale": 4,
        "floors": {"k": 5, "k_comment": 10, "k_attribute": 10},
        "profile": "default",
        "units": [{"id": unit, "parent": parent} for unit, parent in parents.items()],
        "attributes": {},
        "invited": [{"id": person, "unit": unit, "manages": [], "attributes": {}} for person, unit in people],
        "answers": {"q": {person: answers[at % len(answers)] for at, (person, _) in enumerate(people)}},
        **more,
    }
