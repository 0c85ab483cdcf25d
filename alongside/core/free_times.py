"""Times that suit several people, for features that plan talks; config/wiring.py names who knows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import Protocol
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import gettext as _

from alongside.core.actor import Actor
from alongside.core.web import Request

ASKED = "times"  # in the address, and the id of the part of the page
PAIR = 2


@dataclass(frozen=True)
class FreeTimes:
    """When several people could meet: a few starts (aware, in order). Days away and working days of all are kept in.

    `asked`: whose calendars answered. `silent`: whose calendar is connected and gave no answer.
    `unconnected`: who has connected none. Every person is in exactly one of them.
    """

    starts: tuple[datetime, ...] = ()
    asked: frozenset[int] = frozenset()
    silent: frozenset[int] = frozenset()
    unconnected: frozenset[int] = frozenset()
    connect_url: str = ""


class FreeTimeSource(Protocol):
    def __call__(
        self,
        actor: Actor,
        people: Sequence[int],
        *,
        around: datetime,
        minutes: int,
        earliest: datetime | None,
    ) -> FreeTimes: ...


class Named(Protocol):
    """A person as a page needs them."""

    pk: int

    @property
    def first_name(self) -> str: ...


@dataclass(frozen=True)
class Proposals:
    """What a page shows: starts, each with the query that fills its form, and whose calendar is missing, in words."""

    choices: tuple[tuple[datetime, str], ...]
    missing: tuple[str, ...]
    was_asked: bool
    is_whole: bool
    is_pair: bool
    connect_url: str


_sources: list[FreeTimeSource] = []


def provide_free_times(source: FreeTimeSource) -> None:
    """Called once by config/wiring.py."""
    _sources[:] = [source]


def free_times(
    actor: Actor,
    people: Sequence[int],
    *,
    around: datetime,
    minutes: int,
    earliest: datetime | None = None,
) -> FreeTimes:
    """When these people could meet near a moment, and not before another.

    Asks calendars, so it may take some seconds: never call it within a transaction.
    """
    if not _sources:
        return FreeTimes(unconnected=frozenset(people))
    return _sources[0](actor, people, around=around, minutes=minutes, earliest=earliest)


def proposals(
    request: Request,
    people: Sequence[Named],
    *,
    around: datetime,
    minutes: int,
    earliest: datetime | None = None,
    zone: tzinfo | None = None,
    fields: tuple[str, str] = ("day", "time"),
) -> Proposals | None:
    """For a form with a day and a time, by the clocks of `zone` (the reader's); None until somebody asks for them."""
    if ASKED not in request.GET:
        return None
    ids = [one.pk for one in people]
    found = free_times(request.actor, ids, around=around, minutes=minutes, earliest=earliest)
    me, others = request.actor.person_id, [one for one in people if one.pk != request.actor.person_id]
    missing = []
    if me in found.silent:
        missing.append(_("Your calendar could not be asked just now."))
    missing += [_silent(one) for one in others if one.pk in found.silent]
    if found.asked:
        missing += [_unconnected(one) for one in others if one.pk in found.unconnected]
    return Proposals(
        choices=tuple((start, _query(start, zone, fields)) for start in found.starts),
        missing=tuple(missing),
        was_asked=bool(found.asked),
        is_whole=len(found.asked) == len(people),
        is_pair=len(people) == PAIR,
        connect_url=found.connect_url if me in found.unconnected else "",
    )


def chosen(request: Request, fields: tuple[str, str] = ("day", "time")) -> dict[str, date | time]:
    """The proposal somebody took, as first values of the form; empty for anything that is none."""
    try:
        day, hour = (request.GET.get(name, "") for name in fields)
        found = {fields[0]: parse_date(day), fields[1]: parse_time(hour)}
    except ValueError:
        return {}
    return {name: value for name, value in found.items() if value is not None}


def _query(start: datetime, zone: tzinfo | None, fields: tuple[str, str]) -> str:
    local = start.astimezone(zone or timezone.get_current_timezone())
    return urlencode({fields[0]: f"{local:%Y-%m-%d}", fields[1]: f"{local:%H:%M}"})


def _silent(person: Named) -> str:
    return _("%(name)s’s calendar could not be asked just now.") % {"name": person.first_name}


def _unconnected(person: Named) -> str:
    said = _("%(name)s has connected no calendar: only days away and working days are known.")
    return said % {"name": person.first_name}
