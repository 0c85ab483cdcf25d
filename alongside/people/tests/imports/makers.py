"""Files all the way into the database, and the company as it is read back."""

from __future__ import annotations

from typing import Any

from alongside.core.actor import Actor
from alongside.people.calendar import today
from alongside.people.importing.fixing import Fix
from alongside.people.imports import services
from alongside.people.imports.plan import Plan
from alongside.people.imports.queries import what_is_known
from alongside.people.imports.reading import Choices, Reading, read
from alongside.people.imports.services.looks import known_columns, plan_of
from alongside.people.models import Holding, Line, Person, Placement, Seat, Unit
from alongside.people.tests.makers import TESTS

COMPANY = """\
id,name,email,title,unit,manager
1,Daniel Reyes,daniel@brightwater.example,CEO,Board,
2,Farah Qureshi,farah@brightwater.example,COO,Board,1
3,Elif Kaya,elif@brightwater.example,CTO,Board > Technology,1
4,Petra Novak,petra@brightwater.example,Engineering Manager,Board > Technology,3
5,David Osei,david@brightwater.example,Engineering Manager,Board > Technology,3
6,Kelly Barnes,kelly@brightwater.example,Shift supervisor,Plant,2
"""


def reading_of(text: str | bytes, fixes: tuple[Fix, ...] = (), **choices: Any) -> Reading:
    data = text if isinstance(text, bytes) else text.encode()
    return read(data, Choices(fixes=fixes, **choices), today=today(), known_columns=known_columns)


def dry_run(text: str | bytes, fixes: tuple[Fix, ...] = (), **choices: Any) -> Plan:
    return plan_of(reading_of(text, fixes, **choices), what_is_known())


def load(
    text: str | bytes, fixes: tuple[Fix, ...] = (), *, actor: Actor = TESTS, many: bool = True, **choices: Any
) -> Plan:
    data = text if isinstance(text, bytes) else text.encode()
    plan, _ = services.load_reading(
        actor=actor,
        reading=reading_of(text, fixes, **choices),
        file_name="people.csv",
        data=data,
        many_may_leave=many,
    )
    return plan


def told(plan: Plan) -> dict[str, list[str]]:
    """Kind of change -> whom or what it is about."""
    found: dict[str, list[str]] = {}
    for change in plan.changes:
        found.setdefault(str(change.kind), []).append(change.label)
    return found


def managers() -> dict[str, str]:
    """Name -> name of the manager, for everybody who has a place today."""
    placements = Placement.objects.select_related("person", "manager")
    return {one.person.name: one.manager.name if one.manager else "" for one in placements}


def titles() -> dict[str, str]:
    return {one.person.name: one.seat.title for one in Placement.objects.select_related("person", "seat")}


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of the chart, to compare before and after."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (Person, Seat, Holding, Line, Unit, Placement)
    }
