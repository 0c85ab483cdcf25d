"""Files all the way into the database, and the company as it is read back."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from alongside.core.actor import Actor
from alongside.people.calendar import today
from alongside.people.importing.fixing import Fix
from alongside.people.imports import services
from alongside.people.imports.files import known_columns, plan_of
from alongside.people.imports.plan import Plan
from alongside.people.imports.queries import what_is_known
from alongside.people.imports.reading import Choices, Reading, read
from alongside.people.models import Holding, ImportRun, Line, Person, Placement, Seat, Unit
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


DIRTY = """\
Nr;Name;E-Mail;Titel;Vorgesetzter
001;Daniel Reyes;daniel@brightwater.example;CEO;
002;Farah Qureshi;farah(at)brightwater;COO;001
003;Elif Kaya;elif@brightwater.example;CTO;999
004;Petra Novak;petra@brightwater.example;Engineering Manager;005
005;David Osei;david@brightwater.example;Engineering Manager;004
001;Kelly Barnes;kelly@brightwater.example;Shift supervisor;002
"""


def address(name, run=None):
    return reverse(f"people:import_{name}", args=[run.pk] if run else [])


def choose(browser, text=DIRTY, name="people.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    answer = browser.post(address("create"), {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302
    return ImportRun.objects.latest("pk")


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def confirm(browser, run, **also):
    run.refresh_from_db()
    return browser.post(address("apply", run), {"digest": run.digest, **also})
