"""What features offer to calendars without knowing them: planned talks, and that a plan changed.

config/wiring.py lists the providers. Times are aware; a talk that repeats has them in its own zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from alongside.core.actor import Actor


@dataclass(frozen=True)
class Exceptional:
    """One slot of a rhythm that was moved or called off. `was` is when the rule has it."""

    was: datetime
    starts: datetime
    minutes: int
    is_cancelled: bool = False


@dataclass(frozen=True)
class Single:
    """A talk outside the rhythm; `key` names it within its series."""

    key: int
    starts: datetime
    minutes: int
    version: int = 0
    is_cancelled: bool = False


@dataclass(frozen=True)
class PlannedTalk:
    """The talks of people, of two mostly, as a calendar needs them: times and names, never a word of what they talk about.

    `rule` is an RFC 5545 RRULE value without end that starts with `first`; empty where no rhythm goes on or went on.
    `until` is the last instant (UTC) at which the rule may start a talk.
    """

    kind: str  # "one_on_ones.series"
    key: int
    people: tuple[int, ...]
    path: str
    zone: str
    minutes: int
    began_on: date
    rule: str = ""
    first: datetime | None = None
    until: datetime | None = None
    left_out: tuple[datetime, ...] = ()
    exceptional: tuple[Exceptional, ...] = ()
    singles: tuple[Single, ...] = ()
    goes_on: bool = True
    title: str = ""  # in the language in force; empty: a 1:1, named after the other one


class CalendarSource(Protocol):
    """Plans talks."""

    def talks_of(self, actor: Actor) -> list[PlannedTalk]:
        """Everything the actor takes part in, in a fixed number of queries."""

    def talk(self, kind: str, key: int) -> PlannedTalk | None:
        """One plan, for the worker, who shows it to nobody but the two; None for a kind of somebody else."""


class PlanListener(Protocol):
    """Called in the transaction of a change to a plan."""

    def __call__(self, *, kind: str, key: int) -> None: ...


_sources: list[CalendarSource] = []
_listeners: list[PlanListener] = []


def provide_talks(source: CalendarSource) -> None:
    """Called once per source by config/wiring.py."""
    if source not in _sources:
        _sources.append(source)


def listen_to_plans(listener: PlanListener) -> None:
    """Called once per listener by config/wiring.py."""
    if listener not in _listeners:
        _listeners.append(listener)


def talks_of(actor: Actor) -> list[PlannedTalk]:
    """All planned talks of a person."""
    return [talk for source in _sources for talk in source.talks_of(actor)]


def talk(kind: str, key: int) -> PlannedTalk | None:
    """One plan, by whoever knows this kind."""
    found = (source.talk(kind, key) for source in _sources)
    return next((one for one in found if one is not None), None)


def plan_changed(kind: str, key: int) -> None:
    """Something about when two people talk has changed, and this transaction holds it."""
    for listener in _listeners:
        listener(kind=kind, key=key)


@dataclass(frozen=True)
class CalendarNote:
    """Beside a talk: where one chooses how it gets into calendars, and what the two answered, in sentences."""

    url: str
    lines: tuple[str, ...] = ()


class NoteSource(Protocol):
    def __call__(self, actor: Actor, kind: str, key: int) -> CalendarNote: ...


_notes: list[NoteSource] = []


def provide_notes(source: NoteSource) -> None:
    """Called once by config/wiring.py."""
    _notes[:] = [source]


def calendar_note(actor: Actor, kind: str, key: int) -> CalendarNote | None:
    """What to show beside a talk; None where there is nothing."""
    return _notes[0](actor, kind, key) if _notes else None


class Writer(Protocol):
    def __call__(self, talk: PlannedTalk, *, name: str, email: str, method: str) -> str: ...


_writers: list[Writer] = []


def provide_writer(writer: Writer) -> None:
    """Called once by config/wiring.py."""
    _writers[:] = [writer]


def written(talk: PlannedTalk, *, name: str, email: str, method: str) -> str:
    """A single talk as iCalendar for one person's mail, in the language in force. `method`: REQUEST or CANCEL."""
    return _writers[0](talk, name=name, email=email, method=method)
