"""One short id from a request through its log lines and audit entries into the tasks it caused.

A task's key begins with the id of the request that caused it, so the worker finds the id where the task is and
nothing else has to be stored. The id says nothing about who acts: that is passed as an actor.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

DIGITS = 16
_current: ContextVar[str] = ContextVar("request_id", default="")


def fresh() -> str:
    """16 hex digits."""
    return secrets.token_hex(DIGITS // 2)


def current() -> str:
    """The id of the request or task that runs here; empty outside of both."""
    return _current.get()


def current_or_fresh() -> str:
    return _current.get() or fresh()


@contextmanager
def begun(request_id: str) -> Iterator[None]:
    """What happens inside belongs to this request."""
    token = _current.set(request_id)
    try:
        yield
    finally:
        _current.reset(token)


def task_key() -> uuid.UUID:
    """A key for a task that the running request causes."""
    return uuid.UUID(hex=current_or_fresh() + secrets.token_hex(DIGITS // 2))


def of_task(key: uuid.UUID) -> str:
    """The id of the request that caused this task."""
    return key.hex[:DIGITS]
