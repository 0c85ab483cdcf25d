"""Starting 1:1s with several people of a team at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.core.errors import Invalid
from alongside.one_on_ones.first_times import First
from alongside.one_on_ones.models import Series
from alongside.one_on_ones.own_rules import check_first_day
from alongside.one_on_ones.queries import first_times
from alongside.one_on_ones.services.series import set_rhythm, start_series
from alongside.people import queries as people
from alongside.people.models import Person


@transaction.atomic
def start_several(
    *,
    actor: Actor,
    employees: Sequence[Person],
    cadence: str,
    first_on: date,
    starts_at: time,
    minutes: int,
) -> list[Series]:
    """One rhythm with each of them, their first talks one after another from a day and a time on.

    All or none. Raises Refused for somebody of another team, Invalid as check_first_day does and where no
    time is free.
    """
    check_first_day(first_on)
    me = people.me(actor)
    zone = ZoneInfo(people.zone_of(me))
    found = first_times.in_a_row(actor, me, employees, First(first_on, starts_at), minutes, zone)
    firsts = [first for first in found if first is not None]
    if len(firsts) < len(employees):
        raise Invalid(
            "people", _("Four weeks have no room for so many. Choose fewer people or a shorter talk.")
        )
    made = []
    for employee, first in zip(employees, firsts, strict=True):
        series = start_series(actor=actor, employee=employee)
        if series.starts_at is None:
            series = set_rhythm(
                actor=actor,
                series=series,
                cadence=cadence,
                first_on=first.day,
                starts_at=first.at,
                minutes=minutes,
                version=series.version,
            )
        made.append(series)
    return made
