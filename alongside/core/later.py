"""Services need tasks and tasks need services: the circle is broken here, once, by dotted path."""

from __future__ import annotations

from datetime import datetime

from django.utils.module_loading import import_string


def later(task: str, /, *, run_after: datetime | None = None, **ids: int | str) -> None:
    """Enqueue a task in the caller's transaction: it commits or vanishes with the change itself.

    `ids` are references only; words never travel in task arguments (a test checks the types).
    """
    found = import_string(task)
    if run_after is not None:
        found = found.using(run_after=run_after)
    found.enqueue(**ids)
