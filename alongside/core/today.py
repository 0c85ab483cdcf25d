"""What features offer to the Today page without knowing it; config/wiring.py lists the providers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from django.utils.functional import Promise

from alongside.core.actor import Actor


class Rank(IntEnum):
    """How soon somebody would want to know. The lowest come first; only five are shown."""

    NOW = 0  # today, with another person waiting
    LATE = 1  # a date that has passed
    SOON = 2  # today or tomorrow
    THIS_WEEK = 3
    WHENEVER = 4


@dataclass(frozen=True)
class TodayItem:
    """One thing that needs me: what it is, why now, one button. `key` is the same as long as the reason is."""

    key: str
    rank: Rank
    text: str
    detail: str
    url: str
    verb: str
    face_name: str
    face_key: int
    order: float = 0


@dataclass(frozen=True)
class TeamLine:
    """What a manager wants to know of one of their team before anything else; `tag` is a word, never a score."""

    person_id: int
    name: str
    detail: str
    url: str
    tag: str | Promise = ""
    tag_kind: str = ""


class TodaySource(Protocol):
    """Proposes items for one person, in the active language, in a bounded number of queries."""

    def __call__(self, actor: Actor) -> list[TodayItem]: ...


class TeamSource(Protocol):
    """One line for each of the actor's team, in a bounded number of queries."""

    def __call__(self, actor: Actor) -> list[TeamLine]: ...


_sources: list[TodaySource] = []
_team_sources: list[TeamSource] = []


def provide_today(source: TodaySource) -> None:
    """Called once per source by config/wiring.py."""
    if source not in _sources:
        _sources.append(source)


def provide_team(source: TeamSource) -> None:
    """Called once by config/wiring.py, for the source of the team's lines."""
    if source not in _team_sources:
        _team_sources.append(source)


def today_items(actor: Actor) -> list[TodayItem]:
    """Everything the sources propose, the nearest first; one item per key."""
    found = {item.key: item for source in _sources for item in source(actor)}
    return sorted(found.values(), key=lambda item: (item.rank, item.order, item.key))


def team_lines(actor: Actor) -> list[TeamLine]:
    """The team as its source tells it, in the source's order."""
    return [line for source in _team_sources for line in source(actor)]
