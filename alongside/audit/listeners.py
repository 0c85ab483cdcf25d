"""Who wants to know of an act when it is recorded, in the same transaction; config/wiring.py lists them."""

from __future__ import annotations

from typing import Protocol

from alongside.audit.models import AuditEntry


class WhenRecorded(Protocol):
    """Called with the entry, which holds references and no words. What it raises undoes the act."""

    def __call__(self, entry: AuditEntry, /) -> None: ...


_listeners: list[WhenRecorded] = []


def when_recorded(listener: WhenRecorded) -> None:
    """Called once per listener by config/wiring.py."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(entry: AuditEntry) -> None:
    for listener in _listeners:
        listener(entry)
