"""The task queue as this house runs it: tasks know the request that caused them, and failures keep no words.

What a task stumbled over may hold somebody's words (a value in an error text, a row in a message of the database).
The class of the error and the places in the code stay; its text goes, before anything stores or logs it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django_ox.backend import OxBackend
from django_ox.models import OxTask
from django_ox.worker import Worker
from opentelemetry import trace

from alongside.core import request_ids


class Backend(OxBackend):
    """Names each task after the request that caused it."""

    def _row(
        self, task: Any, args: Sequence[Any], kwargs: Mapping[str, Any], enqueued_at: datetime
    ) -> OxTask:
        row = super()._row(task, args, kwargs, enqueued_at)
        row.id = request_ids.task_key()
        return row


class WordlessWorker(Worker):
    """Runs each task under its request's id, in a span, and takes the text out of what goes wrong."""

    def _run_attempt(self, db_task: OxTask, *, inline: bool = False) -> bool:
        with request_ids.begun(request_ids.of_task(db_task.pk)):
            return super()._run_attempt(db_task, inline=inline)

    @contextmanager
    def _task_body(self, db_task: OxTask) -> Iterator[None]:
        tracer = trace.get_tracer("alongside")
        with tracer.start_as_current_span(
            db_task.task_path, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                with super()._task_body(db_task):
                    yield
            except BaseException as problem:
                without_words(problem)
                span.set_status(trace.StatusCode.ERROR)
                span.set_attribute("error.type", type(problem).__qualname__)
                raise


def without_words(problem: BaseException) -> None:
    """Empty the text of an error and of every error behind it; class and places stay."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [problem]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        one.args = ()
        for name in (
            "strerror",
            "filename",
            "filename2",
            "object",
            "doc",
            "msg",
        ):  # what errors build a text of
            if isinstance(getattr(one, name, None), str | bytes):
                _blank(one, name)
        one.__notes__ = []
        waiting += [one.__cause__, one.__context__, *getattr(one, "exceptions", ())]


def _blank(problem: BaseException, name: str) -> None:
    try:
        setattr(problem, name, type(getattr(problem, name))())
    except (AttributeError, TypeError):
        return
