"""The only place where features meet: every provider, every reaction to an event, by name and in order."""

from __future__ import annotations

from alongside.commitments import offers as commitments
from alongside.core import offers, things
from alongside.one_on_ones import offers as one_on_ones

AGENDA_SOURCES: list[offers.AgendaSource] = [commitments.agenda_lines, one_on_ones.agenda_lines]
KINDS = [*commitments.KINDS, *one_on_ones.KINDS]


def wire() -> None:
    """Called once when Django is ready."""
    for kind in KINDS:
        things.declare(kind)
    for source in AGENDA_SOURCES:
        offers.provide_agenda(source)
