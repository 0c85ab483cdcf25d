# ruff: noqa: E402  (models can be imported only after django.setup)
"""Somebody who works while a file is loaded: adds a topic, chooses their news, again and again, through the services.

Runs until its input ends; prints JSON: how many writes, the median and the longest in ms, and how long each kind took.
"""

from __future__ import annotations

import json
import select
import sys
import time
from statistics import median
from typing import Any

import django

django.setup()

from django.db import connection

from alongside.core.actor import Door
from alongside.notifications.models import Preference
from alongside.notifications.services import choose_routine
from alongside.one_on_ones.models import Series
from alongside.one_on_ones.services import add_item
from alongside.people.actors import actor_for

EVERY_SECONDS = 0.1


def main() -> None:
    series = Series.objects.select_related("employee__account", "data_key").order_by("pk").first()
    assert series is not None
    taken: dict[str, list[float]] = {"topic": [], "news": []}
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while not select.select([sys.stdin], [], [], EVERY_SECONDS)[0]:
        kind = "topic" if len(taken["topic"]) <= len(taken["news"]) else "news"
        began = time.perf_counter()
        _write(kind, series, len(taken[kind]))
        taken[kind].append(1000 * (time.perf_counter() - began))
    every = [one for some in taken.values() for one in some]
    connection.close()
    sys.stdout.write(json.dumps({
        "writes": len(every), "median": median(every), "longest": max(every),
        **{kind: max(some) for kind, some in taken.items()},
    }))  # fmt: skip


def _write(kind: str, series: Any, number: int) -> None:
    """One act of the employee, with a fresh actor, as a request would have it."""
    actor = actor_for(series.employee, door=Door.WEB)
    if kind == "topic":
        add_item(actor=actor, series=series, text=f"A topic, number {number}")
    else:
        routine = Preference.Routine.DAILY if number % 2 else Preference.Routine.AT_ONCE
        choose_routine(actor=actor, routine=routine)


main()
