"""What the rows of both tables of addresses say: of pages (url_table.py) and of the API (api_rows.py)."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from tests.house.table import but, only

THE_TWO = ("employee", "manager", "former_manager")
READING = only(*THE_TWO)
PLANNING = but(READING, former_manager=403)
WRITING = but(only(*THE_TWO, status=302), former_manager=403)
BY_ITS_AUTHOR = but(WRITING, manager=403)
# the handover of the world goes from the former manager to the skip level, who is told what travels
HANDING_OVER = only("employee", "former_manager", "manager", "skip_level")
BY_THE_EMPLOYEE = but(only("employee", "manager", "skip_level", "former_manager", status=403), employee=302)


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)  # read before there is a database to ask for the zone


def series(world: SimpleNamespace) -> list[Any]:
    return [world.series.pk]


def handover(world: SimpleNamespace) -> list[Any]:
    return [world.handover.pk]


def item(world: SimpleNamespace) -> list[Any]:
    return [world.series.pk, world.item.pk]


def meeting(world: SimpleNamespace) -> list[Any]:
    return [world.series.pk, world.meeting.pk]


def held(world: SimpleNamespace) -> list[Any]:
    return [world.series.pk, world.held.pk]


def contested(world: SimpleNamespace) -> list[Any]:
    return [world.series.pk, world.contested.pk]


def note(world: SimpleNamespace) -> list[Any]:
    return [world.series.pk, world.note.seal_id]


A_RHYTHM = {"cadence": "weekly", "first_on": tomorrow(), "starts_at": "10:00", "minutes": 25, "version": 1}
A_RATING = {"useful": "4", "employee_talked": "60"}
