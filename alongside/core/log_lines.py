"""How log lines are written: as a line or as JSON, with the request's id, and never with anybody's words.

Three things would carry words into a log, and none gets through: paths (they hold one-time secrets, queries hold what
was searched for), so a request is named by its route; the texts of exceptions, so only their class and the places in
the code are written; and exceptions handed over as arguments, which are replaced by their class.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from django.http import HttpRequest

from alongside.core import request_ids

# What a record may bring along beside its message: numbers, codes and names of things in the code.
EXTRAS = (
    "event",
    "task_id",
    "task_path",
    "queue",
    "attempt",
    "duration_ms",
    "method",
    "route",
    "status",
    "mark",
    "schedule",
)
NO_ROUTE = "(no such address)"
type ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def route_of(request: HttpRequest) -> str:
    """The pattern of the address, e.g. "1-1s/<int:pk>/items/": what was asked, without for whom."""
    match = getattr(request, "resolver_match", None)
    if match is not None:
        return str(match.route) or "/"
    return "static" if request.path.startswith("/static/") else NO_ROUTE


class Line(logging.Formatter):
    """One line: when, how grave, who says it, for which request, what."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        words = [moment, record.levelname, record.name, _request_of(record) or "-", message_of(record)]
        found = problem_of(record)
        line = " ".join(words) + (f" | {found['error']}: {' < '.join(found['at'])}" if found else "")
        return on_one_line(line)


class Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
            "request": _request_of(record),
        }
        said |= {name: getattr(record, name) for name in EXTRAS if hasattr(record, name)}
        said |= problem_of(record)
        line = json.dumps(said, ensure_ascii=False, default=lambda thing: type(thing).__name__)
        if line.isprintable():
            return line
        return "".join(sign if sign.isprintable() else json.dumps(sign)[1:-1] for sign in line)


def message_of(record: logging.LogRecord) -> str:
    """The message on one line. What Django says about a request is said anew, with the route instead of the path."""
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest) and record.name.startswith("django"):
        return on_one_line(f"{getattr(record, 'status_code', '-')} {request.method} {route_of(request)}")
    arguments = record.args if isinstance(record.args, tuple) else ()
    if any(isinstance(one, BaseException) for one in arguments):
        plain = tuple(type(one).__name__ if isinstance(one, BaseException) else one for one in arguments)
        return on_one_line(str(record.msg) % plain)
    if isinstance(record.msg, BaseException):
        return type(record.msg).__name__
    return on_one_line(record.getMessage())


def on_one_line(text: str) -> str:
    """No end of a line, and nothing that a terminal or a reader of logs would obey instead of showing it."""
    line = " ".join(text.split())
    return line if line.isprintable() else "".join(sign if sign.isprintable() else "\ufffd" for sign in line)


def _request_of(record: logging.LogRecord) -> str:
    """What Django says about a request it says after the middleware, so the request itself knows its id."""
    return request_ids.current() or getattr(getattr(record, "request", None), "request_id", "")


def problem_of(record: logging.LogRecord) -> dict[str, Any]:
    """{"error": class, "at": places, innermost first}; empty when the record carries no exception."""
    if not record.exc_info or record.exc_info[1] is None:
        return {}
    problem = record.exc_info[1]
    frames = traceback.extract_tb(record.exc_info[2])
    places = [f"{_short(frame.filename)}:{frame.lineno}:{frame.name}" for frame in reversed(frames)]
    return {"error": _class_of(problem), "at": places}


def _class_of(problem: BaseException) -> str:
    """The class, and the class of what was behind it."""
    behind = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)
    kind = f"{type(problem).__module__}.{type(problem).__qualname__}"
    return f"{kind} from {type(behind).__qualname__}" if behind is not None else kind


def _short(path: str) -> str:
    """Below the package or the libraries: where the product is installed is nobody's business."""
    for mark in ("/site-packages/", "/alongside/"):
        _before, found, after = path.rpartition(mark)
        if found:
            return after if mark == "/site-packages/" else f"alongside/{after}"
    return path.rpartition("/")[2]
