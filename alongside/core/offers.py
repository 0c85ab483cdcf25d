"""What features offer each other without knowing each other; config/wiring.py lists the providers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from alongside.core.actor import Actor


@dataclass(frozen=True)
class Pair:
    """Two people about to talk, and the record of their talks. `now` is an aware instant."""

    kind: str  # "one_on_ones.series"
    key: int
    manager_id: int
    employee_id: int
    now: datetime


@dataclass(frozen=True)
class DraftedLine:
    """One line an agenda could have: `why` says in the reader's words why it is there.

    `key` stays the same as long as the reason is the same, so that a line left out stays out. The higher the
    `weight`, the sooner it comes. `theme` and `question` travel along when it becomes a topic.
    """

    key: str
    text: str
    why: str
    kind: str
    weight: int = 0
    theme: str = ""
    question: str = ""


class AgendaSource(Protocol):
    """Proposes lines for the next talk of two people, for one of them, in the active language."""

    def __call__(self, actor: Actor, pair: Pair) -> list[DraftedLine]: ...


_agenda_sources: list[AgendaSource] = []


def provide_agenda(source: AgendaSource) -> None:
    """Called once per source by config/wiring.py."""
    if source not in _agenda_sources:
        _agenda_sources.append(source)


def drafted_lines(actor: Actor, pair: Pair) -> list[DraftedLine]:
    """What all sources propose, the weightiest first; one line per key."""
    lines = [line for source in _agenda_sources for line in source(actor, pair)]
    return list({line.key: line for line in sorted(lines, key=lambda line: -line.weight)}.values())
