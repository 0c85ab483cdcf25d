"""Somebody leaves the company: whoever gave them something out ends it. config/wiring.py lists who listens, in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from alongside.core.actor import Actor


class PersonLeft(Protocol):
    """Called in the transaction in which people leave; their accounts are closed already.

    `day` is the first day without them. May be called again for the same people, and then changes nothing.
    It ends feeds, links, grants and the like; it hands nothing on and deletes nobody's words.
    """

    def __call__(self, actor: Actor, person_ids: Sequence[int], day: date) -> None: ...


_listeners: list[PersonLeft] = []


def when_somebody_leaves(listener: PersonLeft) -> None:
    """Called once per listener by config/wiring.py."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell_that_left(actor: Actor, person_ids: Sequence[int], day: date) -> None:
    """Everybody who listens ends what they gave out; if one fails, nothing of the leaving is stored."""
    for listener in _listeners:
        listener(actor, person_ids, day)
